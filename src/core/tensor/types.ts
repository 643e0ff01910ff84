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

export interface ConvolutionAttributes {
  readonly stride: Pair;
  readonly padding: Pair;
  readonly dilation: Pair;
  readonly groups: number;
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
  stopGradient: None;
  pow: { readonly exponent: number };
  clamp: { readonly min: number; readonly max: number };
  leakyRelu: { readonly slope: number };
  silu: None;
  gelu: None;
  softplus: None;

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

  sum: Reduction;
  max: Reduction;
  min: Reduction;
  softmax: { readonly axis: number };

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
  gather: { readonly axis: number };
  scatterAdd: { readonly axis: number; readonly size: number };

  conv2d: ConvolutionAttributes;
  convTranspose2d: ConvolutionAttributes & { readonly outputPadding: Pair };
  conv2dFilterGradient: ConvolutionAttributes & { readonly kernel: Pair };
  avgPool2d: { readonly kernel: Pair };
  upsampleNearest2d: { readonly factor: Pair };
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
