import type { Initializer } from '../catalogue/types';
import { normal, type RandomKey, uniform } from '../tensor';

/** Fresh values of a parameter; the same key gives the same values. */
export const initialize = (initializer: Initializer, size: number, key: RandomKey): Float32Array => {
  const values = new Float32Array(size);
  switch (initializer.type) {
    case 'zeros':
      return values;
    case 'ones':
      return values.fill(1);
    case 'uniform': {
      uniform(values, key);
      const { bound } = initializer;
      return values.map((u) => (2 * u - 1) * bound);
    }
    case 'normal':
      normal(values, key);
      return values.map((v) => v * initializer.std);
  }
};
