/** Operators that compute each element by itself, with broadcasting where there are several inputs. */

import type { Primitive } from '../../../core/tensor';
import type { TensorFlow, TfTensor } from '../tfjs';
import type { Operator } from './operator';

type Unary =
  | 'neg'
  | 'exp'
  | 'log'
  | 'sqrt'
  | 'reciprocal'
  | 'abs'
  | 'sign'
  | 'tanh'
  | 'sigmoid'
  | 'relu'
  | 'sin'
  | 'cos'
  | 'erf'
  | 'floor'
  | 'round'
  | 'logicalNot';

type Binary =
  | 'add'
  | 'sub'
  | 'mul'
  | 'maximum'
  | 'minimum'
  | 'greater'
  | 'greaterEqual'
  | 'less'
  | 'equal'
  | 'logicalAnd'
  | 'logicalOr';

type Elementwise = Unary | Binary | 'stopGradient' | 'pow' | 'clamp' | 'leakyRelu' | 'div' | 'where' | 'cast';

/** The function of TensorFlow that has the primitive's name. */
const unary =
  <P extends Unary & Primitive>(name: P): Operator<P> =>
  (tf, [x]) =>
    tf[name](x);

const binary =
  <P extends Binary & Primitive>(name: P): Operator<P> =>
  (tf, [a, b]) =>
    tf[name](a, b);

/** Integer division rounds towards zero, as in C; TensorFlow.js offers only the one that rounds down. */
function divide(tf: TensorFlow, a: TfTensor, b: TfTensor): TfTensor {
  if (a.dtype !== 'int32') return tf.div(a, b);
  return tf.mul(tf.floorDiv(tf.abs(a), tf.abs(b)), tf.mul(tf.sign(a), tf.sign(b)));
}

export const elementwiseOperators: { readonly [P in Elementwise]: Operator<P> } = {
  neg: unary('neg'),
  exp: unary('exp'),
  log: unary('log'),
  sqrt: unary('sqrt'),
  reciprocal: unary('reciprocal'),
  abs: unary('abs'),
  sign: unary('sign'),
  tanh: unary('tanh'),
  sigmoid: unary('sigmoid'),
  relu: unary('relu'),
  sin: unary('sin'),
  cos: unary('cos'),
  erf: unary('erf'),
  floor: unary('floor'),
  round: unary('round'),
  logicalNot: unary('logicalNot'),
  stopGradient: (tf, [x]) => tf.clone(x),
  pow: (tf, [x], { attributes: { exponent } }) => tf.pow(x, exponent),
  clamp: (tf, [x], { attributes: { min, max } }) => tf.clipByValue(x, min, max),
  leakyRelu: (tf, [x], { attributes: { slope } }) => tf.leakyRelu(x, slope),

  add: binary('add'),
  sub: binary('sub'),
  mul: binary('mul'),
  div: (tf, [a, b]) => divide(tf, a, b),
  maximum: binary('maximum'),
  minimum: binary('minimum'),
  greater: binary('greater'),
  greaterEqual: binary('greaterEqual'),
  less: binary('less'),
  equal: binary('equal'),
  logicalAnd: binary('logicalAnd'),
  logicalOr: binary('logicalOr'),
  where: (tf, [condition, a, b]) => tf.where(condition, a, b),
  cast: (tf, [x], { attributes: { dtype } }) => tf.cast(x, dtype),
};
