import { useMemo, useRef } from 'react';
import { formatCount, formatNumber } from '../../format';
import { useProbe } from '../../lenses/probe/use-probe';
import { pictureShape } from '../../lenses/tiles/item';
import { TileCanvas } from '../../lenses/tiles/TileCanvas';
import type { LatentParts } from '../parts';
import type { EncodedSet } from '../points/collector';
import styles from './OrbitPlane.module.css';
import type { OrbitStage } from './orbit-stage';

interface OrbitHoverProps {
  stage: OrbitStage;
  parts: LatentParts;
  set: EncodedSet;
  item: number;
}

const PICTURE = 84;
const BOX = { width: 104, height: 140, away: 14 };

/** What the decoder makes of the latent vector of the item under the pointer. */
export function OrbitHover({ stage, parts, set, item }: OrbitHoverProps) {
  const { info, decodes, decoding, source } = parts;
  const { asked, key } = decoding;
  const { z, width, labels } = set;
  const shape = useMemo(() => pictureShape(info.data.itemShape), [info]);
  const last = useRef<number | null>(null);
  const { value } = useProbe({
    query: decodes ? item : null,
    key: `${item} ${key}`,
    urgent: true,
    ask: (client, row) => {
      const hand = row !== last.current;
      last.current = row;
      const vector = z.slice(row * width, (row + 1) * width);
      return client.request('probe.decode', { channel: 'latent.hover', ...asked, z: vector, count: 1, hand });
    },
  });
  const place = stage.place(item);
  if (!place) return null;
  const [left, top] = place;
  const { extent } = stage;
  const flip = left + BOX.away + BOX.width > extent.width;
  const at = {
    left: flip ? left - BOX.away - BOX.width : left + BOX.away,
    top: Math.max(4, Math.min(top - BOX.height / 2, extent.height - BOX.height - 4)),
  };
  return (
    <div className={styles.box} style={at}>
      {value && shape && (
        <TileCanvas
          values={value.values}
          shape={shape}
          room={PICTURE}
          roomHeight={PICTURE}
          label={`${source === 'prior' ? 'Draw' : 'Item'} ${formatCount(item)}, decoded`}
          testId="latent.orbit.hover"
        />
      )}
      {value && !shape && (
        <span className={styles.numbers} data-testid="latent.orbit.hover">
          {[...value.values.subarray(0, 2)].map((part) => formatNumber(part, 3)).join(', ')}
        </span>
      )}
      {source === 'prior' ? (
        <span className={styles.numbers}>draw {formatCount(item)}</span>
      ) : (
        <span>{info.data.classes[labels[item]] ?? `item ${formatCount(item)}`}</span>
      )}
      {source === 'data' && info.data.classes.length > 0 && (
        <span className={styles.numbers}>item {formatCount(item)}</span>
      )}
    </div>
  );
}
