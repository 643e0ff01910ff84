import { Pause, Play, Repeat } from 'lucide-react';
import { type CSSProperties, type KeyboardEvent, memo, useMemo, useRef } from 'react';
import { IconButton } from '../components/Button';
import { Select } from '../components/Select';
import { formatCount, formatFixed } from '../format';
import { useSize } from '../lenses/hooks/use-size';
import { stepAt } from './frames';
import { tickSteps } from './playback';
import styles from './Timeline.module.css';
import type { FollowedLane } from './use-lanes';
import {
  changeTrajectoryView,
  moveByKey,
  moveTo,
  pickByKey,
  SPEEDS,
  timeOf,
  togglePlaying,
  usePosition,
  useTrajectoryView,
} from './view';
import { commonWalk, walkEnds, walkPlace, wordsRoom } from './walk-words';

interface TimelineProps {
  lanes: readonly FollowedLane[];
  /** Times at which any lane has a step, falling. */
  times: readonly number[];
}

const TICK_ROOM = 9;

/** From noise (t = 1, left) to data (t = 0, right): play, loop, speed, and a handle to scrub with; one for all lanes. */
export function Timeline({ lanes, times }: TimelineProps) {
  const playing = usePosition((position) => position.playing);
  const { loop, speed } = useTrajectoryView();
  return (
    <div className={styles.timeline}>
      <IconButton
        icon={playing ? Pause : Play}
        label={playing ? 'Pause' : 'Play from noise to data'}
        keys="Space"
        size="small"
        side="top"
        disabled={times.length === 0}
        onClick={togglePlaying}
        testId="trajectory.play"
      />
      <Scrubber lanes={lanes} times={times} />
      <IconButton
        icon={Repeat}
        label="Begin again at the end"
        size="small"
        side="top"
        pressed={loop}
        onClick={() => changeTrajectoryView({ loop: !loop })}
        testId="trajectory.loop"
      />
      <Select
        label="Speed"
        value={String(speed)}
        options={SPEEDS.map((value) => ({ value: String(value), label: `${value} ×` }))}
        onChange={(value) => changeTrajectoryView({ speed: Number(value) })}
        quiet
        testId="trajectory.speed"
      />
    </div>
  );
}

function Scrubber({ lanes, times }: TimelineProps) {
  const track = useRef<HTMLDivElement>(null);
  const { width } = useSize(track);
  const share = usePosition((position) => position.share);
  const t = timeOf(share);
  const first = lanes[0]?.answer?.frames;
  const walk = commonWalk(lanes.map(({ settings }) => settings.walk));
  const [start, end] = walk ? walkEnds(walk) : ['noise t = 1', 'data t = 0'];
  const place = walk && first ? walkPlace(walk, stepAt(first.times, t)) : `t = ${formatFixed(t, 2)}`;
  const step = first && !walk ? `, step ${formatCount(stepAt(first.times, t))} of ${formatCount(first.steps)}` : '';
  const percent = `${share * 100}%`;
  const room = wordsRoom(width, start, place, end);

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!moveByKey(event, times) && !pickByKey(event, first?.count ?? 0)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div ref={track} className={styles.scrubber} style={{ '--share': percent } as CSSProperties}>
      <div className={styles.ticks} aria-hidden>
        {lanes.map((lane) => (
          <LaneTicks key={lane.settings.id} times={lane.answer?.frames.times ?? null} width={width} />
        ))}
      </div>
      <input
        type="range"
        className={styles.range}
        aria-label="Time from noise to data"
        aria-valuetext={`${place}${step}`}
        min={0}
        max={1}
        step="any"
        value={share}
        disabled={times.length === 0}
        onChange={(event) => moveTo(Number(event.target.value))}
        onKeyDown={onKeyDown}
        onPointerDown={() => usePosition.setState({ scrubbing: true, playing: false })}
        onPointerUp={() => usePosition.setState({ scrubbing: false })}
        onPointerCancel={() => usePosition.setState({ scrubbing: false })}
        onBlur={() => usePosition.setState({ scrubbing: false })}
        data-testid="trajectory.timeline"
      />
      <div className={styles.words} style={{ marginTop: 2 + 4 * Math.max(1, lanes.length) }}>
        {room.ends && <span>{start}</span>}
        <output className={styles.now} style={{ left: room.left }} data-testid="trajectory.t">
          {place}
        </output>
        {room.ends && <span>{end}</span>}
      </div>
    </div>
  );
}

interface LaneTicksProps {
  times: Float32Array | null;
  width: number;
}

/** Where a lane has its steps; its own row, because lanes have other times. Drawn once, not at every frame of scrubbing. */
const LaneTicks = memo(function LaneTicks({ times, width }: LaneTicksProps) {
  const at = useMemo(() => {
    if (!times) return [];
    return tickSteps(times.length - 1, Math.max(2, width / TICK_ROOM)).map((step) => times[step]);
  }, [times, width]);
  return (
    <div className={styles.row}>
      {at.map((t) => (
        <span key={t} className={styles.tick} style={{ left: `${(1 - t) * 100}%` }} />
      ))}
    </div>
  );
});
