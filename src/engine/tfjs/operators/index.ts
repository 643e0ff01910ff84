/** The whole table. A primitive without an operator does not compile. */

import type { Primitive } from '../../../core/tensor';
import { convolutionOperators } from './convolution';
import { elementwiseOperators } from './elementwise';
import { gatherOperators } from './gather';
import { layoutOperators } from './layout';
import { linearOperators } from './linear';
import { normaliseOperators } from './normalise';
import type { Operator } from './operator';
import { reduceOperators } from './reduce';
import { resampleOperators } from './resample';

type Sources = 'input' | 'constant';
type Lowered =
  | 'silu'
  | 'gelu'
  | 'softplus'
  | 'log1p'
  | 'expm1'
  | 'straightThrough'
  | 'groupNorm'
  | 'convFilterGradient'
  | 'solve'
  | 'logAbsDet';

/** Every primitive but those that hold values and those that are lowered when a program is built. */
export type Computed = Exclude<Primitive, Sources | Lowered>;

export const operators: { readonly [P in Computed]: Operator<P> } = {
  ...elementwiseOperators,
  ...reduceOperators,
  ...layoutOperators,
  ...linearOperators,
  ...normaliseOperators,
  ...gatherOperators,
  ...convolutionOperators,
  ...resampleOperators,
};
