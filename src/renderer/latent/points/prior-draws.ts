import { normals } from '../../lenses/maths/normal';
import { countChoices } from '../view';
import type { EncodedSet } from './collector';

/** Numbers that all draws may have together, and the most draws: they are made while the window waits. */
const NUMBERS = 4_000_000;
const MOST_DRAWS = 100_000;

/** How many draws of so many numbers may be shown. */
export const mostDraws = (width: number): number => Math.max(1, Math.min(MOST_DRAWS, Math.floor(NUMBERS / width)));

/** The choice that stands for the number of points that the view asks for. */
export function shownDraws(width: number, count: number): number {
  const choices = countChoices(mostDraws(width));
  return choices.find((choice) => choice >= count) ?? choices[choices.length - 1];
}

/** `count` draws of z ~ N(0, I), row-major. More draws of a seed begin with the fewer. */
export const priorDraws = (width: number, count: number, seed: number): Float32Array<ArrayBuffer> =>
  normals(seed, width * count);

/** Draws as points of the plane, all of the class that is asked for. */
export const drawnSet = (z: Float32Array, width: number, seed: number, label: number | null): EncodedSet => {
  const count = z.length / width;
  return {
    z,
    width,
    labels: new Uint8Array(count).fill(label ?? 0),
    columns: {},
    count,
    total: count,
    split: 'prior',
    step: 0,
    items: `prior ${seed} ${count} ${width}`,
  };
};
