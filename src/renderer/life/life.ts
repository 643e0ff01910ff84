/** What the nodes of a run say about themselves, kept from reading to reading. */
import { create } from 'zustand';
import { nodeKey } from '../../core/compile/place-key';
import type { LayerStatistics } from '../../protocol/worker';
import { type Flag, type Flags, flagsOf, NEEDED } from './flags';

/** Readings of σ that a sparkline shows: at one in two seconds the last four minutes. */
const KEPT = 120;
/** Decades below the largest gradient over which the bars run. */
const DECADES = 6;

export interface NodeReading {
  step: number;
  /** Of the first value that the node gives. */
  value: LayerStatistics['values'][number] | null;
  /** Standard deviations of that value, oldest first. */
  sigma: readonly number[];
  /** Root mean square over all of its trainable parameters; null where it has none. */
  gradient: number | null;
  weight: number | null;
  /** Place of the gradient among those of all nodes, from 0 (a millionth of the largest, or less) to 1 (the largest). */
  gradientPlace: number;
  flags: readonly Flag[];
}

/** A flag on a node inside a network. */
export interface PlacedFlag extends Flag {
  network: string;
  node: string;
}

export interface LifeState {
  run: string | null;
  /** By node, as `nodeKey` names them. */
  nodes: Readonly<Record<string, NodeReading>>;
  /** By network. */
  networkFlags: Readonly<Record<string, readonly PlacedFlag[]>>;
  recent: readonly LayerStatistics[];
}

export const emptyLife: LifeState = { run: null, nodes: {}, networkFlags: {}, recent: [] };

export const useLife = create<LifeState>(() => emptyLife);

interface Sizes {
  weight: number;
  gradient: number;
}

/** Root mean squares over the parameters of each node. */
const sizesOf = ({ parameters }: LayerStatistics): Map<string, Sizes> => {
  const sums = new Map<string, Sizes & { count: number }>();
  for (const { network, node, trainable, count, weight, gradient } of parameters) {
    if (!trainable) continue;
    const key = nodeKey(network, node);
    const sum = sums.get(key) ?? { weight: 0, gradient: 0, count: 0 };
    sum.weight += weight ** 2 * count;
    sum.gradient += gradient ** 2 * count;
    sum.count += count;
    sums.set(key, sum);
  }
  const entries = [...sums].map(([key, { weight, gradient, count }]): [string, Sizes] => [
    key,
    { weight: Math.sqrt(weight / count), gradient: Math.sqrt(gradient / count) },
  ]);
  return new Map(entries);
};

/** Place of a number on a logarithmic scale that ends at the largest. */
export const logPlace = (value: number, largest: number): number =>
  value > 0 && largest > 0 ? Math.min(1, Math.max(0, 1 + Math.log10(value / largest) / DECADES)) : 0;

const networkFlagsOf = (flags: Flags): LifeState['networkFlags'] => {
  const found: Record<string, PlacedFlag[]> = {};
  for (const [key, own] of Object.entries(flags)) {
    const [network, node] = key.split('/');
    if (node !== undefined)
      found[network] = [...(found[network] ?? []), ...own.map((flag) => ({ ...flag, network, node }))];
  }
  return found;
};

/** The state with one more reading. A run that went back, or another run, begins afresh. */
export const withReading = (before: LifeState, run: string, reading: LayerStatistics): LifeState => {
  const goesOn = before.run === run && (before.recent.at(-1)?.step ?? 0) <= reading.step;
  const known = goesOn ? before : emptyLife;
  const sameStep = known.recent.at(-1)?.step === reading.step;
  const recent = [...(sameStep ? known.recent.slice(0, -1) : known.recent), reading].slice(-NEEDED);
  const flags = flagsOf(recent);
  const sizes = sizesOf(reading);
  const largest = Math.max(0, ...[...sizes.values()].map(({ gradient }) => gradient).filter(Number.isFinite));
  const values = new Map(reading.values.toReversed().map((value) => [nodeKey(value.network, value.node), value]));
  const nodes: Record<string, NodeReading> = {};
  for (const key of new Set([...values.keys(), ...sizes.keys()])) {
    const value = values.get(key) ?? null;
    const { gradient = null, weight = null } = sizes.get(key) ?? {};
    const past = known.nodes[key]?.sigma ?? [];
    const sigma = value === null || (sameStep && past.length > 0) ? past : [...past, value.std].slice(-KEPT);
    const gradientPlace = gradient === null ? 0 : logPlace(gradient, largest);
    nodes[key] = { step: reading.step, value, sigma, gradient, weight, gradientPlace, flags: flags[key] ?? [] };
  }
  return { run, nodes, networkFlags: networkFlagsOf(flags), recent };
};
