import { useEffect, useMemo, useRef } from 'react';
import type { SessionInfo } from '../../protocol/worker';
import { Select } from '../components/Select';
import { formatNumber } from '../format';
import { useSize } from '../lenses/hooks/use-size';
import { useProbe } from '../lenses/probe/use-probe';
import { pictureShape } from '../lenses/tiles/item';
import { TileCanvas } from '../lenses/tiles/TileCanvas';
import { useSession } from '../state/session';
import { embed, type PlaneAxes, project } from './axes';
import styles from './FilmStrip.module.css';
import { type Interpolation, interpolate } from './interpolate';
import type { LatentScene } from './scene';
import { changeLatentView, type Segment, useLatentView } from './view';

interface FilmStripProps {
  info: SessionInfo;
  axes: PlaneAxes;
  base: readonly number[];
  segment: Segment;
  scene: LatentScene | null;
  visible: boolean;
}

const KINDS: readonly { value: Interpolation; label: string }[] = [
  { value: 'lerp', label: 'lerp (straight)' },
  { value: 'slerp', label: 'slerp (turning)' },
];
const TILE = 46;

/** What lies along the interpolation line: nine or eleven decoded places, from its start to its end. */
export function FilmStrip({ info, axes, base, segment, scene, visible }: FilmStripProps) {
  const bar = useRef<HTMLDivElement>(null);
  const { width: room } = useSize(bar);
  const kind = useLatentView((view) => view.interpolation);
  const weights = useSession((session) => session.weightsVersion);
  const shape = useMemo(() => pictureShape(info.data.itemShape), [info]);
  const steps = room > 11 * TILE ? 11 : 9;
  const path = useMemo(
    () => interpolate(kind, embed(segment.from, axes, base), embed(segment.to, axes, base), steps),
    [kind, segment, axes, base, steps],
  );

  useEffect(() => {
    scene?.setPath(project(path, base.length, steps, axes));
    return () => scene?.setPath(null);
  }, [scene, path, base.length, steps, axes]);

  const { value, error } = useProbe({
    query: visible && room > 0 ? path : null,
    key: `${path.join()} ${weights}`,
    urgent: true,
    ask: (client, z) => client.request('probe.decode', { channel: 'latent.line', z, count: z.length / base.length }),
  });

  return (
    <div className={styles.bar}>
      <div ref={bar} className={styles.strip}>
        {value && shape ? (
          <TileCanvas
            values={value.values}
            count={value.count}
            shape={shape}
            columns={value.count}
            room={room}
            largest={TILE / shape.width}
            label={`${value.count} decoded pictures along the line`}
            testId="latent.strip"
          />
        ) : (
          <span className={styles.numbers} data-testid="latent.strip">
            {error ?? (value ? rows(value.values, value.count) : '')}
          </span>
        )}
      </div>
      <Select
        label="Path between the two ends"
        value={kind}
        options={KINDS}
        onChange={(interpolation) => changeLatentView({ interpolation })}
        quiet
        testId="latent.interpolation"
      />
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
