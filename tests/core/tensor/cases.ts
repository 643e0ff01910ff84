/** Example uses of every primitive. A primitive without an entry does not compile, one without a case fails its test. */

import { constant, gather, mul, type Primitive, where } from '../../../src/core/tensor';
import { type Case, shapes } from './cases/case';
import { convolutionCases } from './cases/convolution';
import { elementwiseCases } from './cases/elementwise';
import { layoutCases } from './cases/layout';
import { normaliseCases } from './cases/normalise';
import { poolCases } from './cases/pool';
import { productCases } from './cases/products';
import { reduceCases } from './cases/reduce';

export type { Case, InputSpec } from './cases/case';

export const cases: { readonly [P in Primitive]: readonly Case[] } = {
  input: [{ name: 'passes through', inputs: shapes([2, 3]), build: (x) => x }],
  constant: [
    { name: 'float32', inputs: shapes([3]), build: (x) => mul(x, constant([1, -2, 0.5], [3])) },
    { name: 'int32', inputs: shapes([3]), build: (x) => gather(x, constant(Int32Array.of(2, 0), [2])) },
    { name: 'bool', inputs: shapes([3]), build: (x) => where(constant(Uint8Array.of(1, 0, 1), [3]), x, 0) },
  ],
  ...elementwiseCases,
  ...reduceCases,
  ...normaliseCases,
  ...layoutCases,
  ...productCases,
  ...convolutionCases,
  ...poolCases,
};
