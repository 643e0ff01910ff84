/**
 * Symbolic execution of a document: every node's build rule runs once on tensors that have shapes but no numbers.
 * The editor reads shapes and problems off the result; the worker makes its programs from it.
 */
import type {
  Catalogue,
  DatasetSpec,
  NodeDefinition,
  NodePorts,
  PortValue,
  TrainingObjective,
} from '../catalogue/types';
import { nodeName, topologicalOrder, validateStructure } from '../graph';
import type { Graph, GraphNode, Problem, ProjectDocument } from '../graph/document';
import { portsOf } from '../graph/node-ports';
import { type DType, input, type Shape, type Tensor } from '../tensor';
import { BuildFailure, NodeContext } from './node-context';
import { placeKey } from './place-key';
import type { ParameterSpec } from './types';

/** Something a step program must be fed, besides parameters and optimiser state. */
export type Feed =
  | { type: 'batch'; input: string; node: string; field: 'x' | 'label'; shape: Shape; dtype: DType }
  | { type: 'random'; input: string; node: string; distribution: 'normal' | 'uniform'; shape: Shape }
  | { type: 'live'; input: string; node: string; setting: string; value: number };

export interface Named {
  node: string;
  name: string;
  value: Tensor;
}

/** What a port of a node gave. */
export interface PlacedValue {
  /** Network that the node stands in; absent on the study graph. */
  network?: string;
  node: string;
  port: string;
  /** Study node that the network works for. */
  owner?: string;
  value: PortValue;
}

export interface TraceOptions {
  /** Makes the tensor of a parameter; by default an input of the parameter's name. */
  parameter?: (spec: ParameterSpec) => Tensor;
  /** Replaces every batch size. */
  batchSize?: number;
}

export class Trace {
  readonly problems: Problem[] = [];
  readonly outputs = new Map<string, PortValue>();
  /** Everything that nodes gave, in the order of computation; a network that is used twice is here twice. */
  readonly values: PlacedValue[] = [];
  readonly feeds = new Map<string, { feed: Feed; tensor: Tensor }>();
  readonly parameters = new Map<string, { spec: ParameterSpec; tensor: Tensor }>();
  /** New values that a training step gives to parameters that are not trainable, by name. */
  readonly updates = new Map<string, Tensor>();
  readonly reports: (Named & { unit: string })[] = [];
  readonly measures: Named[] = [];
  readonly objectives: (TrainingObjective & { node: string })[] = [];
  readonly contexts = new Map<string, { definition: NodeDefinition; context: NodeContext }>();
  private readonly networkUses = new Map<string, number>();
  private readonly reported = new Set<string>();
  /** Places of nodes whose structure is wrong: building them would say the same again in other words. */
  private readonly unsound = new Set<string>();
  /** Places of nodes that are muted, and of those that cannot do without them. */
  private readonly silent = new Set<string>();

  constructor(
    readonly document: ProjectDocument,
    readonly catalogue: Catalogue,
    readonly options: TraceOptions = {},
  ) {
    for (const problem of validateStructure(document, catalogue)) {
      this.problem(problem);
      const { severity, network, node } = problem;
      if (severity === 'error' && node !== undefined) this.unsound.add(placeKey(network, node, ''));
    }
    this.run(document.study, undefined, (node, definition) => new NodeContext(this, node, definition, undefined));
  }

  problem(problem: Problem): void {
    const key = JSON.stringify(problem);
    if (!this.reported.has(key)) this.problems.push(problem);
    this.reported.add(key);
  }

  /** Title by which sentences name a node. */
  name(node: GraphNode): string {
    return nodeName(node, this.catalogue);
  }

  /** How many times a network has been used, with this one. */
  countUse(network: string): number {
    const uses = (this.networkUses.get(network) ?? 0) + 1;
    this.networkUses.set(network, uses);
    return uses;
  }

  feed(feed: Feed): Tensor {
    const known = this.feeds.get(feed.input);
    if (known) return known.tensor;
    const shape = feed.type === 'live' ? [] : feed.shape;
    const tensor = input(feed.input, shape, feed.type === 'batch' ? feed.dtype : 'float32');
    this.feeds.set(feed.input, { feed, tensor });
    return tensor;
  }

  parameter(spec: ParameterSpec): Tensor {
    const known = this.parameters.get(spec.name);
    if (known) {
      if (known.spec.shape.join() !== spec.shape.join())
        throw new BuildFailure(
          `shares parameters with ${known.spec.node}, which needs ${known.spec.shape.join(' × ')} where it needs ${spec.shape.join(' × ')}; give both the same shapes or separate networks.`,
        );
      return known.tensor;
    }
    const tensor = (this.options.parameter ?? (({ name, shape }) => input(name, shape)))(spec);
    this.parameters.set(spec.name, { spec, tensor });
    return tensor;
  }

  /**
   * Values on the wires into a port, in the order of the edges; undefined where something upstream failed. Wires from
   * muted nodes are left out.
   */
  incoming(
    graph: Graph,
    network: string | undefined,
    node: string,
    port: string,
    values = this.outputs,
  ): (PortValue | undefined)[] {
    return graph.edges
      .filter(({ target }) => target.node === node && target.port === port)
      .filter(({ source }) => !this.silent.has(placeKey(network, source.node, '')))
      .map(({ source }) => values.get(placeKey(network, source.node, source.port)));
  }

  /**
   * Runs every node of a graph whose inputs are there. A failing node becomes a problem and what follows it is
   * skipped.
   */
  run(
    graph: Graph,
    network: string | undefined,
    contextOf: (node: GraphNode, definition: NodeDefinition) => NodeContext,
    values: Map<string, PortValue> = this.outputs,
  ): void {
    for (const node of topologicalOrder(graph).order) {
      const definition = this.catalogue.find(node.type);
      if (!definition || this.unsound.has(placeKey(network, node.id, ''))) continue;
      const ports = portsOf(node, definition, this.document.networks);
      if (node.mode === 'mute' || this.silenced(graph, network, node, ports)) {
        this.silent.add(placeKey(network, node.id, ''));
        continue;
      }
      if (!this.ready(graph, network, node, ports, values)) continue;
      const context = contextOf(node, definition);
      try {
        const bypassed = node.mode === 'bypass';
        const outputs = bypassed ? handedOn(context, ports) : definition.build(context);
        if (network === undefined && !bypassed) this.contexts.set(node.id, { definition, context });
        for (const [port, value] of Object.entries(outputs)) {
          this.values.push({ network, node: node.id, port, owner: context.surroundings?.owner.id, value });
          values.set(placeKey(network, node.id, port), value);
          if (values !== this.outputs) this.outputs.set(placeKey(network, node.id, port), value);
        }
      } catch (error) {
        if (error instanceof BuildFailure && error.reported) continue;
        const fixes = error instanceof BuildFailure && error.fixes.length > 0 ? { fixes: error.fixes } : {};
        this.problem({ severity: 'error', node: node.id, network, message: this.sentence(node, error), ...fixes });
      }
    }
  }

  /** Datasets that the document's data nodes ask for, by node. */
  datasets(): Map<string, DatasetSpec> {
    const specs = new Map<string, DatasetSpec>();
    for (const [id, { definition, context }] of this.contexts)
      if (definition.dataset) specs.set(id, definition.dataset(context.settings));
    return specs;
  }

  private ready(
    graph: Graph,
    network: string | undefined,
    node: GraphNode,
    { inputs }: NodePorts,
    values: Map<string, PortValue>,
  ): boolean {
    return Object.entries(inputs).every(([port, { optional, many }]) => {
      const incoming = this.incoming(graph, network, node.id, port, values);
      if (incoming.some((value) => value === undefined)) return false;
      return incoming.length > 0 || optional || many || node.mode === 'bypass';
    });
  }

  /** True for a node that has wires on an input it needs, all of them from silent nodes. */
  private silenced(graph: Graph, network: string | undefined, node: GraphNode, { inputs }: NodePorts): boolean {
    if (this.silent.size === 0) return false;
    return Object.entries(inputs).some(([port, { optional }]) => {
      if (optional) return false;
      const wires = graph.edges.filter(({ target }) => target.node === node.id && target.port === port);
      return wires.length > 0 && wires.every(({ source }) => this.silent.has(placeKey(network, source.node, '')));
    });
  }

  private sentence(node: GraphNode, error: unknown): string {
    const message = error instanceof Error ? error.message : String(error);
    return error instanceof BuildFailure ? `${this.name(node)} ${message}` : `${this.name(node)}: ${message}`;
  }
}

/** What a bypassed node gives: on each output the first input of its kind. */
const handedOn = (context: NodeContext, { inputs, outputs }: NodePorts): Record<string, PortValue> => {
  const given = Object.keys(inputs).flatMap((port) => context.inputs(port));
  return Object.fromEntries(
    Object.entries(outputs).map(([port, { label, kinds }]) => {
      const value = given.find(({ kind }) => kind === kinds[0]);
      return [
        port,
        value ?? context.fail(`cannot be bypassed: nothing that enters it could leave by "${label}"; mute it instead.`),
      ];
    }),
  );
};

export const trace = (document: ProjectDocument, catalogue: Catalogue, options?: TraceOptions): Trace =>
  new Trace(document, catalogue, options);
