/** Dropout from given random numbers. */

import { cast, greaterEqual, mul, type Tensor } from '../tensor';

/**
 * Inverted dropout (Srivastava et al. 2014): an element is zeroed where its uniform number in [0, 1) lies below
 * `rate`, and divided by 1 − rate elsewhere. `uniforms` has x's shape or broadcasts to it; 0 ≤ rate < 1.
 */
export const dropout = (x: Tensor, rate: number, uniforms: Tensor): Tensor =>
  rate === 0 ? x : mul(x, mul(cast(greaterEqual(uniforms, rate), 'float32'), 1 / (1 - rate)));
