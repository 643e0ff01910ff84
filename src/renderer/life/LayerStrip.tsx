import { memo } from 'react';
import type { GraphId } from '../../core/graph';
import { Sparkline } from '../components/Sparkline';
import { Tooltip } from '../components/Tooltip';
import { formatCount, formatNumber } from '../format';
import { FlagNote } from './FlagNote';
import styles from './LayerStrip.module.css';
import type { NodeReading } from './life';
import { openOutput } from './output/inspected';
import { useNodeReading } from './use-life';

/** Statistics of what a node gives and learns: spread over the last minutes, dead units, gradient beside the other layers. */
export const LayerStrip = memo(function LayerStrip({ graph, id }: { graph: GraphId; id: string }) {
  const reading = useNodeReading(graph, id);
  if (!reading) return null;
  const { value, flags } = reading;
  const spread = value?.shape.some((n) => n > 1) ? value : null;
  if (!spread && reading.gradient === null && flags.length === 0) return null;
  return (
    <div className={styles.strip} data-testid={`life.${id}`} data-step={reading.step}>
      {spread && <Spread reading={reading} value={spread} />}
      {value !== null && value.reluUnits > 0 && <Dead dead={value.dead} units={value.reluUnits} />}
      {reading.gradient !== null && <Gradient reading={reading} gradient={reading.gradient} />}
      {flags.map((flag) => (
        <FlagNote key={flag.kind} flag={flag} onClick={() => openOutput(graph, id)} />
      ))}
    </div>
  );
});

type Value = NonNullable<NodeReading['value']>;

function Spread({ reading, value }: { reading: NodeReading; value: Value }) {
  const { mean, std, min, max, zeros } = value;
  const words = `mean ${formatNumber(mean, 3)}, standard deviation ${formatNumber(std, 3)}, from ${formatNumber(min, 3)} to ${formatNumber(max, 3)}, ${percent(zeros)} zeros`;
  return (
    <Tooltip content={<Explained title="Spread of the output" text={`${words}.${runWords(value)}`} />} side="right">
      <div className={styles.row}>
        <span aria-hidden>σ</span>
        <span className={styles.curve}>
          <Sparkline
            values={reading.sigma}
            version={reading.step}
            color="var(--kind)"
            height={14}
            label={`Output: ${words}`}
          />
        </span>
        <output>{formatNumber(std, 3)}</output>
      </div>
    </Tooltip>
  );
}

/** Which of several runs the numbers are of. */
const runWords = ({ uses, repetitions }: Value): string =>
  (uses > 1 ? ` The network is used ${uses} times; these are of the use on data.` : '') +
  (repetitions > 1 ? ` The block runs ${repetitions} times; these are of the last.` : '');

function Dead({ dead, units }: { dead: number; units: number }) {
  const words = `${percent(dead)} of ${formatCount(units)} ReLU units are 0 for the whole probe batch`;
  return (
    <Tooltip content={<Explained title="Dead units" text={`${words}.`} />} side="right">
      <div className={styles.row}>
        <span aria-hidden>∅</span>
        <Bar share={dead} tone={dead > 0.5 ? 'danger' : 'plain'} label={`Dead units: ${words}`} />
        <output>{percent(dead)}</output>
      </div>
    </Tooltip>
  );
}

function Gradient({ reading, gradient }: { reading: NodeReading; gradient: number }) {
  const ratio = reading.weight ? gradient / reading.weight : null;
  const words = `root mean square ${formatNumber(gradient, 3)}${ratio === null ? '' : `, ${formatNumber(ratio, 2)} of the weights`}`;
  return (
    <Tooltip
      content={
        <Explained
          title="Gradient"
          text={`${words}. The bar runs over six decades up to the largest gradient of all layers.`}
        />
      }
      side="right"
    >
      <div className={styles.row}>
        <span aria-hidden>∇</span>
        <Bar share={reading.gradientPlace} tone="gradient" label={`Gradient: ${words}`} />
        <output>{formatNumber(gradient, 2)}</output>
      </div>
    </Tooltip>
  );
}

function Bar({ share, tone, label }: { share: number; tone: 'plain' | 'danger' | 'gradient'; label: string }) {
  return (
    <span className={styles.bar} role="img" aria-label={label}>
      <span className={styles[tone]} style={{ width: `${share * 100}%` }} />
    </span>
  );
}

function Explained({ title, text }: { title: string; text: string }) {
  return (
    <span className={styles.explained}>
      <b>{title}</b>
      {text}
    </span>
  );
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
