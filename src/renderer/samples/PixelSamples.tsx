import { Dices } from 'lucide-react';
import { useRef } from 'react';
import type { SessionInfo } from '../../protocol/worker';
import { Button } from '../components/Button';
import { ErrorNote } from '../lenses/ErrorNote';
import { useSize } from '../lenses/hooks/use-size';
import { useProbe } from '../lenses/probe/use-probe';
import { bestColumns } from '../lenses/tiles/layout';
import { TileCanvas } from '../lenses/tiles/TileCanvas';
import { useWeights } from '../lenses/time/training-time';
import { Completions } from './Completions';
import { type PixelWalk, picturesOf } from './pixel-walk';
import { SamplesPart, Waiting } from './SamplesPart';
import { newNoise, useSamplesView } from './view';

/** Each picture costs a run of the network for each of its pixels. */
const COUNT = 16;
/** CSS pixels of a picture's pixel, at most. */
const LARGEST = 6;

interface PixelSamplesProps {
  info: SessionInfo;
  walk: PixelWalk;
  visible: boolean;
}

/** Pictures that are drawn pixel by pixel: from nothing, and from the first rows of a held-out one. */
export function PixelSamples({ info, walk, visible }: PixelSamplesProps) {
  return (
    <>
      <Drawn walk={walk} visible={visible} />
      <Completions info={info} walk={walk} visible={visible} />
    </>
  );
}

function Drawn({ walk: { node }, visible }: Omit<PixelSamplesProps, 'info'>) {
  const room = useRef<HTMLDivElement>(null);
  const size = useSize(room);
  const seed = useSamplesView((view) => view.seed);
  const { weights, key } = useWeights();
  const { value, error } = useProbe({
    query: visible && size.width > 0 ? { node, seed, count: COUNT } : null,
    key: `${node} ${seed} ${key}`,
    ask: async (client, query) =>
      picturesOf(
        await client.request('probe.sample', { channel: 'samples.prior', weights, num_inference_steps: 1, ...query }),
        'last',
      ),
  });
  return (
    <SamplesPart
      title="Samples"
      note="the same random numbers all along"
      step={value?.step}
      room={room}
      action={
        <Button icon={Dices} size="small" variant="ghost" onClick={newNoise} testId="samples.noise">
          New noise
        </Button>
      }
    >
      <ErrorNote errors={[error]} />
      {!value && !error && <Waiting />}
      {value && (
        <TileCanvas
          values={value.values}
          count={value.count}
          shape={value.shape}
          columns={bestColumns(value.count, size)}
          room={size.width}
          roomHeight={size.height}
          largest={LARGEST}
          label={`${value.count} pictures that the model drew pixel by pixel`}
          testId="samples.prior"
        />
      )}
    </SamplesPart>
  );
}
