/**
 * Symbolic execution of a document: every node's build rule runs once on tensors that have shapes but no numbers.
 * The editor reads shapes and problems off the result; the worker makes its programs from it.
 */
import type { Catalogue, DatasetSpec, NodeDefinition, NodePorts, PortValue } from '../catalogue/types';
import { nodeName, topologicalOrder, validateStructure } from '../graph';
import type { Graph, GraphNode, ProjectDocument } from '../graph/document';
import { portsOf } from '../graph/node-ports';
import { own } from '../graph/place';
import { input, type Tensor } from '../tensor';
import { BuildFailure, SharedFailure, Silence } from './failures';
import { type Effect, type Feed, Ledger } from './ledger';
import type { Memo } from './memo';
import { NodeContext } from './node-context';
import { type Given, Pass, type Surroundings } from './pass';
import { nodeKey, placeKey } from './place-key';
import type { ParameterSpec } from './types';

export type { Feed, Named, PlacedValue } from './ledger';

export interface TraceOptions {
  /** Makes the tensor of a parameter; by default an input of the parameter's name. */
  parameter?: (spec: ParameterSpec) => Tensor;
  /** Replaces every batch size. */
  batchSize?: number;
  /** Before the names of batches and noise as inputs, and before those of random streams: each update has its own. */
  own?: { input: string; stream: string };
}

/** A node where a trace has come to it. */
export interface Site {
  pass: Pass;
  node: GraphNode;
  definition: NodeDefinition;
  ports: NodePorts;
  given: Given;
}

/** What came of building a node: its outputs, or nothing because it failed or is silent. */
export type Built =
  | { state: 'built'; outputs: Readonly<Record<string, PortValue>>; values: readonly Effect[] }
  | { state: 'failed'; clash?: SharedFailure }
  | { state: 'silent' };

export class Trace extends Ledger {
  readonly contexts = new Map<string, { definition: NodeDefinition; context: NodeContext }>();
  /** The walk through the study graph. */
  readonly study: Pass;
  /** Nodes whose structure is wrong, by network: building them would say the same again in other words. */
  private readonly unsound = new Map<string | undefined, Set<string>>();
  private readonly reached = new Map<string, readonly (Graph | string)[]>();

  /** @param memo remembers nodes from one trace to the next; what it gives back holds for shapes, not for programs. */
  constructor(
    readonly document: ProjectDocument,
    readonly catalogue: Catalogue,
    readonly options: TraceOptions = {},
    private readonly memo?: Memo,
  ) {
    super();
    for (const problem of validateStructure(document, catalogue)) {
      this.problems.push(problem);
      if (problem.severity === 'error') this.distrust(problem.network, problem.node);
    }
    this.study = memo?.study(document.study) ?? new Pass(document.study, undefined);
    this.walk(this.study);
  }

  /** Does to the collected results what a build rule asks for, and remembers that it did. */
  effect(effect: Effect): void {
    this.apply(effect);
    this.memo?.record(effect);
  }

  /** The same once more, where the memory knows of it. */
  replay(effect: Effect): void {
    this.apply(effect);
  }

  /** Whether a parameter would have the shape that it has already, if it has one. */
  takes({ name, shape }: ParameterSpec): boolean {
    const known = this.parameters.get(name)?.spec.shape;
    return known === undefined || known === shape || known.join() === shape.join();
  }

  /** Title by which sentences name a node. */
  name(node: GraphNode): string {
    return nodeName(node, this.catalogue);
  }

  /** How many times a network has been used, with this one. */
  countUse(network: string): number {
    this.effect({ type: 'use', network });
    return this.networkUses.get(network) ?? 0;
  }

  feed(asked: Feed): Tensor {
    const feed = this.owned(asked);
    const shape = feed.type === 'live' ? [] : feed.shape;
    const tensor =
      this.feeds.get(feed.input)?.tensor ?? input(feed.input, shape, feed.type === 'batch' ? feed.dtype : 'float32');
    this.effect({ type: 'feed', feed, tensor });
    return tensor;
  }

  /** What is fed as this trace calls it; live settings are the same for all. */
  private owned(feed: Feed): Feed {
    const { own: names } = this.options;
    if (!names || feed.type === 'live') return feed;
    const named = { ...feed, input: `${names.input}${feed.input}` };
    return named.type === 'random' ? { ...named, stream: `${names.stream}${feed.input}` } : named;
  }

  /** @throws SharedFailure where a tied node made the parameter with another shape. */
  parameter(spec: ParameterSpec, layer: string): Tensor {
    const known = this.parameters.get(spec.name);
    if (known && !this.takes(spec)) {
      this.memo?.forget();
      const [held, needed] = [known.spec.shape, spec.shape].map((shape) => shape.join(' × '));
      throw new SharedFailure({ owner: known.spec.node, layer, held, needed });
    }
    const tensor = known?.tensor ?? (this.options.parameter ?? (({ name, shape }) => input(name, shape)))(spec);
    this.effect({ type: 'parameter', spec, tensor });
    return tensor;
  }

  /** A state as earlier uses in this step left it; undefined where there were none. */
  updated(name: string): Tensor | undefined {
    const tensor = this.updates.get(name);
    this.memo?.readUpdate(name, tensor);
    return tensor;
  }

  update(name: string, tensor: Tensor): void {
    this.effect({ type: 'update', name, tensor: this.memo?.keepUpdate(name, tensor) ?? tensor });
  }

  /** The graph of a network, or undefined where there is none. */
  graphOf(network: string): Graph | undefined {
    this.memo?.readGraph(network, this);
    return own(this.document.networks, network);
  }

  /** The graph of a network, those of the blocks inside it, and which of their nodes are not sound. */
  reach(network: string): readonly (Graph | string)[] {
    const known = this.reached.get(network);
    if (known) return known;
    const found: (Graph | string)[] = [];
    const open = new Set([network]);
    for (const id of open) {
      const graph = own(this.document.networks, id);
      if (!graph) continue;
      found.push(graph, [...(this.unsound.get(id) ?? [])].join());
      for (const { network: inner } of graph.nodes) if (inner !== undefined) open.add(inner);
    }
    this.reached.set(network, found);
    return found;
  }

  /** Runs a graph inside a node. */
  inside(graph: Graph, surroundings: Surroundings): Pass {
    const pass = this.memo?.inside(graph, surroundings) ?? new Pass(graph, surroundings);
    this.walk(pass);
    return pass;
  }

  /** Builds a node on what enters it. A failure becomes a problem. */
  build({ pass, node, definition, ports }: Site): Built {
    const context = new NodeContext(this, pass, node, definition);
    try {
      if (node.mode === 'bypass') return builtOf(pass, node.id, handedOn(context, ports));
      const outputs = definition.build(context);
      if (pass.network === undefined) this.contexts.set(node.id, { definition, context });
      return builtOf(pass, node.id, outputs);
    } catch (error) {
      return this.failed(pass, node, error);
    }
  }

  /** Datasets that the document's data nodes ask for, by node. */
  datasets(): Map<string, DatasetSpec> {
    const specs = new Map<string, DatasetSpec>();
    for (const [id, { definition, context }] of this.contexts)
      if (definition.dataset) specs.set(id, definition.dataset(context.settings));
    return specs;
  }

  private distrust(network: string | undefined, node: string | undefined): void {
    const nodes = this.unsound.get(network) ?? new Set();
    this.unsound.set(network, nodes.add(node ?? ''));
  }

  /** Builds every node of a graph whose inputs are there; what follows a failure is skipped. */
  private walk(pass: Pass): void {
    const unsound = this.unsound.get(pass.network);
    pass.troubled = unsound !== undefined;
    for (const node of topologicalOrder(pass.graph).order) {
      if (node.mode === 'mute') {
        this.silence(pass, node);
        continue;
      }
      const definition = this.catalogue.find(node.type);
      if (!definition || unsound?.has(node.id)) continue;
      const ports = portsOf(node, definition, this.document.networks);
      const found = pass.readiness(node, ports);
      if (found.state === 'silent') this.silence(pass, node);
      if (found.state !== 'ready') continue;
      const site = { pass, node, definition, ports, given: found.given };
      this.settle(site, this.memo ? this.memo.build(site, this) : this.build(site));
    }
    this.memo?.leave(pass);
  }

  /** Leaves a node out of a pass, and with it what cannot do without it. */
  private silence(pass: Pass, { id }: GraphNode): void {
    pass.silence(id);
    this.effect({ type: 'silent', place: nodeKey(pass.network, id) });
  }

  private settle({ pass, node, ports }: Site, built: Built): void {
    if (built.state === 'silent') this.silence(pass, node);
    else if (built.state === 'failed') {
      pass.troubled = true;
      pass.clash ??= built.clash;
    } else {
      pass.give(node.id, built.outputs, ports);
      for (const value of built.values) this.effect(value);
    }
  }

  private failed(pass: Pass, node: GraphNode, error: unknown): Built {
    if (error instanceof Silence) return SILENT;
    if (error instanceof SharedFailure && pass.surroundings) return { state: 'failed', clash: error };
    if (error instanceof BuildFailure && error.reported) return { state: 'failed' };
    const fixes = error instanceof BuildFailure && error.fixes.length > 0 ? { fixes: error.fixes } : {};
    const place = { node: node.id, network: pass.network };
    const message = this.sentence(node, error);
    // What cannot be measured keeps nobody from training.
    const severity = this.catalogue.find(node.type)?.category === 'metric' ? 'warning' : 'error';
    this.effect({ type: 'problem', problem: { severity, ...place, message, ...fixes } });
    return { state: 'failed' };
  }

  private sentence(node: GraphNode, error: unknown): string {
    const message = error instanceof Error ? error.message : String(error);
    return error instanceof BuildFailure ? `${this.name(node)} ${message}` : `${this.name(node)}: ${message}`;
  }
}

const SILENT = { state: 'silent' } as const;

/** A node that gave something, with the address of each value. */
export const builtOf = (
  { surroundings }: Pass,
  node: string,
  outputs: Readonly<Record<string, PortValue>>,
): Extract<Built, { state: 'built' }> => {
  const { network, owner, holder, run } = surroundings ?? {};
  const values = Object.entries(outputs).map(([port, value]): Effect => {
    const placed = { network, node, port, owner, holder, run, value };
    return { type: 'value', place: placeKey(network, node, port), placed };
  });
  return { state: 'built', outputs, values };
};

/** What a bypassed node gives: on each output the first input of its kind. */
const handedOn = (context: NodeContext, { inputs, outputs }: NodePorts): Record<string, PortValue> => {
  const given = Object.keys(inputs).flatMap((port) => context.inputs(port));
  return Object.fromEntries(
    Object.entries(outputs).map(([port, { label, kinds }]) => {
      const value = given.find(({ kind }) => kind === kinds[0]);
      return [
        port,
        value ??
          context.fail(
            `cannot be bypassed: nothing that enters it could leave by "${label}"; mute it instead.`,
            { type: 'mode', label: 'Mute it', mode: 'mute' },
            { type: 'mode', label: 'End bypass', mode: null },
          ),
      ];
    }),
  );
};

export const trace = (document: ProjectDocument, catalogue: Catalogue, options?: TraceOptions): Trace =>
  new Trace(document, catalogue, options);
