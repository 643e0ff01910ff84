import { Images } from 'lucide-react';
import { Explain, NoModel } from '../lenses/Explain';
import { pictureShape } from '../lenses/tiles/item';
import { useSession } from '../state/session';
import { LineSamples } from './LineSamples';
import { PictureSamples } from './PictureSamples';
import { PointSamples } from './PointSamples';
import { TextSamples } from './TextSamples';

/** What the model makes: reconstructions of held-out items and samples from noise, from the same inputs all through training. */
export function SamplesLens() {
  const info = useSession((session) => session.info);
  if (!info) {
    return (
      <NoModel
        icon={Images}
        then="reconstructions and samples appear here and grow sharper from step to step."
        testId="samples.empty"
      />
    );
  }
  const { probes, data } = info;
  if (!probes.reconstruct && !probes.decode && probes.samplers.length + probes.walks.length === 0) {
    return (
      <Explain icon={Images} title="This model makes no samples" testId="samples.empty">
        Samples come from a decoder that is fed from a prior, or from a sampler node. Add one of them.
      </Explain>
    );
  }
  if (probes.text) return <TextSamples key={info.run} info={info} />;
  const shape = pictureShape(data.itemShape);
  if (shape) return <PictureSamples key={info.run} info={info} shape={shape} />;
  if (data.itemShape.length === 1 && data.itemShape[0] === 2) return <PointSamples key={info.run} info={info} />;
  if (data.itemShape.length === 1 && data.itemShape[0] === 1) return <LineSamples key={info.run} info={info} />;
  return (
    <Explain icon={Images} title="These items have no picture" testId="samples.empty">
      Items of shape {data.itemShape.join(' × ')} are neither numbers, points in the plane nor pictures; the lens shows
      those three.
    </Explain>
  );
}
