/** The vocabulary of tensor programs: types, attributes of every primitive, and the symbolic tensor itself. */

export type DType = 'float32' | 'int32' | 'bool';
export type Shape = readonly number[];

export interface TensorType {
  readonly shape: Shape;
  readonly dtype: DType;
}

/** Values on the host. `bool` is one byte an element; `Float64Array` stands for float32 in the precise interpreter. */
export type HostData = Float32Array | Float64Array | Int32Array | Uint8Array;

export interface HostTensor {
  readonly data: HostData;
  readonly shape: Shape;
}

export type Pair = readonly [number, number];

interface None {
  readonly [key: string]: never;
}

interface Reduction {
  /** Sorted, non-negative. */
  readonly axes: readonly number[];
  readonly keepDims: boolean;
}

/** Lists have one entry a spatial axis; there are one to three. */
export interface ConvolutionAttributes {
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
}

/** Lists have one entry a spatial axis; there are one to three. */
export interface PoolAttributes {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
}

/** What each primitive carries besides its inputs. The keys of this interface are the primitives. */
export interface Attributes {
  input: { readonly name: string };
  constant: { readonly data: Float32Array | Int32Array | Uint8Array };

  neg: None;
  exp: None;
  log: None;
  sqrt: None;
  reciprocal: None;
  abs: None;
  sign: None;
  tanh: None;
  sigmoid: None;
  relu: None;
  sin: None;
  cos: None;
  erf: None;
  floor: None;
  /** To the nearest whole number, halves to the even one. */
  round: None;
  stopGradient: None;
  pow: { readonly exponent: number };
  clamp: { readonly min: number; readonly max: number };
  leakyRelu: { readonly slope: number };
  silu: None;
  gelu: None;
  softplus: None;
  log1p: None;
  expm1: None;
  /** The first input's values, the second input's gradient. */
  straightThrough: None;

  add: None;
  sub: None;
  mul: None;
  div: None;
  maximum: None;
  minimum: None;

  greater: None;
  greaterEqual: None;
  less: None;
  equal: None;
  where: None;
  cast: { readonly dtype: DType };
  logicalAnd: None;
  logicalOr: None;
  logicalNot: None;

  sum: Reduction;
  max: Reduction;
  min: Reduction;
  softmax: { readonly axis: number };
  /** Element k holds the sum of elements 0 to k; `exclusive` leaves out k itself, `reverse` sums from the end. */
  cumsum: { readonly axis: number; readonly exclusive: boolean; readonly reverse: boolean };

  /** int32 position of the first extreme element; the axis disappears. */
  argMax: { readonly axis: number };
  argMin: { readonly axis: number };
  /** int32 positions of the k largest or smallest elements in order; equal ones keep their order. */
  argTopK: { readonly axis: number; readonly k: number; readonly largest: boolean };

  /** Over the last axis. */
  standardise: { readonly epsilon: number };
  inverseDeviation: { readonly epsilon: number };
  /** x·scale + shift with one number a row. */
  rowAffine: None;
  /** With one scale and one shift a channel. */
  groupNorm: { readonly groups: number; readonly epsilon: number };

  reshape: { readonly shape: Shape };
  transpose: { readonly perm: readonly number[] };
  broadcastTo: { readonly shape: Shape };
  reverse: { readonly axes: readonly number[] };
  concat: { readonly axis: number };
  /** One entry an axis; `0 ≤ start ≤ end ≤ size`, `step ≥ 1`. */
  slice: { readonly starts: readonly number[]; readonly ends: readonly number[]; readonly steps: readonly number[] };
  /** One pair (before, after) an axis. */
  pad: { readonly padding: readonly Pair[]; readonly value: number };

  /** Batched; the transposes swap the last two axes of an operand before it is multiplied. */
  matmul: { readonly transposeA: boolean; readonly transposeB: boolean };
  /** 2-D a·b + c, where c broadcasts to the result. */
  gemm: { readonly transposeA: boolean; readonly transposeB: boolean };
  /** x with a·x = b. */
  solve: None;
  logAbsDet: None;
  gather: { readonly axis: number };
  scatterAdd: { readonly axis: number; readonly size: number };
  /** y[i, j] = x[index[i, j], j] for axis 0; the other axes of x and index are equal. */
  takeAlongAxis: { readonly axis: number };
  scatterAddAlongAxis: { readonly axis: number; readonly size: number };

  conv: ConvolutionAttributes;
  convTranspose: ConvolutionAttributes & { readonly outputPadding: readonly number[] };
  convFilterGradient: ConvolutionAttributes & { readonly kernel: readonly number[] };
  avgPool: PoolAttributes;
  maxPool: PoolAttributes;
  upsampleNearest: { readonly factor: readonly number[] };
}

export type Primitive = keyof Attributes;

/** A wrong shape, dtype or attribute. The message is one sentence: subject, got, expected, remedy. */
export class TensorError extends Error {
  override readonly name = 'TensorError';
}

let nextId = 0;

/** A node of a DAG: what is computed, from what, and the static shape of the result. It holds no numbers. */
export class Tensor<P extends Primitive = Primitive> implements TensorType {
  readonly id: number;

  constructor(
    readonly primitive: P,
    readonly inputs: readonly Tensor[],
    readonly attributes: Attributes[P],
    readonly shape: Shape,
    readonly dtype: DType,
  ) {
    this.id = nextId++;
  }
}

/** What arithmetic accepts: a number stands for a scalar of the other operand's dtype. */
export type Operand = Tensor | number;
