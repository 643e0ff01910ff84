import { SlidersHorizontal } from 'lucide-react';
import type { SessionInfo } from '../../protocol/worker';
import { classes } from '../components/classes';
import { PopoverButton } from '../components/PopoverButton';
import { LaneButtons, LaneControls, SamplerSelect } from './LaneControls';
import { FigureNotes, Figures } from './LaneFigures';
import styles from './LaneHeader.module.css';
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
  const sliders = Number(!settings.walk) + Number(settings.guided) + Number(settings.stochastic);
  const wide = width >= ROOM_FOR_SLIDERS + (sliders - 1) * ROOM_FOR_EACH;
  return (
    <div className={classes(styles.header, overlay ? styles.overlay : styles.beside)}>
      <div className={styles.controls}>
        {of > 1 && (
          <span className={styles.number} title={`Lane ${number}`} data-in-picture>
            {number}
          </span>
        )}
        <span className={styles.name} data-in-picture={of > 1 || undefined}>
          <SamplerSelect info={info} settings={settings} number={number} />
        </span>
        {wide && <LaneControls info={info} settings={settings} number={number} />}
        <PopoverButton
          label={`Lane ${number}: settings, and what its figures mean`}
          icon={SlidersHorizontal}
          testId={`trajectory.lane.${number}.settings`}
        >
          {!wide && <LaneControls info={info} settings={settings} number={number} column />}
          <LaneButtons settings={settings} number={number} />
          <FigureNotes lane={lane} apart={apart} />
        </PopoverButton>
      </div>
      <Figures lane={lane} number={number} of={of} apart={apart} what={what} />
    </div>
  );
}
