import type { WalkNoise } from '../core/compile';
import { normal, uniform } from '../core/tensor';
import { product } from './probe-host';

/** Random numbers, by name, that every so many items have in common: those from 0 on, from `every` on, from 2 · `every` on. */
export interface Frozen {
  levels: readonly string[];
  every: number;
}

/** Which items of a seed the numbers are for. */
export interface Drawn {
  first: number;
  n: number;
  seed: number;
  frozen: Frozen | undefined;
}

/** Random numbers of one name for some items, row-major. */
export const numbersFor = (
  { name, shape, distribution }: WalkNoise,
  { first, n, seed, frozen }: Drawn,
  step: number,
): Float32Array => {
  const draw = distribution === 'normal' ? normal : uniform;
  const values = new Float32Array(product(shape));
  if (!frozen?.levels.includes(name)) return draw(values, { seed, stream: `sample/${name}/${first}`, step });
  const size = values.length / n;
  for (let i = 0; i < n; i++) {
    const stream = `sample/${name}/shared/${Math.floor((first + i) / frozen.every)}`;
    draw(values.subarray(i * size, (i + 1) * size), { seed, stream, step });
  }
  return values;
};
