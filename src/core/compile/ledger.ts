/** What a trace collects. Everything that building a node does besides giving values is an effect, so it can be replayed. */
import type { PortValue, TrainingObjective } from '../catalogue/types';
import type { Problem } from '../graph/document';
import type { DType, Shape, Tensor } from '../tensor';
import { nodeKey } from './place-key';
import type { NodeCost, ParameterSpec } from './types';

/** Something a step program must be fed, besides parameters and optimiser state. */
export type Feed =
  | {
      type: 'batch';
      input: string;
      node: string;
      field: 'x' | 'label' | 'tokens' | 'characters';
      shape: Shape;
      dtype: DType;
    }
  | {
      type: 'random';
      input: string;
      node: string;
      distribution: 'normal' | 'uniform';
      shape: Shape;
      /** Name of the random stream; that of the input where absent. */
      stream?: string;
    }
  | { type: 'live'; input: string; node: string; setting: string; value: number };

export interface Named {
  node: string;
  name: string;
  value: Tensor;
}

/** `exp`: the exponential of the average is what is told. */
export type Measured = Named & { after?: 'exp' };

/** What a port of a node gave. */
export interface PlacedValue {
  /** Network that the node stands in; absent on the study graph. */
  network?: string;
  node: string;
  port: string;
  /** Study node that the network works for. */
  owner?: string;
  /** The node that its graph is inside of; absent on the study graph. */
  holder?: { network?: string; node: string };
  /** Count of the uses of the study node's network, from 1, to which this value belongs; absent on the study graph. */
  run?: number;
  value: PortValue;
}

/** `curve` tells several of one node apart. */
export interface Reported extends Named {
  unit: string;
  curve?: string;
}

export type Effect =
  | { type: 'feed'; feed: Feed; tensor: Tensor }
  | { type: 'parameter'; spec: ParameterSpec; tensor: Tensor }
  | { type: 'update'; name: string; tensor: Tensor }
  | { type: 'report'; report: Reported }
  | { type: 'measure'; measure: Measured }
  | { type: 'objective'; objective: TrainingObjective & { node: string } }
  | { type: 'problem'; problem: Problem }
  | { type: 'use'; network: string }
  | { type: 'silent'; place: string }
  | { type: 'value'; place: string; placed: PlacedValue }
  | { type: 'cost'; place: string; cost: NodeCost }
  | { type: 'within'; effects: readonly Effect[] };

export class Ledger {
  readonly problems: Problem[] = [];
  readonly outputs = new Map<string, PortValue>();
  /** Everything that nodes gave, in the order of computation; a network that is used twice is here twice. */
  readonly values: PlacedValue[] = [];
  readonly feeds = new Map<string, { feed: Feed; tensor: Tensor }>();
  readonly parameters = new Map<string, { spec: ParameterSpec; tensor: Tensor }>();
  /** New values that a training step gives to parameters that are not trainable, by name. */
  readonly updates = new Map<string, Tensor>();
  readonly reports: Reported[] = [];
  readonly measures: Measured[] = [];
  readonly objectives: (TrainingObjective & { node: string })[] = [];
  /** Addresses of nodes that take no part, wherever their graph is run. */
  readonly silent = new Set<string>();
  /** Costs by address of the node; only where the trace remembers nodes. */
  readonly costs = new Map<string, NodeCost>();
  protected readonly networkUses = new Map<string, number>();
  /** Nodes that have said what is wrong with them: a network that is used twice says it once. */
  private readonly complained = new Set<string>();

  protected apply(effect: Effect): void {
    switch (effect.type) {
      case 'feed':
        this.feedOnce(effect);
        return;
      case 'parameter':
        if (!this.parameters.has(effect.spec.name)) this.parameters.set(effect.spec.name, effect);
        return;
      case 'update':
        this.updates.set(effect.name, effect.tensor);
        return;
      case 'report':
        this.reports.push(effect.report);
        return;
      case 'measure':
        this.measures.push(effect.measure);
        return;
      case 'objective':
        this.objectives.push(effect.objective);
        return;
      case 'problem':
        this.complain(effect.problem);
        return;
      case 'use':
        this.networkUses.set(effect.network, (this.networkUses.get(effect.network) ?? 0) + 1);
        return;
      case 'silent':
        this.silent.add(effect.place);
        return;
      case 'value':
        this.values.push(effect.placed);
        this.outputs.set(effect.place, effect.placed.value);
        return;
      case 'cost':
        this.costs.set(effect.place, effect.cost);
        return;
      case 'within':
        for (const each of effect.effects) this.apply(each);
    }
  }

  /** @throws RangeError where one input would stand for two things. */
  private feedOnce(effect: Extract<Effect, { type: 'feed' }>): void {
    const { feed } = effect;
    const known = this.feeds.get(feed.input)?.feed;
    if (!known) this.feeds.set(feed.input, effect);
    else if (!sameFeed(known, feed))
      throw new RangeError(
        `"${feed.input}" of node "${feed.node}" is fed as ${feed.type} and as ${known.type} of "${known.node}"; give one of them a name of its own.`,
      );
  }

  private complain(problem: Problem): void {
    const place = nodeKey(problem.network, problem.node ?? '');
    if (!this.complained.has(place)) this.problems.push(problem);
    this.complained.add(place);
  }
}

/** Whether both are filled from the same numbers. */
const sameFeed = (a: Feed, b: Feed): boolean => {
  if (a.node !== b.node) return false;
  if (a.type === 'live') return b.type === 'live' && a.setting === b.setting;
  if (b.type === 'live' || a.shape.join() !== b.shape.join()) return false;
  return a.type === 'random'
    ? b.type === 'random' && a.distribution === b.distribution
    : b.type === 'batch' && a.field === b.field;
};
