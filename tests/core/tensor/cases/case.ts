/** What an example of a primitive is, and short ways to write one. */

import type { DType, Pair, Primitive, Shape, Tensor } from '../../../../src/core/tensor';

export interface InputSpec {
  readonly shape: Shape;
  readonly dtype?: DType;
  /** Values are uniform in this range… */
  readonly range?: Pair;
  /** …or these. */
  readonly values?: readonly number[];
}

export interface Case {
  readonly name: string;
  readonly inputs: readonly InputSpec[];
  /** Too many elements for finite differences; it is for engines that work in blocks. */
  readonly isLarge?: boolean;
  build(...xs: Tensor[]): Tensor;
}

/** Part of the table. */
export type Cases = Partial<Record<Primitive, readonly Case[]>>;

export const of = (shape: Shape, range: Pair = [-2, 2]): InputSpec => ({ shape, range });
export const indices = (shape: Shape, ...values: number[]): InputSpec => ({ shape, dtype: 'int32', values });
export const shapes = (...all: Shape[]): InputSpec[] => all.map((shape) => of(shape));
