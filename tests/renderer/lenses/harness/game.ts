import type { AdversarialView } from '../../../../src/protocol/worker';
import { normals } from '../../../../src/renderer/lenses/maths/normal';
import { gaussians } from './synthetic';

/** `count` numbers of two bumps. */
export const line = (count: number, seed: number): Float32Array =>
  normals(seed, count).map((value, i) => 0.35 * value + (i % 2 === 0 ? -1 : 1.1));

interface Question {
  seed: number;
  count: number;
  grid: Float32Array;
  gridCount: number;
  dimensions: number;
}

/** A generator whose points come nearer to the data as it learns, and a discriminator that tells the data by its distance. */
export function game(question: Question, learned: number, step: number): AdversarialView {
  const { seed, count, grid, gridCount, dimensions } = question;
  const real = dimensions === 1 ? line(count, 9) : gaussians(count, 9).values;
  const aims = dimensions === 1 ? line(count, seed + 20) : gaussians(count, seed + 20).values;
  const noise = normals(seed, count * dimensions);
  const fake = aims.map((aim, i) => learned * aim + (1 - learned) * (0.7 * noise[i] + 0.4));
  const score = (points: Float32Array, at: number): number => {
    const [x, y] = [points[at], dimensions === 1 ? 0 : points[at + 1]];
    const far =
      dimensions === 1 ? Math.min(Math.abs(x + 1), Math.abs(x - 1.1)) - 0.5 : Math.abs(Math.hypot(x, y) - 1.4) - 0.4;
    return 1 / (1 + Math.exp((3 - 2.2 * learned) * far * 2));
  };
  const scores = (points: Float32Array, many: number): Float32Array =>
    Float32Array.from({ length: many }, (_, i) => score(points, i * dimensions));
  return {
    real,
    realLabels: new Uint8Array(count),
    fake,
    push: aims.map((aim, i) => 0.02 * (aim - fake[i])),
    fakeScores: scores(fake, count),
    gridScores: scores(grid, gridCount),
    dimensions,
    scale: 'probability',
    count,
    step,
    seed,
  };
}
