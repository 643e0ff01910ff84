import { useMemo } from 'react';
import type { SessionInfo } from '../../../protocol/worker';
import { formatNumber } from '../../format';
import type { PlaneStage } from '../../lenses/plane/stage';
import { type Point, worldToScreen } from '../../lenses/plane/transform';
import { useStageView } from '../../lenses/plane/use-view';
import { useProbe } from '../../lenses/probe/use-probe';
import { pictureShape } from '../../lenses/tiles/item';
import { TileCanvas } from '../../lenses/tiles/TileCanvas';
import { useWeights } from '../../lenses/time/training-time';
import { usePathHead } from './head';
import styles from './PathOverlay.module.css';
import { legAt, type Track, vectorAt } from './path';
import { placeOnLeg } from './place';

interface PathHeadProps {
  stage: PlaneStage;
  info: SessionInfo;
  way: Track;
  legs: readonly (readonly Point[] | null)[];
}

const PICTURE = 84;
const BOX = { width: 100, height: 100, away: 14 };

/** The play head on the path, and one large picture of what is decoded there. */
export function PathHead({ stage, info, way, legs }: PathHeadProps) {
  const at = usePathHead((head) => head.at);
  const view = useStageView(stage);
  const { weights, key } = useWeights();
  const shape = useMemo(() => pictureShape(info.data.itemShape), [info]);
  const z = useMemo(() => (at === null ? null : vectorAt(way, at)), [way, at]);
  const { value } = useProbe({
    query: z,
    key: `${z?.join()} ${key}`,
    urgent: true,
    ask: (client, vector) => client.request('probe.decode', { channel: 'latent.head', weights, z: vector, count: 1 }),
  });
  if (at === null) return null;
  const { leg, u } = legAt(way, at);
  const points = legs[leg];
  const place = points && placeOnLeg(points, u);
  const [left, top] = place ? worldToScreen(view, stage.extent, place[0], place[1]) : [stage.extent.width / 2, 0];
  const { width, height } = stage.extent;
  const above = top > height / 2 ? top - BOX.away - BOX.height : top + BOX.away;
  return (
    <>
      {place && <span className={styles.ring} style={{ left, top }} aria-hidden data-in-picture />}
      {value && (
        <div
          className={styles.picture}
          data-in-picture
          style={{
            left: Math.max(4, Math.min(left - BOX.width / 2, width - BOX.width - 4)),
            top: Math.max(4, Math.min(above, height - BOX.height - 4)),
          }}
        >
          {shape ? (
            <TileCanvas
              values={value.values}
              count={1}
              shape={shape}
              columns={1}
              room={PICTURE}
              label={`Decoded at ${Math.round(100 * at)} % of the path`}
              testId="latent.path.picture"
            />
          ) : (
            <span data-testid="latent.path.picture">
              {[...value.values.subarray(0, 2)].map((part) => formatNumber(part, 3)).join(', ')}
            </span>
          )}
        </div>
      )}
    </>
  );
}
