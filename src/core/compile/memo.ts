/**
 * Memory of a trace that follows a document while it is edited: a node whose surroundings are as they were is not built
 * again, its effects are replayed. Every value that leaves a node is replaced by a stand-in, a fresh input of its type,
 * and a node that is built again gives the stand-ins of last time where the types are the same. So an edit reaches as far
 * as it changes types, costs can be told node by node, and nothing old is held by what is new. Shapes, problems and costs
 * come out as in a trace without memory; programs cannot be made of it, as no tensor leads further back than its node.
 */
import { canBeAsked } from '../catalogue/handles';
import type { HeldNetwork, NodePorts, PortValue } from '../catalogue/types';
import type { Graph, GraphNode } from '../graph/document';
import { costOf, input, sizeOf, type Tensor, type TensorType } from '../tensor';
import type { Effect } from './ledger';
import { type Given, Pass, type Surroundings } from './pass';
import { nodeKey } from './place-key';
import { type Built, builtOf, type Site, type Trace } from './trace';
import type { NodeCost, ParameterSpec } from './types';

type Outputs = Readonly<Record<string, PortValue>>;

/** What is remembered of one node at one place. */
export interface Entry {
  /**
   * What it was built from: it holds as long as all of this is the same. No pass is kept, as it would keep all that was
   * remembered in its time.
   */
  node: GraphNode;
  ports: NodePorts;
  given: Given;
  surroundings: Surroundings | undefined;
  graphs: ReadonlyMap<string, readonly unknown[]>;
  reads: ReadonlyMap<string, Tensor | undefined>;
  /** True where something else may have to do with it: it never holds. */
  fleeting: boolean;

  built: Built;
  effects: readonly Effect[];
  parameters: ReadonlyMap<string, ParameterSpec>;
  updates: ReadonlyMap<string, Tensor>;
  cost: NodeCost;
  /** Runs of graphs inside it, in order. */
  passes: readonly Pass[];
  /** What it gave when it last gave something. */
  outputs: Outputs;
}

const sameItems = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((item, i) => item === b[i]);

const sameType = (a: TensorType, b: TensorType): boolean => a.dtype === b.dtype && sameItems(a.shape, b.shape);

/** Networks that can be evaluated again lead back to the trace that they come from: they are never the same. */
const sameNetwork = (a: HeldNetwork, b: HeldNetwork): boolean =>
  !canBeAsked(a) && a.role === b.role && a.id === b.id && sameItems(a.itemShape, b.itemShape);

/** Whether two values look the same to whatever they are wired into. */
const sameValue = (a: PortValue, b: PortValue): boolean => {
  if (a.kind === 'distribution') return b.kind === a.kind && sameType(a.mean, b.mean) && sameType(a.logVar, b.logVar);
  if (a.kind === 'trajectory') return b.kind === a.kind && a.direct === b.direct && sameItems(a.itemShape, b.itemShape);
  if (a.kind === 'network') return b.kind === a.kind && sameNetwork(a.network, b.network);
  // Its maps lead back to the trace that they come from.
  if (a.kind === 'flow') return false;
  if (!('tensor' in b) || a.kind !== b.kind || !sameType(a.tensor, b.tensor)) return false;
  if (a.kind === 'tokens')
    return (
      b.kind === 'tokens' && a.vocabulary === b.vocabulary && a.grey === b.grey && sameItems(a.grid ?? [], b.grid ?? [])
    );
  return a.kind !== 'label' || b.kind !== 'label' || (a.classes === b.classes && a.none === b.none);
};

/** Whether a node is the same but for where it stands and how it is drawn. */
const sameNode = (a: GraphNode, b: GraphNode): boolean =>
  a === b ||
  (a.settings === b.settings &&
    a.type === b.type &&
    a.version === b.version &&
    a.title === b.title &&
    a.network === b.network &&
    a.mode === b.mode);

const standIn = (tensor: Tensor): Tensor =>
  tensor.primitive === 'input' ? tensor : input('stand-in', tensor.shape, tensor.dtype);

const standInFor = (value: PortValue): PortValue => {
  if (value.kind === 'distribution') return { ...value, mean: standIn(value.mean), logVar: standIn(value.logVar) };
  if (value.kind === 'flow')
    return { ...value, tensor: standIn(value.tensor), logDet: standIn(value.logDet), left: value.left.map(standIn) };
  return 'tensor' in value ? { ...value, tensor: standIn(value.tensor) } : value;
};

const tensorsOf = (value: PortValue): Tensor[] => {
  if (value.kind === 'distribution') return [value.mean, value.logVar];
  if (value.kind === 'flow') return [value.tensor, value.logDet, ...value.left];
  return 'tensor' in value ? [value.tensor] : [];
};

/** A node while it is built. */
class Frame {
  readonly effects: Effect[] = [];
  readonly graphs = new Map<string, readonly unknown[]>();
  readonly reads = new Map<string, Tensor | undefined>();
  readonly parameters = new Map<string, ParameterSpec>();
  readonly updates = new Map<string, Tensor>();
  readonly passes: Pass[] = [];
  /** Tensors that it computes besides its outputs. */
  readonly computed: Tensor[] = [];
  flops = 0;
  bytes = 0;
  fleeting = false;

  constructor(readonly before: Entry | undefined) {}

  record(effect: Effect): void {
    this.effects.push(effect);
    if (effect.type === 'parameter') this.parameters.set(effect.spec.name, effect.spec);
    if (effect.type === 'report') this.computed.push(effect.report.value);
    if (effect.type === 'measure') this.computed.push(effect.measure.value);
    if (effect.type === 'objective') this.computed.push(effect.objective.loss);
  }

  read(name: string, tensor: Tensor | undefined): void {
    if (this.updates.get(name) !== tensor || tensor === undefined) this.reads.set(name, tensor);
  }

  /** Takes over what a node inside has done. */
  adopt({ effects, reads, parameters, updates, cost, fleeting }: Entry): void {
    this.effects.push({ type: 'within', effects });
    for (const [name, tensor] of reads) this.read(name, tensor);
    for (const [name, spec] of parameters) this.parameters.set(name, spec);
    for (const [name, tensor] of updates) this.updates.set(name, tensor);
    this.flops += cost.flops;
    this.bytes += cost.activationBytes;
    this.fleeting ||= fleeting;
  }

  /** @param owner Study node that it works for: parameters of a network that it only asks are not its own. */
  cost(outputs: Outputs, owner: string): NodeCost {
    const own = costOf([...this.computed, ...Object.values(outputs).flatMap(tensorsOf)]);
    const trained = [...this.parameters.values()].filter(({ trainable = true, node }) => trainable && node === owner);
    return {
      parameters: trained.reduce((total, { shape }) => total + sizeOf(shape), 0),
      flops: this.flops + own.flops,
      activationBytes: this.bytes + own.bytes,
    };
  }
}

/** What one trace after another knows of the nodes; one for each document that is followed. */
export class Memo {
  private readonly frames: Frame[] = [];
  private last: Pass | undefined;

  /** Begins a trace. */
  study(graph: Graph): Pass {
    this.frames.length = 0;
    this.last = new Pass(graph, undefined, this.last?.entries);
    return this.last;
  }

  record(effect: Effect): void {
    this.frames.at(-1)?.record(effect);
  }

  /** What is being built depends on more than is looked at here. */
  forget(): void {
    for (const frame of this.frames) frame.fleeting = true;
  }

  readGraph(network: string, trace: Trace): void {
    this.frames.at(-1)?.graphs.set(network, trace.reach(network));
  }

  readUpdate(name: string, tensor: Tensor | undefined): void {
    this.frames.at(-1)?.read(name, tensor);
  }

  /** The stand-in of a new value of a state. */
  keepUpdate(name: string, tensor: Tensor): Tensor {
    const frame = this.frames.at(-1);
    const before = frame?.before?.updates.get(name);
    const kept = before && sameType(before, tensor) ? before : standIn(tensor);
    frame?.computed.push(tensor);
    frame?.updates.set(name, kept);
    return kept;
  }

  /** Begins a run of a graph inside the node that is being built. */
  inside(graph: Graph, around: Surroundings): Pass {
    const frame = this.frames.at(-1);
    const earlier = frame?.before?.passes[frame.passes.length];
    const same = earlier?.network === around.network ? earlier : undefined;
    const pass = new Pass(graph, settled(same?.surroundings, around), same?.entries);
    frame?.passes.push(pass);
    return pass;
  }

  /** Ends a run: what was not reached this time is kept while its node is there, for when its wires come back. */
  leave(pass: Pass): void {
    for (const { id } of pass.graph.nodes) {
      const entry = pass.entries.has(id) ? undefined : pass.before?.get(id);
      if (entry) pass.entries.set(id, entry);
    }
    pass.before = undefined;
  }

  /** Gives what is remembered of a node if it still holds, else builds it. */
  build(site: Site, trace: Trace): Built {
    const { pass, node } = site;
    const before = pass.before?.get(node.id);
    if (before && holds(before, site, trace)) {
      for (const effect of before.effects) trace.replay(effect);
      before.node = node;
      return this.finish(pass, before);
    }
    const frame = new Frame(before);
    this.frames.push(frame);
    const result = trace.build(site);
    this.frames.pop();
    return this.finish(pass, this.remember(site, frame, result, trace));
  }

  private finish(pass: Pass, entry: Entry): Built {
    pass.entries.set(entry.node.id, entry);
    this.frames.at(-1)?.adopt(entry);
    return entry.built;
  }

  private remember(site: Site, frame: Frame, result: Built, trace: Trace): Entry {
    const { before, graphs, reads, effects, parameters, updates, passes } = frame;
    const given = result.state === 'built' ? result.outputs : {};
    const cost = frame.cost(given, site.pass.surroundings?.owner ?? site.node.id);
    if (result.state === 'built') {
      const effect: Effect = { type: 'cost', place: nodeKey(site.pass.network, site.node.id), cost };
      trace.replay(effect);
      effects.push(effect);
    }
    const kept = Object.entries(given).map(([port, value]) => {
      const known = before?.outputs[port];
      return [port, known && sameValue(known, value) ? known : standInFor(value)] as const;
    });
    const outputs = Object.fromEntries(kept);
    const holdsFunctions = Object.values(given).some(
      (value) => value.kind === 'flow' || (value.kind === 'network' && canBeAsked(value.network)),
    );
    return {
      node: site.node,
      ports: site.ports,
      given: site.given,
      surroundings: site.pass.surroundings,
      graphs,
      reads,
      fleeting: frame.fleeting || holdsFunctions,
      built: result.state === 'built' ? builtOf(site.pass, site.node.id, outputs) : result,
      effects,
      parameters,
      updates,
      cost,
      passes,
      outputs: { ...before?.outputs, ...outputs },
    };
  }
}

const all = <T>(items: Iterable<T>, holds: (item: T) => boolean): boolean => {
  for (const item of items) if (!holds(item)) return false;
  return true;
};

const holds = (entry: Entry, { pass, node, ports, given }: Site, trace: Trace): boolean =>
  !entry.fleeting &&
  entry.surroundings === pass.surroundings &&
  entry.ports === ports &&
  sameNode(entry.node, node) &&
  sameItems(entry.given, given) &&
  all(entry.graphs, ([network, reach]) => sameItems(reach, trace.reach(network))) &&
  all(entry.reads, ([name, tensor]) => trace.updates.get(name) === tensor) &&
  all(entry.parameters.values(), (spec) => trace.takes(spec));

const sameKey = (a: Surroundings, b: Surroundings): boolean =>
  a.network === b.network &&
  a.owner === b.owner &&
  a.holder.network === b.holder.network &&
  a.holder.node === b.holder.node &&
  a.block === b.block &&
  a.use === b.use &&
  a.run === b.run &&
  a.repeats === b.repeats &&
  sameItems(a.path, b.path) &&
  sameItems(a.shape ?? [], b.shape ?? []) &&
  sameItems(Object.keys(a.inputs), Object.keys(b.inputs));

/** The surroundings with stand-ins for what enters, or the same object as before where nothing is different. */
const settled = (before: Surroundings | undefined, around: Surroundings): Surroundings => {
  const inputs = Object.fromEntries(
    Object.entries(around.inputs).map(([name, tensor]) => {
      const known = before && Object.hasOwn(before.inputs, name) ? before.inputs[name] : undefined;
      if (!tensor) return [name, tensor];
      return [name, known && sameType(known, tensor) ? known : standIn(tensor)];
    }),
  );
  const next = { ...around, inputs };
  const same =
    before && sameKey(before, next) && Object.keys(inputs).every((key) => inputs[key] === before.inputs[key]);
  return same ? before : next;
};
