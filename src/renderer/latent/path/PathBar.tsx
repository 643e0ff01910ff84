import { Pause, Play, SlidersHorizontal, X } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { IconButton } from '../../components/Button';
import { PopoverButton } from '../../components/PopoverButton';
import { Select } from '../../components/Select';
import { Slider } from '../../components/Slider';
import { Toggle } from '../../components/Toggle';
import { formatNumber } from '../../format';
import { useSize } from '../../lenses/hooks/use-size';
import shared from '../../lenses/lens.module.css';
import { useProbe } from '../../lenses/probe/use-probe';
import { pictureShape } from '../../lenses/tiles/item';
import { TileCanvas } from '../../lenses/tiles/TileCanvas';
import type { LatentParts } from '../parts';
import { changeLatentView } from '../view';
import { movePathHead, playPath, usePathHead } from './head';
import type { Interpolation } from './interpolate';
import styles from './PathBar.module.css';
import { FRAME_COUNTS, frames, type LatentPath, withLeg } from './path';
import { useTrack } from './use-track';

interface PathBarProps {
  parts: LatentParts;
  path: LatentPath;
}

const KINDS: readonly { value: Interpolation; label: string }[] = [
  { value: 'lerp', label: 'lerp (straight)' },
  { value: 'slerp', label: 'slerp (turning)' },
];
/** Widest picture in the strip, CSS pixels. */
const TILE = 46;

/** The film along the path: pictures evenly by length, a play head to move, and the path's settings. */
export function PathBar({ parts, path }: PathBarProps) {
  const { info, set, visible, decoding } = parts;
  const bar = useRef<HTMLDivElement>(null);
  const { width: room } = useSize(bar);
  const { at, playing } = usePathHead();
  const shape = useMemo(() => pictureShape(info.data.itemShape), [info]);
  const way = useTrack(path, set);
  const film = useMemo(() => way && frames(way, path.frames), [way, path.frames]);
  const { value, error } = useProbe({
    query: visible && room > 0 ? film : null,
    key: `${film?.join()} ${decoding.key}`,
    urgent: true,
    ask: (client, z) =>
      client.request('probe.decode', { channel: 'latent.path', ...decoding.asked, z, count: path.frames }),
  });
  // Nobody sees the head once the path has gone.
  useEffect(() => () => movePathHead(null), []);
  const across = Math.min(room, path.frames * TILE);

  return (
    <section className={styles.bar} aria-label="Path">
      <IconButton
        icon={playing ? Pause : Play}
        label={playing ? 'Stop the walk' : 'Walk along the path'}
        size="small"
        onClick={() => playPath(!playing)}
        testId="latent.path.play"
      />
      <div ref={bar} className={styles.film}>
        <div className={styles.strip}>
          {value && shape ? (
            <TileCanvas
              values={value.values}
              count={value.count}
              shape={shape}
              columns={value.count}
              room={across}
              largest={TILE / shape.width}
              label={`${value.count} decoded pictures along the path`}
              testId="latent.strip"
            />
          ) : (
            <span className={styles.numbers} data-testid="latent.strip">
              {error ?? (value ? rows(value.values, value.count) : '')}
            </span>
          )}
        </div>
        <div className={styles.scrub} style={{ width: shape && across > 0 ? across : undefined }}>
          <Slider
            label="Place on the path"
            value={at ?? 0}
            min={0}
            max={1}
            step={0.005}
            onChange={movePathHead}
            valueText={`${Math.round(100 * (at ?? 0))} % of its length`}
            testId="latent.path.scrub"
          />
        </div>
      </div>
      <PopoverButton
        label={`Path: ${kindOf(path)}`}
        text={kindOf(path)}
        icon={SlidersHorizontal}
        testId="latent.path.settings"
      >
        <PathSettings path={path} drawn={parts.source === 'prior'} />
      </PopoverButton>
      <IconButton
        icon={X}
        label="Remove the path"
        size="small"
        onClick={() => changeLatentView({ path: null })}
        testId="latent.path.remove"
      />
    </section>
  );
}

const kindOf = ({ legs }: LatentPath): string => (legs.every((kind) => kind === legs[0]) ? legs[0] : 'mixed');

function PathSettings({ path, drawn }: { path: LatentPath; drawn: boolean }) {
  const legs = path.legs.map((kind, leg) => ({ kind, leg }));
  return (
    <div className={styles.settings}>
      <div className={styles.row}>
        <span className={shared.label}>Pictures</span>
        <Select
          label="Pictures along the path"
          value={String(path.frames)}
          options={FRAME_COUNTS.map((count) => ({ value: String(count), label: String(count) }))}
          onChange={(count) => changeLatentView({ path: { ...path, frames: Number(count) } })}
          testId="latent.path.frames"
        />
      </div>
      <div className={styles.legs}>
        {legs.map(({ kind, leg }) => (
          <div key={leg} className={styles.row}>
            <span className={shared.label}>{path.legs.length === 1 ? 'Way' : `Leg ${leg + 1} to ${leg + 2}`}</span>
            <Select
              label={`Way from knot ${leg + 1} to ${leg + 2}`}
              value={kind}
              options={KINDS}
              onChange={(to) => changeLatentView({ path: withLeg(path, leg, to) })}
              testId={`latent.path.kind.${leg}`}
            />
          </div>
        ))}
      </div>
      <Toggle
        label={drawn ? 'Knots jump to draws' : 'Knots jump to items'}
        checked={path.snap}
        onChange={(snap) => changeLatentView({ path: { ...path, snap } })}
        testId="latent.path.snap"
      />
      <p className={styles.help}>
        Drag on the plane for another path, click on the line for another knot.{' '}
        {drawn
          ? 'A knot on a draw is at all of its numbers, not only at those of the plane.'
          : 'A knot on an item follows it while the model trains.'}{' '}
        Alt while dragging does the opposite of the switch.
      </p>
    </div>
  );
}

/** Decoded items that are no pictures, as short lists of numbers. */
function rows(values: Float32Array, count: number): string {
  const width = values.length / count;
  return Array.from({ length: count }, (_, i) =>
    [...values.subarray(i * width, i * width + Math.min(width, 2))].map((part) => formatNumber(part, 2)).join(', '),
  ).join('  →  ');
}
