import { Orbit } from 'lucide-react';
import { Explain, NoModel } from '../lenses/Explain';
import { useSession } from '../state/session';
import { LatentPlane } from './LatentPlane';
import { latentModel } from './points/source';

/** The latent space of a model: data where it is encoded, or draws from the prior, and what the model makes of every place. */
export function LatentLens() {
  const info = useSession((session) => session.info);
  if (!info) {
    return (
      <NoModel
        icon={Orbit}
        needs="with an encoder or a generator"
        then="its latent space appears here: data or draws of z as points, and what every place decodes to."
        testId="latent.empty"
      />
    );
  }
  const model = latentModel(info.probes);
  if (!model) {
    return (
      <Explain icon={Orbit} title="This model has no latent plane" testId="latent.empty">
        This lens shows z: data as an encoder puts it there, and what a decoder or a generator makes of every place. Add
        an encoder, from data to a latent distribution, or look at the Trajectory lens if the model has a sampler.
      </Explain>
    );
  }
  return <LatentPlane key={info.run} info={info} model={model} />;
}
