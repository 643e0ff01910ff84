/** Parts of an analysis that say what they said before stay the same objects, so that what shows them need not be drawn. */
import type { Problem } from '../graph/document';
import type { Analysis, NodeCost, ParameterSpec, WireType } from './types';

type Same<T> = (a: T, b: T) => boolean;

export const same = (a: unknown, b: unknown): boolean => a === b;

export const sameWire = (a: WireType, b: WireType): boolean =>
  a === b || (a.kind === b.kind && a.text === b.text && a.shape.join() === b.shape.join());

export const sameCost = (a: NodeCost, b: NodeCost): boolean =>
  a === b || (a.parameters === b.parameters && a.flops === b.flops && a.activationBytes === b.activationBytes);

const sameText = (a: Problem | ParameterSpec, b: Problem | ParameterSpec): boolean =>
  a === b || JSON.stringify(a) === JSON.stringify(b);

/** A record of these entries, made of what is in `before` where that is the same; `before` itself where all of it is. */
export const shareRecord = <T>(
  before: Readonly<Record<string, T>>,
  entries: readonly (readonly [string, T])[],
  equal: Same<T>,
): Readonly<Record<string, T>> => {
  let whole = entries.length === Object.keys(before).length;
  const shared = entries.map(([key, value]) => {
    const known = Object.hasOwn(before, key) && equal(before[key], value);
    whole &&= known;
    return [key, known ? before[key] : value] as const;
  });
  return whole ? before : Object.fromEntries(shared);
};

export const shareList = <T extends Problem | ParameterSpec>(before: readonly T[], now: readonly T[]): readonly T[] =>
  before.length === now.length && now.every((item, i) => sameText(before[i], item)) ? before : now;

const FIELDS = [
  'ok',
  'problems',
  'outputs',
  'silent',
  'edges',
  'networkEdges',
  'parameters',
  'parametersByNode',
  'costs',
  'parameterCount',
  'memory',
  'flops',
] as const satisfies (keyof Analysis)[];

/** `before` where no field of the new analysis is another object or number. */
export const shareAnalysis = (before: Analysis, now: Analysis): Analysis =>
  FIELDS.every((field) => before[field] === now[field]) ? before : now;
