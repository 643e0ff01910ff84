/** The whole table. A primitive without a row does not compile. */

import type { Rule } from './rule';
import { activationRules } from './rules/activation';
import { binaryRules } from './rules/binary';
import { compareRules } from './rules/compare';
import { convolutionRules } from './rules/convolution';
import { gatherRules } from './rules/gather';
import { layoutRules } from './rules/layout';
import { linearRules } from './rules/linear';
import { normaliseRules } from './rules/normalise';
import { orderRules } from './rules/order';
import { piecesRules } from './rules/pieces';
import { poolRules } from './rules/pool';
import { reduceRules } from './rules/reduce';
import { resampleRules } from './rules/resample';
import { solveRules } from './rules/solve';
import { sourceRules } from './rules/source';
import { unaryRules } from './rules/unary';
import type { Primitive } from './types';

export const rules: { readonly [P in Primitive]: Rule<P> } = {
  ...sourceRules,
  ...unaryRules,
  ...activationRules,
  ...binaryRules,
  ...compareRules,
  ...reduceRules,
  ...layoutRules,
  ...normaliseRules,
  ...piecesRules,
  ...linearRules,
  ...solveRules,
  ...gatherRules,
  ...orderRules,
  ...convolutionRules,
  ...poolRules,
  ...resampleRules,
};
