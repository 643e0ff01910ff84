/** Tensor programs: primitives, differentiation, simplification, random numbers and optimiser steps. */

export { logSoftmax, logSumExp, oneHot } from './compose';
export { type Cost, cost } from './cost';
export { gradients } from './gradients';
export { interpret, type Precision } from './interpret';
export {
  type AdamSettings,
  type AdamStep,
  type AdamStepOptions,
  adamScalars,
  adamStep,
  defaultAdam,
  initialState,
  type NamedState,
  namedState,
  nextState,
  type StateTensor,
} from './optimizer';
export {
  type NamedArrays,
  type ParameterEntry,
  type ParameterLayout,
  type ParameterSpec,
  packParameters,
  parameterLayout,
  parameterTensors,
  type Storage,
  slotsOf,
  unpackParameters,
} from './parameters';
export {
  buildPlainProgram,
  buildProgram,
  type Program,
  type ProgramInput,
  type ProgramNode,
  type ProgramOutput,
} from './program';
export { integers, normal, permutation, type RandomKey, uniform } from './random';
export { sizeOf } from './rule';
export { rules } from './rules';
export { gelu, leakyRelu, silu, softplus } from './rules/activation';
export { add, div, maximum, minimum, mul, sub } from './rules/binary';
export { cast, equal, greater, greaterEqual, less, lessEqual, where } from './rules/compare';
export { type Conv2dOptions, type ConvTranspose2dOptions, conv2d, convTranspose2d } from './rules/convolution';
export { gather } from './rules/gather';
export { broadcastTo, expandDims, reshape, reverse, squeeze, transpose } from './rules/layout';
export { linear, type MatmulOptions, matmul } from './rules/linear';
export { concat, pad, type SliceOptions, slice, split } from './rules/pieces';
export { max, mean, min, type ReduceOptions, softmax, sum } from './rules/reduce';
export { avgPool2d, maxPool2d, upsampleNearest2d } from './rules/resample';
export { asTensor, constant, full, input, ones, scalar, zeros } from './rules/source';
export {
  abs,
  clamp,
  cos,
  erf,
  exp,
  floor,
  log,
  neg,
  pow,
  reciprocal,
  relu,
  sigmoid,
  sign,
  sin,
  sqrt,
  square,
  stopGradient,
  tanh,
} from './rules/unary';
export {
  type Attributes,
  type DType,
  type HostData,
  type HostTensor,
  type Operand,
  type Pair,
  type Primitive,
  type Shape,
  Tensor,
  TensorError,
  type TensorType,
} from './types';
