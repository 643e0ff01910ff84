/** One primitive = one row: everything the system knows about it. */

import type { Attributes, HostTensor, Primitive, Shape, TensorType } from './types';
import { Tensor } from './types';

/** Numbers of ONNX's element types (TensorProto.DataType). */
export const onnxTypes = { float32: 1, int32: 6, int64: 7, bool: 9 } as const;

export type OnnxAttribute = number | string | readonly number[] | { readonly float: number };
export type OnnxAttributes = Readonly<Record<string, OnnxAttribute>>;

/**
 * What a model is encoded for. `standard` holds standard operators only and is what is exported; the others may use
 * operators that one provider of ONNX Runtime has, and avoid what it does badly.
 */
export type OnnxTarget = 'standard' | 'cpu' | 'webgpu';

/** Receives ONNX nodes (opset 18). Values are known by name; `''` stands for an absent optional input. */
export interface OnnxBuilder {
  readonly target: OnnxTarget;
  /** Channels a block of ONNX Runtime's blocked convolution; undefined where it must not be used. */
  readonly convolutionBlock: number | undefined;
  /** Adds a node with one output and returns the output's name. Plain numbers in attributes are integers. */
  node(opType: string, inputs: readonly string[], attributes?: OnnxAttributes, domain?: string): string;
  /** As `node`, with `count` outputs. */
  nodes(
    count: number,
    opType: string,
    inputs: readonly string[],
    attributes?: OnnxAttributes,
    domain?: string,
  ): readonly string[];
  /** What `make` gave the first time for this key: for nodes whose outputs several rows share. */
  shared(key: string, make: () => readonly string[]): readonly string[];
  input(name: string): string;
  constant(data: Float32Array | Int32Array | Uint8Array, type: TensorType): string;
  /** Has the node that gives this value run on the CPU: the target would fail at it. Returns the value. */
  onCpu(value: string): string;
  /** A 1-D int64 constant: shapes, axes, pads. */
  integers(values: readonly number[]): string;
  /** A float32 scalar constant. */
  scalar(value: number): string;
}

export interface OnnxNode<P extends Primitive> extends TensorType {
  readonly inputs: readonly string[];
  readonly inputTypes: readonly TensorType[];
  readonly attributes: Attributes[P];
}

/** An operator's name when inputs map one to one and there are no attributes, otherwise a small builder. */
export type OnnxEncoding<P extends Primitive> = string | ((b: OnnxBuilder, node: OnnxNode<P>) => string);

/** Gradient of each input given the result's cotangent; null where an input has none. */
export type Vjp<P extends Primitive> = (ct: Tensor, y: Tensor<P>) => readonly (Tensor | null)[];

interface RuleBase<P extends Primitive> {
  readonly primitive: P;
  /** Shape and dtype of the result; throws `TensorError` where inputs or attributes do not fit. */
  readonly type: (inputs: readonly TensorType[], attributes: Attributes[P]) => TensorType;
  /** The slow, obvious implementation: fills `out.data`. */
  readonly reference: (inputs: readonly HostTensor[], out: HostTensor, attributes: Attributes[P]) => void;
  readonly vjp: Vjp<P> | 'zero';
  readonly flops: (y: TensorType, inputs: readonly TensorType[], attributes: Attributes[P]) => number;
}

/** A row either has an ONNX encoding or is lowered to other primitives when a program is built. */
export type Rule<P extends Primitive> = RuleBase<P> &
  (
    | { readonly onnx: OnnxEncoding<P>; readonly lower?: undefined }
    | { readonly lower: (y: Tensor<P>) => Tensor; readonly onnx?: undefined }
  );

/** Checks inputs and attributes by the row's shape rule and makes the node. */
export function apply<P extends Primitive>(
  rule: Rule<P>,
  inputs: readonly Tensor[],
  attributes: Attributes[P],
): Tensor<P> {
  const { shape, dtype } = rule.type(inputs, attributes);
  return new Tensor(rule.primitive, inputs, attributes, shape, dtype);
}

/** Cost of an elementwise row: one operation an element. */
export const flopsPerElement = (y: TensorType): number => sizeOf(y.shape);

/** Cost of a row that visits each element of its first input once. */
export const flopsPerInputElement = (_y: TensorType, [x]: readonly TensorType[]): number => sizeOf(x.shape);

/** Cost of a row that only moves data. */
export const noFlops = (): number => 0;

export const sizeOf = (shape: Shape): number => shape.reduce((n, d) => n * d, 1);
