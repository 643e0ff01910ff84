/** One value for each output of each node, also where a network runs several times in one step. */
import type { PortValue } from '../catalogue/types';
import { placeKey } from './place-key';
import type { PlacedValue, Trace } from './trace';

/** Which of its runs a value belongs to. */
export interface ValueRun {
  /** Study node that the network works for; null on the study graph. */
  owner: string | null;
  /** Runs of the study's networks in which this value appears; this is the first of those on data, else the first. */
  uses: number;
  /** Runs of the blocks around it within that use; this is the last. */
  repetitions: number;
}

export interface ChosenValue extends ValueRun {
  network: string | null;
  node: string;
  port: string;
  value: PortValue;
}

const useOf = ({ owner, run }: PlacedValue): string => `${run ?? 0}/${owner ?? ''}`;

/** Study nodes with a wire from a data node. */
const onData = ({ document, catalogue }: Trace): ReadonlySet<string> => {
  const data = new Set(
    document.study.nodes.filter(({ type }) => catalogue.find(type)?.category === 'data').map(({ id }) => id),
  );
  return new Set(document.study.edges.flatMap(({ source, target }) => (data.has(source.node) ? [target.node] : [])));
};

const choose = (candidates: readonly PlacedValue[], fed: ReadonlySet<string>): ChosenValue => {
  const first = candidates.find(({ owner }) => owner !== undefined && fed.has(owner)) ?? candidates[0];
  const same = candidates.filter((each) => useOf(each) === useOf(first));
  const { network = null, node, port, owner = null, value } = same[same.length - 1];
  return { network, node, port, value, owner, uses: new Set(candidates.map(useOf)).size, repetitions: same.length };
};

/**
 * The values of a trace, one a node and port, in the order of computation. Of a network that is used more than once it is
 * the use on data, else the first; of a block that is repeated it is the last repetition.
 */
export const chosenValues = (trace: Trace): ChosenValue[] => {
  const byPlace = new Map<string, PlacedValue[]>();
  for (const placed of trace.values) {
    const key = placeKey(placed.network, placed.node, placed.port);
    const known = byPlace.get(key);
    if (known) known.push(placed);
    else byPlace.set(key, [placed]);
  }
  const fed = onData(trace);
  return [...byPlace.values()].map((candidates) => choose(candidates, fed));
};
