import { useMemo } from 'react';
import type { SessionInfo } from '../../protocol/worker';
import { formatFixed, formatNumber } from '../format';
import { nearestPoint } from '../lenses/plane/hit';
import type { PlaneStage } from '../lenses/plane/stage';
import { worldToScreen } from '../lenses/plane/transform';
import { useStageView } from '../lenses/plane/use-view';
import { useProbe } from '../lenses/probe/use-probe';
import { pictureShape } from '../lenses/tiles/item';
import { TileCanvas } from '../lenses/tiles/TileCanvas';
import { useSession } from '../state/session';
import { embed, type PlaneAxes } from './axes';
import styles from './HoverPicture.module.css';
import { useCursor } from './view';

interface HoverPictureProps {
  stage: PlaneStage;
  info: SessionInfo;
  axes: PlaneAxes;
  base: readonly number[];
  /** Encoded items in the plane and their labels, to name what lies near. */
  points: Float32Array | null;
  labels: Uint8Array | null;
}

const PICTURE = 84;
const BOX = { width: 108, height: 136, away: 16 };
/** CSS pixels around the cursor in which an item counts as near. */
const NEAR = 12;

/** What the decoder makes of the place under the cursor, beside it. At most one decode is on its way. */
export function HoverPicture({ stage, info, axes, base, points, labels }: HoverPictureProps) {
  const at = useCursor((cursor) => cursor.at);
  const view = useStageView(stage);
  const weights = useSession((session) => session.weightsVersion);
  const { value } = useProbe({
    query: at,
    key: `${at?.join()} ${axes.x} ${axes.y} ${base.join()} ${weights}`,
    urgent: true,
    ask: async (client, place) => ({
      place,
      items: await client.request('probe.decode', { channel: 'latent.hover', z: embed(place, axes, base), count: 1 }),
    }),
  });
  const shape = useMemo(() => pictureShape(info.data.itemShape), [info]);
  if (!at) return null;

  const [left, top] = worldToScreen(view, stage.extent, at[0], at[1]);
  // On the outer side, so that it covers fewer points; inwards where there is no room.
  const reach = BOX.away + BOX.width;
  const flipX = left < stage.extent.width / 2 ? left > reach : left + reach > stage.extent.width;
  const boxLeft = flipX ? left - reach : left + BOX.away;
  const boxTop = Math.max(4, Math.min(top - BOX.height / 2, stage.extent.height - BOX.height - 4));
  const near = points && labels ? nearestPoint(points, labels.length, at[0], at[1], NEAR / view.scale) : -1;
  const nearName = near >= 0 && labels ? info.data.classes[labels[near]] : undefined;
  const z = value ? value.place.map((part) => part.toFixed(2)).join(',') : '';

  return (
    <>
      <span className={styles.ring} style={{ left, top }} aria-hidden />
      <div className={styles.box} style={{ left: boxLeft, top: boxTop, width: BOX.width }}>
        {value && shape && (
          <div className={styles.picture}>
            <TileCanvas
              values={value.items.values}
              count={1}
              shape={shape}
              columns={1}
              room={PICTURE}
              label={`Decoded at z = ${z}`}
              testId="latent.hover"
              dataZ={z}
            />
          </div>
        )}
        {value && !shape && (
          <span className={styles.numbers} data-testid="latent.hover" data-z={z}>
            {[...value.items.values.subarray(0, 4)].map((part) => formatNumber(part, 3)).join(', ')}
          </span>
        )}
        <span className={styles.numbers}>{value?.place.map((part) => formatFixed(part, 2)).join(', ')}</span>
        {nearName !== undefined && <span className={styles.near}>near “{nearName}”</span>}
      </div>
    </>
  );
}
