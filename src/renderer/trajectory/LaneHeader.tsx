import { SlidersHorizontal } from 'lucide-react';
import type { SessionInfo } from '../../protocol/worker';
import { classes } from '../components/classes';
import { formatCount, formatFixed, formatNumber } from '../format';
import { LaneButtons, LaneControls, SamplerSelect } from './LaneControls';
import styles from './LaneHeader.module.css';
import { Popover } from './Popover';
import type { FollowedLane } from './use-lanes';

/** CSS pixels a lane needs for its sliders to stand beside its name. */
const ROOM_FOR_SLIDERS = 430;
const ROOM_FOR_EACH = 190;

interface LaneHeaderProps {
  info: SessionInfo;
  lane: FollowedLane;
  /** 1 for the first. */
  number: number;
  /** How many lanes there are: one alone says less. */
  of: number;
  /** Mean distance between its end points and those of lane 1; null for lane 1 itself. */
  apart: number | null;
  /** CSS width of the lane. */
  width: number;
  what: string;
  overlay?: boolean;
}

/** Name, settings and figures of a lane. */
export function LaneHeader({ info, lane, number, of, apart, width, what, overlay }: LaneHeaderProps) {
  const { settings } = lane;
  const sliders = 1 + Number(settings.guided) + Number(settings.stochastic);
  const wide = width >= ROOM_FOR_SLIDERS + (sliders - 1) * ROOM_FOR_EACH;
  return (
    <div className={classes(styles.header, overlay ? styles.overlay : styles.beside)}>
      <div className={styles.controls}>
        {of > 1 && (
          <span className={styles.number} title={`Lane ${number}`} data-in-picture>
            {number}
          </span>
        )}
        <span data-in-picture={of > 1 || undefined}>
          <SamplerSelect info={info} settings={settings} number={number} />
        </span>
        {wide && <LaneControls info={info} settings={settings} number={number} />}
        {(!wide || of > 1) && (
          <Popover
            label={`Settings of lane ${number}`}
            icon={SlidersHorizontal}
            testId={`trajectory.lane.${number}.settings`}
          >
            {!wide && <LaneControls info={info} settings={settings} number={number} column />}
            <LaneButtons settings={settings} number={number} />
          </Popover>
        )}
      </div>
      <Figures lane={lane} number={number} of={of} apart={apart} what={what} />
    </div>
  );
}

type FiguresProps = Pick<LaneHeaderProps, 'lane' | 'number' | 'of' | 'apart' | 'what'>;

function Figures({ lane, number, of, apart, what }: FiguresProps) {
  const { answer, error } = lane;
  if (error) {
    return (
      <span className={classes(styles.readout, styles.error)} role="alert">
        {error}
      </span>
    );
  }
  const testId = number === 1 ? 'trajectory.readout' : `trajectory.readout.${number}`;
  if (!answer) return <output className={styles.readout}>Sampling…</output>;
  const { trajectory, metrics, milliseconds, preview } = answer;
  return (
    <output
      className={styles.readout}
      data-in-picture={of > 1 || undefined}
      data-testid={testId}
      data-preview={preview}
      data-milliseconds={milliseconds}
    >
      {preview && <span className={styles.preview}>preview</span>}
      {of === 1 && (
        <span className={styles.long}>
          {formatCount(trajectory.count)} {what}
        </span>
      )}
      <span title="Evaluations of the network for one sample; an Euler step takes one, a Heun step two.">
        NFE {formatCount(trajectory.evaluations)}
      </span>
      <Figure
        name="straightness"
        short="S"
        value={formatFixed(metrics.straightness, 3)}
        title="Straightness: mean of ‖x₀ − x₁‖ over the length of the path; 1 is a straight line."
      />
      <Figure
        name="length"
        short="L"
        value={formatNumber(metrics.length, 2)}
        title="Mean length of the path, the sum of all steps, in units of the data."
      />
      {apart !== null && (
        <Figure
          name="from 1:"
          short="Δ₁"
          value={formatNumber(apart, 2)}
          title="Mean distance between where the same noise ends here and in lane 1."
        />
      )}
      <span className={styles.rare} title="From the question to the answer.">
        {formatNumber(milliseconds / 1_000, 2)} s
      </span>
      <span className={styles.rare} title="Training step of the weights.">
        step {formatCount(trajectory.step)}
      </span>
    </output>
  );
}

/** A number with its name, or with its symbol where a lane is narrow. */
function Figure({ name, short, value, title }: { name: string; short: string; value: string; title: string }) {
  return (
    <span title={title}>
      <span className={styles.long}>{name}</span>
      <span className={styles.short} aria-hidden>
        {short}
      </span>{' '}
      {value}
    </span>
  );
}
