/** Parts of an analysis that say what they said before stay the same objects, so that what shows them need not be drawn. */
import type { Problem } from '../graph/document';
import type { Analysis, NodeCost, ParameterSpec, WireType } from './types';

type Same<T> = (a: T, b: T) => boolean;

const same = (a: unknown, b: unknown): boolean => a === b;

const sameWire = (a: WireType, b: WireType): boolean =>
  a === b || (a.kind === b.kind && a.text === b.text && a.shape.join() === b.shape.join());

const sameCost = (a: NodeCost, b: NodeCost): boolean =>
  a === b || (a.parameters === b.parameters && a.flops === b.flops && a.activationBytes === b.activationBytes);

const sameText = (a: Problem | ParameterSpec, b: Problem | ParameterSpec): boolean =>
  a === b || JSON.stringify(a) === JSON.stringify(b);

/** A record like `now`, made of what is in `before` where that is the same; `before` itself where all of it is. */
const record = <T>(before: Readonly<Record<string, T>>, now: Readonly<Record<string, T>>, equal: Same<T>) => {
  const shared: Record<string, T> = {};
  const keys = Object.keys(now);
  let whole = keys.length === Object.keys(before).length;
  for (const key of keys) {
    const known = Object.hasOwn(before, key) && equal(before[key], now[key]);
    shared[key] = known ? before[key] : now[key];
    whole &&= known;
  }
  return whole ? before : shared;
};

const list = <T>(before: readonly T[], now: readonly T[], equal: Same<T>): readonly T[] =>
  before.length === now.length && now.every((item, i) => equal(before[i], item)) ? before : now;

const FIELDS = [
  'ok',
  'problems',
  'outputs',
  'edges',
  'networkEdges',
  'parameters',
  'parametersByNode',
  'costs',
  'parameterCount',
  'memory',
  'flops',
] as const satisfies (keyof Analysis)[];

/** `now`, sharing with `before` whatever is equal. */
export const shareAnalysis = (before: Analysis, now: Analysis): Analysis => {
  const networkEdges = Object.fromEntries(
    Object.entries(now.networkEdges).map(([network, edges]) => {
      const known = Object.hasOwn(before.networkEdges, network) ? before.networkEdges[network] : {};
      return [network, record(known, edges, sameWire)];
    }),
  );
  const shared: Analysis = {
    ...now,
    problems: list(before.problems, now.problems, sameText),
    outputs: record(before.outputs, now.outputs, sameWire),
    edges: record(before.edges, now.edges, sameWire),
    networkEdges: record(before.networkEdges, networkEdges, same),
    parameters: list(before.parameters, now.parameters, sameText),
    parametersByNode: record(before.parametersByNode, now.parametersByNode, same),
    costs: record(before.costs, now.costs, sameCost),
  };
  return FIELDS.every((field) => before[field] === shared[field]) ? before : shared;
};
