import { pick, samplePoints } from './sampling';
import type { PointSet } from './types';

/** Squares along a side, of which every other one is filled. */
const SIDE = 4;
const FILLED = (SIDE * SIDE) / 2;
/** Each coordinate alone is uniform over a range of length 4: variance 4² / 12. */
const VARIANCE = SIDE ** 2 / 12;

/** The filled squares of a 4 × 4 board, uniform, without noise. */
export const checkerboard: PointSet = {
  id: 'checkerboard',
  title: 'Checkerboard',
  help: 'Eight filled squares of a 4 × 4 board. Sharp edges and corners: shows how much a model blurs.',
  labelName: 'square',
  labelCount: FILLED,
  sample: (n, key) =>
    samplePoints(n, key, { mean: [SIDE / 2, SIDE / 2], variance: [VARIANCE, VARIANCE] }, (choice, along) => {
      // The fraction of `choice` inside its square is uniform too, and serves as the position across.
      const square = pick(choice, FILLED);
      const row = Math.floor(square / (SIDE / 2));
      const column = 2 * (square % (SIDE / 2)) + (row % 2);
      return [column + (choice * FILLED - square), row + along, square];
    }),
};
