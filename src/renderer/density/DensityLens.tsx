import { ChartArea } from 'lucide-react';
import { Explain, NoModel } from '../lenses/Explain';
import { useSession } from '../state/session';
import { chosenDensity } from './choose';
import { DensityItems } from './DensityItems';
import { DensityLine } from './DensityLine';
import { DensityPlane } from './DensityPlane';
import { useDensityView } from './view';

/** How probable a model finds what it could see: a map in the plane, a curve on a line, a ranking of pictures. */
export function DensityLens() {
  const info = useSession((session) => session.info);
  const node = useDensityView((view) => view.node);
  if (!info)
    return (
      <NoModel
        icon={ChartArea}
        needs="that knows a density"
        then="its density stands here, over the data."
        testId="density.empty"
      />
    );
  const density = chosenDensity(info, node);
  if (!density)
    return (
      <Explain icon={ChartArea} title="This model has no density" testId="density.none">
        It can draw items, or give a bound, but does not say how probable an item is. Open the template “Densities in
        the plane” to see models that do.
      </Explain>
    );
  const key = `${info.run} ${density.node}`;
  if (!density.latent && density.dimensions === 1) return <DensityLine key={key} info={info} density={density} />;
  if (!density.latent && density.dimensions === 2) return <DensityPlane key={key} info={info} density={density} />;
  return <DensityItems key={key} info={info} density={density} />;
}
