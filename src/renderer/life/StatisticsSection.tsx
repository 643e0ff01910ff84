import type { GraphId } from '../../core/graph';
import { Fold } from '../components/Fold';
import { formatNumber } from '../format';
import { useFold } from '../state/folds';
import type { NodeReading } from './life';
import { useOutputPorts } from './output/use-output';
import styles from './StatisticsSection.module.css';
import { useReading } from './use-life';

/** Statistics of a node with what each of them means; asked for while it is open. */
export function StatisticsSection({ graph, id }: { graph: GraphId; id: string }) {
  const [open, toggle] = useFold('statistics', false);
  const ports = useOutputPorts(graph, id);
  if (ports.length === 0) return null;
  return (
    <Fold title="Statistics" note="σ ∅ ∇" open={open} onToggle={toggle} testId="inspector.statistics">
      <Explained graph={graph} id={id} />
    </Fold>
  );
}

function Explained({ graph, id }: { graph: GraphId; id: string }) {
  const reading = useReading(graph, id, true);
  return (
    <>
      <dl className={styles.rows}>
        {ROWS.map(({ sign, name, meaning, of }) => (
          <div key={name} className={styles.row}>
            <dt>
              {sign && <span className={styles.sign}>{sign}</span>}
              {name}
            </dt>
            <dd className={styles.number}>{(reading && of(reading)) ?? '–'}</dd>
            <dd className={styles.meaning}>{meaning}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.note}>
        {reading ? `Of the probe batch at step ${reading.step}.` : 'Train or take one step to see the numbers.'} Shift+S
        shows σ, ∅ and ∇ on the nodes.
      </p>
    </>
  );
}

interface Row {
  /** By what the strips on the nodes call it. */
  sign?: string;
  name: string;
  meaning: string;
  /** Null where the node has no such number. */
  of(reading: NodeReading): string | null;
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
const numberOrNull = (value: number | null): string | null => (value === null ? null : formatNumber(value, 3));

const ROWS: readonly Row[] = [
  {
    name: 'mean',
    meaning: 'the average of all numbers it gives',
    of: ({ value }) => value && formatNumber(value.mean, 3),
  },
  {
    sign: 'σ',
    name: 'spread',
    meaning: 'standard deviation; near 0, or growing from layer to layer, is a bad sign',
    of: ({ value }) => value && formatNumber(value.std, 3),
  },
  {
    name: 'range',
    meaning: 'the smallest and the largest number',
    of: ({ value }) => value && `${formatNumber(value.min, 3)} … ${formatNumber(value.max, 3)}`,
  },
  { name: 'zeros', meaning: 'the share that is exactly 0', of: ({ value }) => value && percent(value.zeros) },
  {
    sign: '∅',
    name: 'dead units',
    meaning: 'ReLU units that are 0 for every item: they cannot learn',
    of: ({ value }) => value && (value.reluUnits > 0 ? percent(value.dead) : null),
  },
  { name: 'weights', meaning: 'root mean square of its weights', of: ({ weight }) => numberOrNull(weight) },
  {
    sign: '∇',
    name: 'gradient',
    meaning: 'root mean square of their gradients; compare it between layers',
    of: ({ gradient }) => numberOrNull(gradient),
  },
];
