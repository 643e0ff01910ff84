import { PaintCanvas, type Picture, type Rgb, rgb } from '../../core/export';
import type { Session } from '../../worker/session';
import { GROUND, INK, type Size } from './look';

/** As in the adversarial lens: blue for real, orange for generated. */
const REAL = rgb('#8fcaff');
const FAKE = rgb('#ffb45c');
const FOR_REAL = rgb('#1c5288');
const FOR_FAKE = rgb('#7a4210');

/** A critic's scores have neither middle nor scale of their own. */
const aboutMedian = (scores: Float32Array): { middle: number; slope: number } => {
  const sorted = scores.slice().sort();
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))];
  const middle = at(0.5);
  return { middle, slope: 0.85 / Math.max(1e-6, at(0.99) - middle, middle - at(0.01)) };
};

/** The discriminator as a ground, data and generated points on it. */
const plane = async ({ probes }: Session, { width, height }: Size): Promise<Picture> => {
  const scale = height / 4.6;
  const coarse = 4;
  const [columns, rows] = [Math.ceil(width / coarse), Math.ceil(height / coarse)];
  const grid = Float32Array.from({ length: columns * rows * 2 }, (_, i) => {
    const cell = i >> 1;
    const [x, y] = [((cell % columns) + 0.5) * coarse, (Math.floor(cell / columns) + 0.5) * coarse];
    return i & 1 ? (height / 2 - y) / scale : (x - width / 2) / scale;
  });
  const {
    real,
    fake,
    push,
    gridScores,
    scale: meaning,
  } = await probes.adversarial.view({
    seed: 0,
    count: 900,
    grid,
    gridCount: columns * rows,
  });
  const canvas = new PaintCanvas(width, height, GROUND);
  const { middle, slope } = meaning === 'probability' ? { middle: 0.5, slope: 3 } : aboutMedian(gridScores);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const score = gridScores[Math.floor(row / coarse) * columns + Math.floor(column / coarse)];
      canvas.blend(column, row, score > middle ? FOR_REAL : FOR_FAKE, Math.min(0.85, slope * Math.abs(score - middle)));
    }
  const at = (points: Float32Array, i: number): [number, number] => [
    width / 2 + scale * points[2 * i],
    height / 2 - scale * points[2 * i + 1],
  ];
  for (let i = 0; i < real.length / 2; i++) canvas.dot(...at(real, i), 1.6, REAL, 0.7);
  const longest = Math.max(...push.map(Math.abs));
  for (let i = 0; i < fake.length / 2; i++) {
    const [x, y] = at(fake, i);
    canvas.line(x, y, x + (24 * push[2 * i]) / longest, y - (24 * push[2 * i + 1]) / longest, FAKE, 0.35);
    canvas.dot(x, y, 1.6, FAKE, 0.85);
  }
  return canvas.toPicture();
};

/** Columns of a histogram, in pixels. */
const BIN = 6;

/** Shares of numbers in [-reach, reach] by column. */
const histogram = (values: Float32Array, width: number, reach: number): Float32Array => {
  const counts = new Float32Array(Math.ceil(width / BIN));
  for (const x of values) {
    const cell = Math.floor(((x / reach + 1) * width) / 2 / BIN);
    if (cell >= 0 && cell < counts.length) counts[cell]++;
  }
  return counts.map((count) => count / values.length);
};

/** How data and generated numbers lie, and the discriminator between them. */
const line = async (session: Session, { width, height }: Size): Promise<Picture> => {
  const [reach, count, foot, room] = [2.6, 10_000, height - 30, height - 60];
  const grid = Float32Array.from({ length: width }, (_, i) => reach * ((2 * (i + 0.5)) / width - 1));
  const game = await session.probes.adversarial.view({ seed: 0, count, grid, gridCount: width });
  const [fake, real] = [game.fake, game.real].map((values) => histogram(values, width, reach));
  const highest = 1.15 * Math.max(...fake, ...real);
  const rise = (shares: Float32Array, column: number): number =>
    foot - (shares[Math.floor(column / BIN)] / highest) * room;
  const canvas = new PaintCanvas(width, height, GROUND);
  for (let column = 0; column < width; column++) {
    for (const [shares, colour] of [
      [real, REAL],
      [fake, FAKE],
    ] as const)
      for (let row = Math.ceil(rise(shares, column)); row < foot; row++) canvas.blend(column, row, colour, 0.3);
    canvas.blend(column, foot, INK, 0.4);
  }
  const curve = (valueAt: (column: number) => number, colour: Rgb): void => {
    for (let column = 0; column + 1 < width; column++)
      for (const lift of [-0.5, 0.5])
        canvas.line(column, valueAt(column) + lift, column + 1, valueAt(column + 1) + lift, colour, 0.95);
  };
  curve((column) => rise(fake, column), FAKE);
  curve((column) => rise(real, column), REAL);
  curve((column) => foot - game.gridScores[column] * room, INK);
  return canvas.toPicture();
};

/** The game of a generator and a discriminator; undefined where its items cannot be drawn as points. */
export const adversarialPicture = (session: Session, size: Size): Promise<Picture> | undefined => {
  const { adversarial } = session.info.probes;
  if (!adversarial) return undefined;
  return adversarial.dimensions === 2 ? plane(session, size) : line(session, size);
};
