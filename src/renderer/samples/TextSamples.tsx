import { Dices } from 'lucide-react';
import { useRef } from 'react';
import type { SessionInfo } from '../../protocol/worker';
import { IconButton } from '../components/Button';
import { formatCount } from '../format';
import { ErrorNote } from '../lenses/ErrorNote';
import { useOnScreen } from '../lenses/hooks/use-on-screen';
import { LensToolbar } from '../lenses/LensToolbar';
import shared from '../lenses/lens.module.css';
import { useProbe } from '../lenses/probe/use-probe';
import { TrainingTime } from '../lenses/time/TrainingTime';
import { useWeights } from '../lenses/time/training-time';
import { TextRows } from '../text/TextRows';
import styles from './TextSamples.module.css';
import { newNoise, useSamplesView } from './view';

const COUNT = 8;

/** Passages that the model writes by itself, from the same random numbers all through training. */
export function TextSamples({ info }: { info: SessionInfo }) {
  const frame = useRef<HTMLDivElement>(null);
  const visible = useOnScreen(frame);
  const seed = useSamplesView((view) => view.seed);
  const { weights, key } = useWeights();
  const { value, error } = useProbe({
    query: visible ? seed : null,
    key: `${seed} ${key}`,
    ask: (client, asked) =>
      client.request('probe.sample', {
        channel: 'samples.text',
        weights,
        node: null,
        num_inference_steps: 1,
        seed: asked,
        count: COUNT,
      }),
  });
  return (
    <div ref={frame} className={shared.lens}>
      <LensToolbar label="Samples lens">
        <TrainingTime />
        <IconButton icon={Dices} label="New noise" size="small" onClick={newNoise} testId="samples.noise" />
      </LensToolbar>
      <ErrorNote errors={[error]} />
      <p className={styles.about} data-testid="samples.about">
        {value
          ? `${COUNT} windows of ${info.data.itemShape[0]} tokens that the model wrote with the weights of step ${formatCount(value.step)}. The Text lens lets it go on with a beginning of yours.`
          : 'The model is writing its first passages.'}
      </p>
      {value?.texts && <TextRows texts={value.texts} from={1} label="Passages of the model" testId="samples.texts" />}
    </div>
  );
}
