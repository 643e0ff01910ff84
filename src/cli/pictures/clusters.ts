import { PaintCanvas, type Picture } from '../../core/export';
import type { LatentColumn } from '../../protocol/worker';
import type { Session } from '../../worker/session';
import { CLASSES, GROUND, type Size } from './look';

const SHOWN = 420;
/** Pixels of a picture that make one here. */
const COARSE = 2;
/** Share of the items, from each end, that may lie beyond the edge. */
const BEYOND = 0.01;

/** The groups that a study sorts items into; of several kinds the last, which has learned most. */
export const groupColumn = (session: Session): LatentColumn | undefined =>
  session.info.probes.encode?.columns.filter((column) => column === 'cluster' || column === 'component').at(-1);

/** Held-out pictures where their first two latent numbers lie, in the colour of the group that the study sorts them into. */
export const clustered = async (session: Session, column: LatentColumn, size: Size): Promise<Picture> => {
  const { z, width, columns, count } = await session.probes.encode('test', SHOWN, 0, [column]);
  const { values, itemShape } = session.probes.data('test', 0, count);
  const [rows, across] = itemShape.slice(-2);
  const [height, breadth] = [rows / COARSE, across / COARSE];
  const place = (axis: 0 | 1, pixels: number): ((i: number) => number) => {
    const numbers = Float32Array.from({ length: count }, (_, i) => z[i * width + axis]);
    const sorted = numbers.toSorted();
    const [low, high] = [sorted[Math.floor(BEYOND * count)], sorted[Math.ceil((1 - BEYOND) * count) - 1]];
    return (i) => Math.round((pixels * (numbers[i] - low)) / (high - low));
  };
  const [left, top] = [place(0, size.width - breadth), place(1, size.height - height)];
  const canvas = new PaintCanvas(size.width, size.height, GROUND);
  const groups = columns[column] ?? new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const colour = CLASSES[groups[i] % CLASSES.length];
    for (let y = 0; y < height; y++)
      for (let x = 0; x < breadth; x++) {
        let ink = 0;
        for (let k = 0; k < COARSE ** 2; k++) {
          const [row, pixel] = [y * COARSE + Math.floor(k / COARSE), x * COARSE + (k % COARSE)];
          ink += values[(i * rows + row) * across + pixel] / COARSE ** 2;
        }
        canvas.blend(left(i) + x, top(i) + y, colour, ink);
      }
  }
  return canvas.toPicture();
};
