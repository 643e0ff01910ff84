import { Orbit } from 'lucide-react';
import { Explain, NoModel } from '../lenses/Explain';
import { useSession } from '../state/session';
import { LatentPlane } from './LatentPlane';

/** Where a model puts the data in its latent space, and what it makes of every place in it. */
export function LatentLens() {
  const info = useSession((session) => session.info);
  if (!info) {
    return (
      <NoModel
        icon={Orbit}
        needs="with an encoder"
        then="the data appears here as points, coloured by label."
        testId="latent.empty"
      />
    );
  }
  const { encode, decode } = info.probes;
  if (!encode) {
    return (
      <Explain icon={Orbit} title="This model has no latent plane" testId="latent.empty">
        This lens encodes data to z and decodes what you point at. Add an encoder, from data to a latent distribution,
        or look at the Trajectory lens if the model has a sampler.
      </Explain>
    );
  }
  return <LatentPlane key={info.run} info={info} width={encode.width} decodes={decode?.width === encode.width} />;
}
