import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useRef } from 'react';
import type { SessionInfo } from '../../protocol/worker';
import { IconButton } from '../components/Button';
import { Slider } from '../components/Slider';
import { formatCount } from '../format';
import { ErrorNote } from '../lenses/ErrorNote';
import { useSize } from '../lenses/hooks/use-size';
import { useProbe } from '../lenses/probe/use-probe';
import { bestColumns } from '../lenses/tiles/layout';
import { TileCanvas } from '../lenses/tiles/TileCanvas';
import { useWeights } from '../lenses/time/training-time';
import styles from './Completions.module.css';
import { type Pictures, type PixelWalk, picturesOf } from './pixel-walk';
import { SamplesPart, Waiting } from './SamplesPart';
import { chooseItem, giveRows, useSamplesView } from './view';

const COUNT = 12;
/** CSS pixels of a picture's pixel, at most, of the column that shows what is given, and of the controls above. */
const LARGEST = 6;
const GIVEN = 70;
const CONTROLS = 32;

interface CompletionsProps {
  info: SessionInfo;
  walk: PixelWalk;
  visible: boolean;
}

/** The first rows of a held-out picture, and several ways in which the model goes on. */
export function Completions({ info, walk: { node, rows, columns }, visible }: CompletionsProps) {
  const room = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(room);
  const view = useSamplesView();
  const { weights, key } = useWeights();
  const item = Math.min(view.item, info.data.test - 1);
  const given = Math.min(view.given ?? Math.floor(rows / 2), rows);
  const shown = visible && width > 0;

  const ask = { num_inference_steps: 1, node, seed: view.seed };
  const whole = useProbe({
    query: shown ? item : null,
    key: `${node} ${item}`,
    ask: async (client, asked) => {
      const all = { item: asked, known: rows * columns };
      const path = await client.request('probe.sample', { channel: 'samples.item', ...ask, count: 1, given: all });
      return picturesOf(path, 'last');
    },
  });
  const completed = useProbe({
    query: shown ? { item, given } : null,
    key: `${node} ${item} ${given} ${view.seed} ${key}`,
    ask: async (client, asked) => {
      const part = { item: asked.item, known: asked.given * columns };
      const path = await client.request('probe.sample', {
        channel: 'samples.completions',
        weights,
        ...ask,
        count: COUNT,
        given: part,
      });
      return { start: picturesOf(path, 'first'), pictures: picturesOf(path, 'last') };
    },
  });
  const { start, pictures } = completed.value ?? { start: null, pictures: null };
  const left = Math.max(0, height - CONTROLS);
  const rest = { width: Math.max(0, width - GIVEN - 12), height: left };

  return (
    <SamplesPart title="Completions" note="of a held-out picture’s first rows" step={pictures?.step} room={room}>
      <div className={styles.controls}>
        <IconButton
          icon={ChevronLeft}
          label="Previous picture"
          size="small"
          variant="ghost"
          disabled={item === 0}
          onClick={() => chooseItem(item - 1)}
          testId="samples.item-previous"
        />
        <span className={styles.item} data-testid="samples.item">
          {formatCount(item + 1)}
        </span>
        <IconButton
          icon={ChevronRight}
          label="Next picture"
          size="small"
          variant="ghost"
          disabled={item >= info.data.test - 1}
          onClick={() => chooseItem(item + 1)}
          testId="samples.item-next"
        />
        <span className={styles.slider}>
          <Slider
            label="Rows given"
            value={given}
            min={0}
            max={rows}
            step={1}
            onChange={giveRows}
            valueText={`${given} of ${rows} rows`}
            testId="samples.given"
          />
        </span>
        <span className={styles.rows}>
          {given} of {rows} rows
        </span>
      </div>
      <ErrorNote errors={[whole.error, completed.error]} />
      {!pictures && !completed.error && <Waiting />}
      {start && pictures && (
        <div className={styles.body}>
          <div className={styles.column} style={{ width: GIVEN }}>
            <One
              pictures={whole.value}
              label={`Held-out picture ${item + 1}`}
              caption="held-out"
              testId="samples.whole"
            />
            <One pictures={start} label={`Its first ${given} of ${rows} rows`} caption="given" testId="samples.start" />
          </div>
          <TileCanvas
            values={pictures.values}
            count={pictures.count}
            shape={pictures.shape}
            columns={bestColumns(pictures.count, rest)}
            room={rest.width}
            roomHeight={left}
            largest={LARGEST}
            label={`${pictures.count} completions of the first ${given} of ${rows} rows of held-out picture ${item + 1}`}
            testId="samples.completions"
          />
        </div>
      )}
    </SamplesPart>
  );
}

interface OneProps {
  pictures: Pictures | null;
  label: string;
  caption: string;
  testId: string;
}

/** One picture over its name; of several alike the first. */
function One({ pictures, label, caption, testId }: OneProps) {
  if (!pictures) return null;
  const { shape, values } = pictures;
  return (
    <figure className={styles.one}>
      <TileCanvas
        values={values.subarray(0, shape.size)}
        shape={shape}
        room={GIVEN}
        largest={LARGEST}
        label={label}
        testId={testId}
      />
      <figcaption>{caption}</figcaption>
    </figure>
  );
}
