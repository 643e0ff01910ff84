import { useMemo } from 'react';
import type { SessionInfo } from '../../../protocol/worker';
import { formatNumber } from '../../format';
import type { PlaneStage } from '../../lenses/plane/stage';
import { type PlaneView, type Point, type Size, worldToScreen } from '../../lenses/plane/transform';
import { useStageView } from '../../lenses/plane/use-view';
import { useProbe } from '../../lenses/probe/use-probe';
import { pictureShape } from '../../lenses/tiles/item';
import { TileCanvas } from '../../lenses/tiles/TileCanvas';
import type { Decoding } from '../decoding';
import { usePathHead } from './head';
import styles from './PathOverlay.module.css';
import { legAt, type Track, vectorAt } from './path';
import { placeOnLeg } from './place';

interface PathHeadProps {
  stage: PlaneStage;
  info: SessionInfo;
  decoding: Decoding;
  way: Track;
  legs: readonly (readonly Point[] | null)[];
}

const PICTURE = 84;
const BOX = { width: 100, height: 100, away: 14 };
/** CSS pixels of a plane's height below which it counts as low. */
const LOW = 3 * BOX.height;

/** The play head on the path, and one large picture of what is decoded there. */
export function PathHead({ stage, info, decoding, way, legs }: PathHeadProps) {
  const at = usePathHead((head) => head.at);
  const view = useStageView(stage);
  const shape = useMemo(() => pictureShape(info.data.itemShape), [info]);
  const z = useMemo(() => (at === null ? null : vectorAt(way, at)), [way, at]);
  const { value } = useProbe({
    query: z,
    key: `${z?.join()} ${decoding.key}`,
    urgent: true,
    ask: (client, vector) =>
      client.request('probe.decode', { channel: 'latent.head', ...decoding.asked, z: vector, count: 1 }),
  });
  if (at === null) return null;
  const { leg, u } = legAt(way, at);
  const points = legs[leg];
  const place = points && placeOnLeg(points, u);
  const [left, top] = place ? worldToScreen(view, stage.extent, place[0], place[1]) : [stage.extent.width / 2, 0];
  const { width, height } = stage.extent;
  const corner = pictureCorner([left, top], legs, view, stage.extent);
  return (
    <>
      {place && <span className={styles.ring} style={{ left, top }} aria-hidden data-in-picture />}
      {value && (
        <div
          className={styles.picture}
          data-in-picture
          style={{
            left: Math.max(4, Math.min(corner[0], width - BOX.width - 4)),
            top: Math.max(4, Math.min(corner[1], height - BOX.height - 4)),
          }}
        >
          {shape ? (
            <TileCanvas
              values={value.values}
              shape={shape}
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

/** Over or under the play head; beside the whole path where the plane is so low that the picture would hide it. */
function pictureCorner([left, top]: Point, legs: PathHeadProps['legs'], view: PlaneView, extent: Size): Point {
  const { width, height, away } = BOX;
  if (extent.height < LOW) {
    const across = legs.flatMap((leg) => leg ?? []).map(([x, y]) => worldToScreen(view, extent, x, y)[0]);
    const [from, to] = [Math.min(...across), Math.max(...across)];
    const middle = top - height / 2;
    if (from > width + away) return [from - away - width, middle];
    if (to < extent.width - width - away) return [to + away, middle];
  }
  return [left - width / 2, top > extent.height / 2 ? top - away - height : top + away];
}
