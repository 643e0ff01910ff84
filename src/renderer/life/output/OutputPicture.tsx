import { useEffect, useMemo, useRef, useState } from 'react';
import type { NodeValues } from '../../../protocol/worker';
import { drawPoints } from '../../editor/draw-thumbnails';
import { formatNumber } from '../../format';
import { useSize } from '../../lenses/hooks/use-size';
import { bestColumns } from '../../lenses/tiles/layout';
import { TileCanvas } from '../../lenses/tiles/TileCanvas';
import { useUi } from '../../state/ui';
import styles from './Output.module.css';
import { greyRange, type OutputPart, type Pictured, toGrey } from './pictures';
import { Stepper } from './Stepper';

interface OutputPictureProps {
  part: OutputPart;
  pictured: Pictured;
  output: NodeValues;
}

/** Items or channels of numbers as grey pictures, or items as points. */
export function OutputPicture({ part, pictured, output }: OutputPictureProps) {
  return pictured.type === 'points' ? (
    <Points part={part} />
  ) : (
    <Tiles part={part} pictured={pictured} output={output} />
  );
}

/** Pictures that are shown at once. */
const MOST = { items: 16, channels: 64 };
/** Height of the pictures, in pixels. */
const HEIGHT = 230;

type Tiled = Exclude<Pictured, { type: 'points' }>;

function Tiles({ part, pictured, output }: OutputPictureProps & { pictured: Tiled }) {
  const frame = useRef<HTMLDivElement>(null);
  const { width } = useSize(frame);
  const [item, setItem] = useState(0);
  const { shape } = pictured;
  const channels = pictured.type === 'channels';
  const first = Math.min(item, pictured.count - 1);
  const count = channels ? Math.min(MOST.channels, pictured.channels) : Math.min(MOST.items, pictured.count - first);
  const range = useMemo(() => greyRange(part.values), [part]);
  const grey = useMemo(() => {
    const start = first * (channels ? pictured.channels : 1) * shape.size;
    return toGrey(part.values.subarray(start, start + count * shape.size), range);
  }, [part, range, first, count, shape.size, channels, pictured]);
  const columns = bestColumns(count, { width: Math.max(1, width) / shape.width, height: HEIGHT / shape.height });
  const label = output.labels[first] === undefined ? undefined : output.classes[output.labels[first]];
  const what = channels ? `${count} of ${pictured.channels} channels of item ${first}` : `Items from ${first} on`;
  return (
    <div className={styles.body}>
      <div ref={frame} className={styles.pictures} style={{ height: HEIGHT }}>
        {width > 0 && (
          <TileCanvas
            values={grey}
            count={count}
            shape={shape}
            columns={columns}
            room={width}
            roomHeight={HEIGHT}
            label={`${what} as pictures`}
            testId="output.picture"
          />
        )}
      </div>
      <div className={styles.foot}>
        {pictured.count > 1 && (
          <Stepper
            name="Item"
            value={first}
            count={pictured.count}
            note={label}
            onChange={(next) => setItem(next ?? 0)}
          />
        )}
        <span className={styles.scale} role="img" aria-label={`Black is ${range.low}, white is ${range.high}`}>
          <span>{formatNumber(range.low, 3)}</span>
          <i aria-hidden />
          <span>{formatNumber(range.high, 3)}</span>
        </span>
      </div>
      {channels && pictured.channels > count && (
        <p className={styles.note}>
          The first {count} of {pictured.channels} channels.
        </p>
      )}
    </div>
  );
}

function Points({ part }: { part: OutputPart }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useUi((state) => state.resolvedTheme);
  useEffect(() => {
    if (canvas.current && theme) drawPoints(canvas.current, part.values);
  }, [part, theme]);
  return (
    <canvas
      ref={canvas}
      className={styles.points}
      width={294}
      height={230}
      role="img"
      aria-label={`${part.shape[0]} items as points in the plane`}
      data-testid="output.picture"
    />
  );
}
