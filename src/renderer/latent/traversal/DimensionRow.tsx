import { classes } from '../../components/classes';
import { Slider } from '../../components/Slider';
import { formatFixed, formatNumber } from '../../format';
import type { PictureShape } from '../../lenses/tiles/item';
import { TileCanvas } from '../../lenses/tiles/TileCanvas';
import { type PlaneAxes, subscript } from '../axes';
import styles from '../Traversal.module.css';
import { INACTIVE } from './activity';
import { REACH } from './pin';

interface DimensionRowProps {
  dimension: number;
  value: number;
  /** Of its mean over the data; null while that is not known. */
  variance: number | null;
  axes: PlaneAxes;
  shape: PictureShape | null;
  /** `stops` decoded items from −3 to 3; null until they are there. */
  pictures: Float32Array | null;
  stops: number;
  height: number;
  /** Room for the strip, CSS pixels. */
  width: number;
  onChange(value: number): void;
}

/** One number of z: its slider and its strip of pictures. */
export function DimensionRow(props: DimensionRowProps) {
  const { dimension, value, variance, axes, shape, pictures, stops, height, width, onChange } = props;
  const inactive = variance !== null && variance < INACTIVE;
  const name = `z${subscript(dimension + 1)}`;
  return (
    <li
      className={classes(styles.row, inactive && styles.inactive, role(dimension, axes) !== '' && styles.shown)}
      style={{ height }}
      title={
        variance === null
          ? undefined
          : `${name} varies by σ² = ${formatNumber(variance, 2)} over the data${inactive ? ': inactive' : ''}`
      }
      data-testid={`latent.traversal.row.${dimension}`}
      data-inactive={inactive}
    >
      <div className={styles.line}>
        <span className={styles.name} data-in-picture>
          {name}
        </span>
        <Slider
          label={`z ${dimension + 1}${role(dimension, axes)}${inactive ? ', inactive' : ''}`}
          value={value}
          min={-REACH}
          max={REACH}
          step={0.05}
          onChange={onChange}
        />
        <span className={styles.value} data-in-picture>
          {formatFixed(value, 2)}
        </span>
      </div>
      {shape && pictures && (
        <div className={styles.strip}>
          <TileCanvas
            values={pictures}
            count={stops}
            shape={shape}
            columns={stops}
            room={width}
            roomHeight={height - 22}
            label={`Decoded for ${name} from −${REACH} to ${REACH}`}
          />
        </div>
      )}
    </li>
  );
}

const role = (dimension: number, axes: PlaneAxes): string =>
  dimension === axes.x ? ', across the plane' : dimension === axes.y ? ', up the plane' : '';
