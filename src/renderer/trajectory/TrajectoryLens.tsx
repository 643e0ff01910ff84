import { Waypoints } from 'lucide-react';
import { Explain, NoModel } from '../lenses/Explain';
import { pictureShape } from '../lenses/tiles/item';
import { useSession } from '../state/session';
import { followedWalks } from './lanes';
import { TrajectoryPictures } from './TrajectoryPictures';
import { TrajectoryPlane } from './TrajectoryPlane';

/** The way from noise to data, step by step. */
export function TrajectoryLens() {
  const info = useSession((session) => session.info);
  if (!info) {
    return (
      <NoModel
        icon={Waypoints}
        needs="with a sampler"
        then="particles travel here from noise to data."
        testId="trajectory.empty"
      />
    );
  }
  if (info.probes.text) {
    return (
      <Explain icon={Waypoints} title="Text comes token by token" testId="trajectory.empty">
        There is no noise that turns into text: each token is drawn once and stays. The Text lens shows it being
        written, and what might have come instead.
      </Explain>
    );
  }
  const followed = info.probes.samplers.length > 0 || followedWalks(info.probes).length > 0;
  if (!followed && info.probes.walks.length > 0) {
    return (
      <Explain icon={Waypoints} title="This model draws in one step" testId="trajectory.empty">
        It makes an item of random numbers at once, so there is no way to follow. The Samples lens shows what it makes
        {info.probes.densities.length > 0 ? ', the Density lens how probable it finds it' : ''}
        {(info.probes.adversarial?.dimensions ?? 3) <= 2 ? ', the Adversarial lens how it learns' : ''}.
      </Explain>
    );
  }
  if (!followed) {
    return (
      <Explain icon={Waypoints} title="This model has no sampler" testId="trajectory.empty">
        This lens follows particles or pictures from noise at t = 1 to data at t = 0. Add a sampler node and wire a
        denoiser into it, or look at the Latent lens if the model has an encoder.
      </Explain>
    );
  }
  const shape = info.data.itemShape;
  if (shape.length === 1 && shape[0] === 2) return <TrajectoryPlane key={info.run} info={info} />;
  const picture = pictureShape(shape);
  if (picture) return <TrajectoryPictures key={info.run} info={info} shape={picture} />;
  return (
    <Explain icon={Waypoints} title="These items have no picture" testId="trajectory.empty">
      Items of shape {shape.join(' × ')} are neither points in the plane nor pictures; the lens shows those two.
    </Explain>
  );
}
