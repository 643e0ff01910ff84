/**
 * The part of TensorFlow.js that the engine uses, described by structure: the package is optional, so nothing of it can
 * be imported where the product is built or checked.
 */

export type TfDType = 'float32' | 'int32' | 'bool';
export type TfShape = readonly number[];

export interface TfTensor {
  readonly shape: TfShape;
  readonly dtype: string;
  data(): Promise<Float32Array | Int32Array | Uint8Array>;
  dispose(): void;
}

/** A number stands for a float32 scalar. */
type TfOperand = TfTensor | number;
type Unary = (x: TfTensor) => TfTensor;
type Binary = (a: TfOperand, b: TfOperand) => TfTensor;
type Reduce = (x: TfTensor, axes: TfShape, keepDims: boolean) => TfTensor;
type Triple = [number, number, number];

export interface TensorFlow {
  tensor(values: Float32Array | Int32Array | Uint8Array, shape: TfShape, dtype: TfDType): TfTensor;
  scalar(value: number, dtype: TfDType): TfTensor;
  clone: Unary;
  /** Frees every tensor made inside except the result. */
  tidy(work: () => TfTensor): TfTensor;
  memory(): { readonly numTensors: number; readonly numBytes: number };
  /** Skips checks of every value that every operation would make. */
  enableProdMode(): void;
  ready(): Promise<void>;
  backend(): { readonly isUsingGpuDevice?: boolean };

  neg: Unary;
  exp: Unary;
  log: Unary;
  sqrt: Unary;
  reciprocal: Unary;
  abs: Unary;
  sign: Unary;
  tanh: Unary;
  sigmoid: Unary;
  relu: Unary;
  sin: Unary;
  cos: Unary;
  erf: Unary;
  floor: Unary;
  round: Unary;
  logicalNot: Unary;
  clipByValue(x: TfTensor, min: number, max: number): TfTensor;
  leakyRelu(x: TfTensor, slope: number): TfTensor;

  add: Binary;
  sub: Binary;
  mul: Binary;
  div: Binary;
  floorDiv: Binary;
  pow: Binary;
  maximum: Binary;
  minimum: Binary;
  greater: Binary;
  greaterEqual: Binary;
  less: Binary;
  equal: Binary;
  logicalAnd: Binary;
  logicalOr: Binary;
  where(condition: TfTensor, a: TfTensor, b: TfTensor): TfTensor;
  cast(x: TfTensor, dtype: TfDType): TfTensor;

  sum: Reduce;
  mean: Reduce;
  max: Reduce;
  min: Reduce;
  /** Along the last axis. */
  softmax: Unary;
  cumsum(x: TfTensor, axis: number, exclusive: boolean, reverse: boolean): TfTensor;
  argMax(x: TfTensor, axis: number): TfTensor;
  argMin(x: TfTensor, axis: number): TfTensor;
  /** Along the last axis; equal elements keep their order. */
  topk(x: TfTensor, k: number, sorted: boolean): { readonly indices: TfTensor };

  reshape(x: TfTensor, shape: TfShape): TfTensor;
  transpose(x: TfTensor, perm: TfShape): TfTensor;
  broadcastTo(x: TfTensor, shape: TfShape): TfTensor;
  tile(x: TfTensor, repetitions: TfShape): TfTensor;
  reverse(x: TfTensor, axes: TfShape): TfTensor;
  concat(xs: readonly TfTensor[], axis: number): TfTensor;
  slice(x: TfTensor, start: TfShape, size: TfShape): TfTensor;
  stridedSlice(x: TfTensor, starts: TfShape, ends: TfShape, steps: TfShape): TfTensor;
  pad(x: TfTensor, padding: readonly (readonly [number, number])[], value: number): TfTensor;

  matMul(a: TfTensor, b: TfTensor, transposeA: boolean, transposeB: boolean): TfTensor;
  gather(x: TfTensor, indices: TfTensor, axis: number): TfTensor;
  unsortedSegmentSum(x: TfTensor, segments: TfTensor, count: number): TfTensor;

  /** x [B, H, W, I], filter [h, w, I, O]; strides or dilations must be 1. */
  conv2d(
    x: TfTensor,
    filter: TfTensor,
    strides: [number, number],
    pad: 'valid',
    format: 'NHWC',
    dilations: [number, number],
  ): TfTensor;
  /** x [B, H, W, I], filter [h, w, O, I]. */
  conv2dTranspose(x: TfTensor, filter: TfTensor, shape: TfShape, strides: [number, number], pad: 'valid'): TfTensor;
  /** x [B, D, H, W, I], filter [d, h, w, I, O]. */
  conv3d(x: TfTensor, filter: TfTensor, strides: Triple, pad: 'valid'): TfTensor;
  /** x [B, D, H, W, I], filter [d, h, w, O, I]. */
  conv3dTranspose(x: TfTensor, filter: TfTensor, shape: TfShape, strides: Triple, pad: 'valid'): TfTensor;
}

/** Every name once: one that is missing here, or too many, does not compile. */
export const functions: Readonly<Record<keyof TensorFlow, true>> = {
  tensor: true,
  scalar: true,
  clone: true,
  tidy: true,
  memory: true,
  enableProdMode: true,
  ready: true,
  backend: true,
  neg: true,
  exp: true,
  log: true,
  sqrt: true,
  reciprocal: true,
  abs: true,
  sign: true,
  tanh: true,
  sigmoid: true,
  relu: true,
  sin: true,
  cos: true,
  erf: true,
  floor: true,
  round: true,
  logicalNot: true,
  clipByValue: true,
  leakyRelu: true,
  add: true,
  sub: true,
  mul: true,
  div: true,
  floorDiv: true,
  pow: true,
  maximum: true,
  minimum: true,
  greater: true,
  greaterEqual: true,
  less: true,
  equal: true,
  logicalAnd: true,
  logicalOr: true,
  where: true,
  cast: true,
  sum: true,
  mean: true,
  max: true,
  min: true,
  softmax: true,
  cumsum: true,
  argMax: true,
  argMin: true,
  topk: true,
  reshape: true,
  transpose: true,
  broadcastTo: true,
  tile: true,
  reverse: true,
  concat: true,
  slice: true,
  stridedSlice: true,
  pad: true,
  matMul: true,
  gather: true,
  unsortedSegmentSum: true,
  conv2d: true,
  conv2dTranspose: true,
  conv3d: true,
  conv3dTranspose: true,
};

/** Whether a loaded module has everything that the engine calls. */
export function isTensorFlow(module: unknown): module is TensorFlow {
  if (typeof module !== 'object' || module === null) return false;
  const entries = new Map(Object.entries(module));
  return Object.keys(functions).every((name) => typeof entries.get(name) === 'function');
}
