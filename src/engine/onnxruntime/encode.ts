/** A tensor program as an ONNX model (opset 18; standard operators only unless encoded for one provider). */

import type { DType, Primitive, Program, ProgramNode, TensorType } from '../../core/tensor';
import { rules } from '../../core/tensor';
import {
  type OnnxAttribute,
  type OnnxAttributes,
  type OnnxBuilder,
  type OnnxTarget,
  onnxTypes,
} from '../../core/tensor/rule';
import type { AttributeMessage, NodeMessage, TensorMessage, ValueMessage } from './schema';
import { encodeModel } from './schema';

const maker = { irVersion: 8, producerName: 'Latent Loom' } as const;
const opset = 18;

/** AttributeProto.AttributeType. */
const attributeTypes = { float: 1, int: 2, string: 3, ints: 7 } as const;

function attributeMessage(name: string, value: OnnxAttribute): AttributeMessage {
  if (typeof value === 'number') return { name, type: attributeTypes.int, i: value };
  if (typeof value === 'string') return { name, type: attributeTypes.string, s: new TextEncoder().encode(value) };
  if ('float' in value) return { name, type: attributeTypes.float, f: value.float };
  return { name, type: attributeTypes.ints, ints: value };
}

const valueMessage = (name: string, { dtype, shape }: TensorType): ValueMessage => ({
  name,
  type: { tensorType: { elemType: onnxTypes[dtype], shape: { dim: shape.map((dimValue) => ({ dimValue })) } } },
});

const bytesOf = (data: Float32Array | Int32Array | Uint8Array | BigInt64Array): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

/** Collects nodes and constants; equal small constants are stored once. */
class GraphBuilder implements OnnxBuilder {
  messages: NodeMessage[] = [];
  readonly domains = new Set<string>(['']);
  readonly initializers: TensorMessage[] = [];
  /** Names of nodes for the CPU. */
  readonly cpuNodes: string[] = [];
  private readonly sharedNodes = new Map<string, readonly string[]>();
  private readonly names = new Map<string, string>();
  private readonly taken: Set<string>;
  private count = 0;

  constructor(
    readonly target: OnnxTarget,
    readonly convolutionBlock: number | undefined,
    taken: Iterable<string>,
  ) {
    this.taken = new Set(taken);
  }

  private fresh(stem: string): string {
    for (;;) {
      const name = `${stem}_${this.count++}`;
      if (!this.taken.has(name)) return name;
    }
  }

  node(opType: string, input: readonly string[], attributes?: OnnxAttributes, domain?: string): string {
    return this.nodes(1, opType, input, attributes, domain)[0];
  }

  nodes(
    count: number,
    opType: string,
    input: readonly string[],
    attributes: OnnxAttributes = {},
    domain = '',
  ): readonly string[] {
    const output = Array.from({ length: count }, () => this.fresh(opType));
    const attribute = Object.entries(attributes).map(([name, value]) => attributeMessage(name, value));
    this.messages.push({ opType, domain, name: output[0], input, output, attribute });
    this.domains.add(domain);
    return output;
  }

  shared(key: string, make: () => readonly string[]): readonly string[] {
    const known = this.sharedNodes.get(key) ?? make();
    this.sharedNodes.set(key, known);
    return known;
  }

  input(name: string): string {
    return name;
  }

  onCpu(value: string): string {
    this.cpuNodes.push(value); // a node bears the name of its first output
    return value;
  }

  constant(data: Float32Array | Int32Array | Uint8Array, { shape, dtype }: TensorType): string {
    return this.initializer(onnxTypes[dtype], shape, bytesOf(data));
  }

  integers(values: readonly number[]): string {
    return this.initializer(onnxTypes.int64, [values.length], bytesOf(BigInt64Array.from(values, BigInt)));
  }

  scalar(value: number): string {
    return this.constant(Float32Array.of(value), { shape: [], dtype: 'float32' });
  }

  private initializer(dataType: number, dims: readonly number[], rawData: Uint8Array): string {
    const key = rawData.length <= 256 ? `${dataType} ${dims.join()} ${rawData.join()}` : undefined;
    const known = key && this.names.get(key);
    if (known) return known;
    const name = this.fresh('constant');
    this.initializers.push({ name, dataType, dims, rawData });
    if (key) this.names.set(key, name);
    return name;
  }

  /** Gives computed values the names of program outputs; inputs, constants and repeated outputs are copied. */
  nameOutputs(outputs: readonly { readonly name: string; readonly value: string }[]): void {
    const computed = new Set(this.messages.flatMap((n) => n.output));
    const names = new Map<string, string>();
    const copies: NodeMessage[] = [];
    for (const { name, value } of outputs) {
      if (computed.has(value) && !names.has(value)) names.set(value, name);
      else copies.push({ opType: 'Identity', domain: '', name, input: [value], output: [name], attribute: [] });
    }
    const renamed = (v: string): string => names.get(v) ?? v;
    this.messages = [...this.messages, ...copies].map((node) => ({
      ...node,
      input: node.input.map(renamed),
      output: node.output.map(renamed),
    }));
  }
}

function encodeNode<P extends Primitive>(
  builder: OnnxBuilder,
  node: ProgramNode<P>,
  inputs: readonly string[],
  inputTypes: readonly TensorType[],
): string {
  const { onnx } = rules[node.primitive];
  if (onnx === undefined) {
    throw new Error(`encode: got the primitive ${node.primitive}, expected a simplified program; use buildProgram.`);
  }
  if (typeof onnx === 'string') return builder.node(onnx, inputs);
  const { shape, dtype, attributes } = node;
  return onnx(builder, { inputs, inputTypes, attributes, shape, dtype });
}

/** Version of operator sets beside ONNX's own. */
const contribVersion = 1;

export interface EncodedModel {
  /** ModelProto. */
  readonly bytes: Uint8Array;
  /** Names of the nodes that the target must leave to the CPU. */
  readonly cpuNodes: readonly string[];
}

/** ModelProto bytes: inputs and outputs carry the program's names. It opens in Netron and runs in any ONNX runtime. */
export const encode = (program: Program): Uint8Array => encodeFor(program, 'standard').bytes;

/** A program as a model for one kind of provider; `convolutionBlock` as found by its self-test. */
export function encodeFor(program: Program, target: OnnxTarget, convolutionBlock?: number): EncodedModel {
  const builder = new GraphBuilder(
    target,
    convolutionBlock,
    [...program.inputs, ...program.outputs].map((x) => x.name),
  );
  const names: string[] = [];
  for (const node of program.nodes) {
    const inputs = node.inputs.map((i) => names[i]);
    const inputTypes = node.inputs.map((i) => program.nodes[i]);
    names.push(encodeNode(builder, node, inputs, inputTypes));
  }
  builder.nameOutputs(program.outputs.map(({ name, node }) => ({ name, value: names[node] })));
  const bytes = encodeModel({
    ...maker,
    opsetImport: [...builder.domains].map((domain) => ({ domain, version: domain === '' ? opset : contribVersion })),
    graph: {
      name: program.name,
      node: builder.messages,
      initializer: builder.initializers,
      input: program.inputs.map((x) => valueMessage(x.name, x)),
      output: program.outputs.map((x) => valueMessage(x.name, x)),
    },
  });
  return { bytes, cpuNodes: builder.cpuNodes };
}

/** A model that copies `x`, of any shape, to `y`. */
export const encodeCopy = (dtype: DType): Uint8Array =>
  encodeModel({
    ...maker,
    opsetImport: [{ domain: '', version: opset }],
    graph: {
      name: 'copy',
      node: [{ opType: 'Identity', domain: '', name: 'copy', input: ['x'], output: ['y'], attribute: [] }],
      initializer: [],
      input: [{ name: 'x', type: { tensorType: { elemType: onnxTypes[dtype] } } }],
      output: [{ name: 'y', type: { tensorType: { elemType: onnxTypes[dtype] } } }],
    },
  });
