/**
 * Where a group of named parameters lives: in one tensor for all of them ("flat") or one tensor each.
 * Flat groups train faster in small networks, because one operation updates all of them.
 * Outside of programs parameters always go by name, so files do not depend on this choice.
 */

import { sizeOf } from './rule';
import { reshape } from './rules/layout';
import { slice } from './rules/pieces';
import { input } from './rules/source';
import type { Shape, Tensor } from './types';
import { TensorError } from './types';

export interface ParameterSpec {
  readonly name: string;
  readonly shape: Shape;
}

export type Storage = 'flat' | 'separate';

export interface ParameterEntry extends ParameterSpec {
  /** First element in the flat vector. */
  readonly offset: number;
  readonly size: number;
}

export interface ParameterLayout {
  /** Name of the flat tensor, and prefix of separate ones: "group/parameter". */
  readonly group: string;
  readonly storage: Storage;
  readonly entries: readonly ParameterEntry[];
  /** Number of values in all. */
  readonly size: number;
}

/** Values of a group by parameter name. */
export type NamedArrays = Record<string, Float32Array>;

/** Above this many values the copies into and out of one vector cost more than the operations they save. */
const maxFlatSize = 200_000;

/** Lays out a group; `storage` is chosen by size unless given. */
export function parameterLayout(
  group: string,
  parameters: readonly ParameterSpec[],
  storage?: Storage,
): ParameterLayout {
  let size = 0;
  const entries = parameters.map(({ name, shape }) => {
    const entry = { name, shape, offset: size, size: sizeOf(shape) };
    size += entry.size;
    return entry;
  });
  const names = new Set(entries.map((e) => e.name));
  if (entries.length === 0 || names.size < entries.length) {
    throw new TensorError(
      `parameters "${group}": got ${entries.length} names of which ${names.size} differ, expected one or more distinct names; rename the repeated ones.`,
    );
  }
  return { group, storage: storage ?? (size <= maxFlatSize ? 'flat' : 'separate'), entries, size };
}

/** A tensor that holds (part of) a group in a program: the whole vector, or one parameter. */
export interface Slot {
  readonly name: string;
  readonly shape: Shape;
  readonly entries: readonly ParameterEntry[];
}

export const slotsOf = ({ group, storage, entries, size }: ParameterLayout): Slot[] =>
  storage === 'flat'
    ? [{ name: group, shape: [size], entries }]
    : entries.map((entry) => ({ name: `${group}/${entry.name}`, shape: entry.shape, entries: [entry] }));

/** The group's parameters as tensors of a program: its inputs, or views into its one flat input. */
export function parameterTensors(layout: ParameterLayout): Record<string, Tensor> {
  const isFlat = layout.storage === 'flat';
  const views = slotsOf(layout).flatMap((slot) => {
    const held = input(slot.name, slot.shape);
    return slot.entries.map((entry) => [entry.name, isFlat ? view(held, entry) : held] as const);
  });
  return Object.fromEntries(views);
}

const view = (vector: Tensor, { shape, offset, size }: ParameterEntry): Tensor =>
  reshape(slice(vector, { starts: [offset], ends: [offset + size] }), shape);

/** Named values → what the program's inputs are fed. Every parameter of the layout must be there. */
export function packParameters(layout: ParameterLayout, values: Readonly<NamedArrays>): NamedArrays {
  return Object.fromEntries(
    slotsOf(layout).map(({ name, shape, entries }) => {
      const data = new Float32Array(sizeOf(shape));
      let at = 0;
      for (const entry of entries) {
        data.set(named(layout, values, entry), at);
        at += entry.size;
      }
      return [name, data];
    }),
  );
}

function named(
  { group }: ParameterLayout,
  values: Readonly<NamedArrays>,
  { name, size }: ParameterEntry,
): Float32Array {
  const value = values[name];
  if (value?.length === size) return value;
  throw new TensorError(
    `parameters "${group}": "${name}" has ${value ? `${value.length} values` : 'no values'}, expected ${size}; check that the file belongs to this model.`,
  );
}

/** What a program's inputs hold → values by parameter name (copies). */
export function unpackParameters(layout: ParameterLayout, held: Readonly<NamedArrays>): NamedArrays {
  const values: NamedArrays = {};
  for (const { name, entries } of slotsOf(layout)) {
    let at = 0;
    for (const entry of entries) {
      values[entry.name] = held[name].slice(at, at + entry.size);
      at += entry.size;
    }
  }
  return values;
}
