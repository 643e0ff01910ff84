import { Pause, Play, Repeat } from 'lucide-react';
import { type CSSProperties, type KeyboardEvent, useMemo, useRef } from 'react';
import { IconButton } from '../components/Button';
import { Select } from '../components/Select';
import { formatCount, formatFixed } from '../format';
import { useSize } from '../lenses/hooks/use-size';
import { timeAt } from './frames';
import { tickSteps } from './playback';
import styles from './Timeline.module.css';
import { changeTrajectoryView, moveByKey, moveTo, SPEEDS, togglePlaying, usePosition, useTrajectoryView } from './view';

interface TimelineProps {
  times: Float32Array | null;
  steps: number;
}

const TICK_ROOM = 9;

/** From noise (t = 1, left) to data (t = 0, right): play, loop, speed, and a handle to scrub with. */
export function Timeline({ times, steps }: TimelineProps) {
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
        disabled={!times}
        onClick={togglePlaying}
        testId="trajectory.play"
      />
      <Scrubber times={times} steps={steps} />
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

function Scrubber({ times, steps }: TimelineProps) {
  const track = useRef<HTMLDivElement>(null);
  const { width } = useSize(track);
  const share = usePosition((position) => position.share);
  const ticks = useMemo(() => tickSteps(steps, Math.max(2, width / TICK_ROOM)), [steps, width]);
  const t = times ? timeAt(times, share * steps) : 1 - share;
  const percent = `${share * 100}%`;

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !moveByKey(event, steps)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div ref={track} className={styles.scrubber} style={{ '--share': percent } as CSSProperties}>
      <div className={styles.ticks} aria-hidden>
        {ticks.map((step) => (
          <span key={step} className={styles.tick} style={{ left: `${(step / steps) * 100}%` }} />
        ))}
      </div>
      <input
        type="range"
        className={styles.range}
        aria-label="Time from noise to data"
        aria-valuetext={`t = ${formatFixed(t, 2)}, step ${formatCount(share * steps)} of ${formatCount(steps)}`}
        min={0}
        max={1}
        step="any"
        value={share}
        disabled={!times}
        onChange={(event) => moveTo(Number(event.target.value))}
        onKeyDown={onKeyDown}
        onPointerDown={() => usePosition.setState({ scrubbing: true, playing: false })}
        onPointerUp={() => usePosition.setState({ scrubbing: false })}
        onPointerCancel={() => usePosition.setState({ scrubbing: false })}
        onBlur={() => usePosition.setState({ scrubbing: false })}
        data-testid="trajectory.timeline"
      />
      <div className={styles.words}>
        <span>noise t = 1</span>
        <output className={styles.now} data-testid="trajectory.t">
          t = {formatFixed(t, 2)}
        </output>
        <span>data t = 0</span>
      </div>
    </div>
  );
}
