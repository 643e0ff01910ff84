import { classes } from '../components/classes';
import { Tooltip } from '../components/Tooltip';
import { formatCount, formatFixed, formatNumber } from '../format';
import styles from './LaneFigures.module.css';
import type { LaneAnswer } from './lane-sampler';
import type { FollowedLane } from './use-lanes';

/** A number that tells lanes apart. */
interface LaneFigure {
  name: string;
  /** Its symbol, for narrow lanes. */
  short: string;
  value: string;
  help: string;
}

/**
 * What is measured of one lane; `apart` is its distance from lane 1, null for lane 1 itself. The most telling ones come first.
 * Layers, pixels and steps of a chain are no path through time: their length says nothing.
 */
export function laneFigures({ trajectory, metrics }: LaneAnswer, apart: number | null, isPath = true): LaneFigure[] {
  const distance: LaneFigure[] =
    apart === null
      ? []
      : [
          {
            name: 'from 1:',
            short: 'Δ₁',
            value: formatNumber(apart, 2),
            help: 'Mean distance between where the same noise ends here and in lane 1.',
          },
        ];
  const evaluations: LaneFigure = {
    name: 'NFE',
    short: 'NFE',
    value: formatCount(trajectory.evaluations),
    help: isPath
      ? 'How often the network is evaluated for one sample: once for an Euler step, twice for a Heun step, and twice as often with guidance.'
      : 'How often the network is evaluated for one sample.',
  };
  if (!isPath) return [evaluations, ...distance];
  return [
    evaluations,
    {
      name: 'straightness',
      short: 'S',
      value: formatFixed(metrics.straightness, 3),
      help: 'Distance from start to end over the length of the path, mean over all samples. 1: a straight line, which one Euler step could follow.',
    },
    ...distance,
    {
      name: 'length',
      short: 'L',
      value: formatNumber(metrics.length, 2),
      help: 'The sum of all steps of a sample, mean over all samples, in units of the data.',
    },
  ];
}

interface FiguresProps {
  lane: FollowedLane;
  number: number;
  of: number;
  apart: number | null;
  what: string;
}

/** The figures of a lane in one line; what has no room is left to the lane's menu. */
export function Figures({ lane, number, of, apart, what }: FiguresProps) {
  const { answer, error, settings } = lane;
  if (error) {
    return (
      <span className={classes(styles.readout, styles.error)} role="alert">
        {error}
      </span>
    );
  }
  const line = classes(styles.readout, of > 1 && styles.oneLine);
  if (!answer) return <output className={line}>Sampling…</output>;
  const { trajectory, milliseconds, preview } = answer;
  return (
    <output
      className={line}
      data-in-picture={of > 1 || undefined}
      data-testid={number === 1 ? 'trajectory.readout' : `trajectory.readout.${number}`}
      data-preview={preview}
      data-milliseconds={milliseconds}
      data-step={trajectory.step}
      data-apart={apart ?? undefined}
    >
      {preview && <span className={styles.preview}>preview</span>}
      {of === 1 && (
        <span className={styles.long}>
          {formatCount(trajectory.count)} {what}
        </span>
      )}
      {laneFigures(answer, apart, settings.walk === null).map(({ name, short, value, help }) => (
        <Tooltip key={name} content={help}>
          <span>
            <span className={styles.long}>{name}</span>
            <span className={styles.short} aria-hidden>
              {short}
            </span>{' '}
            {value}
          </span>
        </Tooltip>
      ))}
      <Tooltip content="Time from the question to the answer.">
        <span className={styles.rare}>{formatNumber(milliseconds / 1_000, 2)} s</span>
      </Tooltip>
      <Tooltip content="Training step of the weights.">
        <span className={styles.rare}>step {formatCount(trajectory.step)}</span>
      </Tooltip>
    </output>
  );
}

/** All figures of a lane, each with what it means. */
export function FigureNotes({ lane: { answer, settings }, apart }: Pick<FiguresProps, 'lane' | 'apart'>) {
  if (!answer) return null;
  return (
    <dl className={styles.notes}>
      {laneFigures(answer, apart, settings.walk === null).map(({ name, value, help }) => (
        <div key={name}>
          <dt>
            {name.replace(':', '')} <span className={styles.value}>{value}</span>
          </dt>
          <dd>{help}</dd>
        </div>
      ))}
    </dl>
  );
}
