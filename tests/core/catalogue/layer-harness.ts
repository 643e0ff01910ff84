/** A study of one node, whose network is a single layer between inputs of any shape and an output. */

import { catalogue } from '../../../src/core/catalogue';
import { type Catalogue, defineNode, type PortValue, type Preset } from '../../../src/core/catalogue/types';
import { type Trace, trace } from '../../../src/core/compile';
import { initialize } from '../../../src/core/compile/initialize';
import type { ParameterSpec } from '../../../src/core/compile/types';
import { defaultSettings, portsOf, upgradeGraph } from '../../../src/core/graph';
import type { Graph, GraphNode, ProjectDocument, SettingValue } from '../../../src/core/graph/document';
import { buildProgram, type DType, input, interpret, type Shape, sizeOf, type Tensor } from '../../../src/core/tensor';
import { node, wire } from '../compile/documents';

export type Settings = Record<string, SettingValue>;
export type Given = Shape | { readonly shape: Shape; readonly dtype: DType };
/** What goes into the layer, by port. */
export type Inputs = Readonly<Record<string, Given>>;

export interface Options {
  /** Traced as a probe, an evaluation or a sampler traces. */
  readonly evaluate?: boolean;
  /** How often the network is used in one step. */
  readonly uses?: number;
  /** Shape that the network must give; one number an item unless given. */
  readonly wanted?: Shape;
  /** What is inside, for a block. */
  readonly block?: Preset;
}

export interface TracedLayer {
  readonly trace: Trace;
  /** Sentences of all problems. */
  readonly problems: string[];
  /** The layer's own outputs by port, from its last use. */
  readonly outputs: Readonly<Record<string, Tensor>>;
  /** What goes into it, by port. */
  readonly given: Readonly<Record<string, Tensor>>;
  /** Everything that it keeps, by its own names. */
  readonly parameters: Readonly<Record<string, ParameterSpec>>;
}

const typeOf = (given: Given) => ('dtype' in given ? given : { shape: given, dtype: 'float32' as const });

/** Names that an Input layer can ask for; ports of the layer take them in turn. */
const SOURCES = ['x', 'z', 'y', 't'] as const;

/** Name of the program's input that feeds a port. */
export const feedOf = (inputs: Inputs, port: string): string => `given.${SOURCES[Object.keys(inputs).indexOf(port)]}`;

const withDefaults = (each: GraphNode): GraphNode => {
  const definition = catalogue.find(each.type);
  return { ...each, settings: { ...(definition && defaultSettings(definition)), ...each.settings } };
};

const documentOf = (type: string, inputs: Inputs, settings: Settings, block?: Preset): ProjectDocument => {
  const ports = Object.keys(inputs);
  const inside: Record<string, Graph> = block ? { whole: block.graph, ...block.networks } : {};
  const it: GraphNode = { ...node('it', type, settings), ...(block && { network: 'whole' }) };
  const [output = 'y'] = Object.keys(portsOf(it, catalogue.find(type), inside).outputs);
  const sources = ports.map((_, i) => node(`in${i}`, 'layer.input', { name: SOURCES[i] }));
  const isOutput = type === 'layer.output';
  const end = isOutput ? [] : [node('out', 'layer.output')];
  const nodes = [...sources, it, ...end].map(withDefaults);
  const edges = ports.map((port, i) => wire(`in${i}.y`, `it.${port}`));
  if (!isOutput) edges.push(wire(`it.${output}`, 'out.x'));
  return {
    format: 'latent-loom',
    version: 3,
    title: 'A layer',
    summary: '',
    models: [],
    references: [],
    bookmarks: [],
    seed: 0,
    study: { nodes: [{ ...node('host', 'test.host'), network: 'net' }], edges: [], notes: [], groups: [] },
    networks: {
      net: { nodes, edges, notes: [], groups: [] },
      ...Object.fromEntries(Object.entries(inside).map(([id, graph]) => [id, upgradeGraph(graph, catalogue).value])),
    },
  };
};

/** Places a layer and traces the study around it. */
export function traceLayer(
  type: string,
  inputs: Inputs,
  settings: Settings = {},
  { evaluate = false, uses = 1, wanted, block }: Options = {},
): TracedLayer {
  const given = Object.fromEntries(
    Object.entries(inputs).map(([port, each], i) => {
      const { shape, dtype } = typeOf(each);
      return [port, input(`given.${SOURCES[i]}`, shape, dtype)];
    }),
  );
  const host = defineNode({
    type: 'test.host',
    version: 1,
    title: 'Host',
    level: 'study',
    category: 'network',
    summary: '',
    help: '',
    inputs: {},
    outputs: {},
    settings: {},
    holds: 'network',
    presets: [],
    build: (context): Record<string, PortValue> => {
      const named = Object.values(given).map((tensor, i) => [SOURCES[i], tensor] as const);
      const shape = wanted ?? [typeOf(Object.values(inputs)[0]).shape[0], 1];
      for (let use = 0; use < uses; use++) context.network(Object.fromEntries(named), shape);
      return {};
    },
  });
  const all: Catalogue = {
    all: [...catalogue.all, host],
    find: (name) => (name === host.type ? host : catalogue.find(name)),
  };
  const traced = trace(documentOf(type, inputs, settings, block), all, evaluate ? { batchSize: 1 } : {});
  const own = <T>(entries: Iterable<readonly [string, T]>, place: string): Record<string, T> =>
    Object.fromEntries(
      [...entries].filter(([name]) => name.startsWith(place)).map(([name, value]) => [name.slice(place.length), value]),
    );
  const outputs = Object.entries(own(traced.outputs, 'net/it:')).flatMap(([port, value]) =>
    'tensor' in value ? [[port, value.tensor] as const] : [],
  );
  return {
    trace: traced,
    problems: traced.problems.map(({ message }) => message),
    outputs: Object.fromEntries(outputs),
    given,
    parameters: own(
      [...traced.parameters].map(([name, { spec }]) => [name, spec] as const),
      block ? '' : 'net/it/',
    ),
  };
}

export type Values = Record<string, ArrayLike<number>>;

/** Fresh values of everything that the layer keeps, by full name. */
export const freshValues = ({ parameters }: TracedLayer, seed = 1): Record<string, Float32Array> =>
  Object.fromEntries(
    Object.values(parameters).map(({ name, shape, initializer }) => [
      name,
      initialize(initializer, sizeOf(shape), { seed, stream: name, step: 0 }),
    ]),
  );

/** Numbers that differ, between −1 and 1. */
export const someNumbers = (size: number, phase = 1): number[] =>
  Array.from({ length: size }, (_, i) => Math.sin(12.9 * i + phase));

/** Values of tensors; feeds that they do not depend on are left out. */
export function compute(outputs: Readonly<Record<string, Tensor>>, feeds: Values): Record<string, number[]> {
  const program = buildProgram('layer', outputs);
  const needed = Object.fromEntries(program.inputs.map(({ name }) => [name, feeds[name]]));
  const values = interpret(program, needed, 'float64');
  return Object.fromEntries(Object.entries(values).map(([name, data]) => [name, Array.from(data)]));
}
