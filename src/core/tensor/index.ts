/** Tensor programs: primitives, differentiation, simplification, random numbers and optimiser steps. */

export {
  isFiniteValue,
  logAddExp,
  logSigmoid,
  logSoftmax,
  logSumExp,
  mod,
  oneHot,
  prod,
  std,
  type VarianceOptions,
  variance,
} from './compose';
export { type Cost, cost, costOf } from './cost';
export { gradients, vjp } from './gradients';
export { interpret, type Precision } from './interpret';
export { divergence, hutchinsonDivergence, jvp } from './jvp';
export {
  diagonal,
  diagonalMatrix,
  logAbsDetTriangular,
  lowerTriangle,
  type PluFactors,
  type PluMatrix,
  pluMatrix,
  type TriangleOptions,
  type TriangularSolveOptions,
  triangularSolve,
  upperTriangle,
} from './linear-algebra';
export {
  type Accumulation,
  type AdamSettings,
  type AdamWSettings,
  CHECK,
  defaultAdam,
  defaultAdamW,
  defaultRmsprop,
  defaultSgd,
  emaDecayAt,
  evaluationState,
  type GroupTensors,
  initialState,
  momentsOf,
  type NamedState,
  type NoOptimizerSettings,
  namedState,
  nextState,
  noOptimizer,
  type OptimizerSettings,
  type PhaseOutputs,
  type PhaseResult,
  type RmspropSettings,
  type SgdSettings,
  type StateTensor,
  type StepGroup,
  type StepNumbers,
  stepScalars,
  type TrainGroup,
  type TrainPhase,
  type TrainStep,
  type TrainStepOptions,
  trainStep,
  zeroAccumulators,
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
  unpackSlots,
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
export { expm1, gelu, leakyRelu, log1p, silu, softplus, straightThrough } from './rules/activation';
export { add, div, maximum, minimum, mul, sub } from './rules/binary';
export {
  cast,
  equal,
  greater,
  greaterEqual,
  less,
  lessEqual,
  logicalAnd,
  logicalNot,
  logicalOr,
  where,
} from './rules/compare';
export {
  type ConvOptions,
  type ConvTransposeOptions,
  conv1d,
  conv2d,
  conv3d,
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
} from './rules/convolution';
export { gather, takeAlongAxis } from './rules/gather';
export { broadcastTo, expandDims, reshape, reverse, squeeze, transpose } from './rules/layout';
export { linear, type MatmulOptions, matmul } from './rules/linear';
export { inverseDeviation, rowAffine, scaledGroupNorm, standardise } from './rules/normalise';
export {
  argMax,
  argMin,
  argSort,
  type CumsumOptions,
  cumsum,
  type SortOptions,
  sort,
  type TopKOptions,
  topK,
} from './rules/order';
export { concat, pad, type SliceOptions, slice, split } from './rules/pieces';
export { avgPool, maxPool, type PoolOptions } from './rules/pool';
export { max, mean, min, type ReduceOptions, softmax, sum } from './rules/reduce';
export { type ResizeOptions, resize, upsampleNearest } from './rules/resample';
export { inverse, logAbsDet, solve } from './rules/solve';
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
  round,
  sigmoid,
  sign,
  sin,
  sqrt,
  square,
  stopGradient,
  tanh,
} from './rules/unary';
export { indicesOf, requireSizes } from './shapes';
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
