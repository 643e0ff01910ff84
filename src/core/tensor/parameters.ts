/**
 * Where a group of named parameters lives: in one tensor for all of them ("flat") or one tensor each.
 * Flat groups train faster in small networks, because one operation updates all of them.
 * Members that no gradient changes (running statistics) always have a tensor each.
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
  /** False for members that no gradient changes; a training step may give them new values. True unless given. */
  readonly trainable?: boolean;
}

export type Storage = 'flat' | 'separate';

export interface ParameterEntry extends ParameterSpec {
  readonly trainable: boolean;
  readonly size: number;
}

export interface ParameterLayout {
  /** Name of the flat tensor, and prefix of separate ones: "group/parameter". */
  readonly group: string;
  readonly storage: Storage;
  readonly entries: readonly ParameterEntry[];
  /** Number of trainable values. */
  readonly size: number;
}

/** Values of a group by parameter name. */
export type NamedArrays = Record<string, Float32Array>;

/** Above this many values a parameter the copies into and out of one vector cost more than the operations they save. */
const maxFlatShare = 32_000;

/** Lays out a group; `storage` is chosen by size unless given. */
export function parameterLayout(
  group: string,
  parameters: readonly ParameterSpec[],
  storage?: Storage,
): ParameterLayout {
  const entries = parameters.map(({ name, shape, trainable = true }) => ({
    name,
    shape,
    trainable,
    size: sizeOf(shape),
  }));
  const names = new Set(entries.map((e) => e.name));
  if (entries.length === 0 || names.size < entries.length) {
    throw new TensorError(
      `parameters "${group}": got ${entries.length} names of which ${names.size} differ, expected one or more distinct names; rename the repeated ones.`,
    );
  }
  const trainable = entries.filter((e) => e.trainable);
  const size = trainable.reduce((n, e) => n + e.size, 0);
  const isFlat = trainable.length > 0 && size <= maxFlatShare * trainable.length;
  return { group, storage: storage ?? (isFlat ? 'flat' : 'separate'), entries, size };
}

/** A tensor that holds (part of) a group in a program: the vector of all that is trainable, or one parameter. */
export interface Slot {
  readonly name: string;
  readonly shape: Shape;
  readonly trainable: boolean;
  readonly entries: readonly ParameterEntry[];
}

export function slotsOf({ group, storage, entries, size }: ParameterLayout): Slot[] {
  const separate = (entry: ParameterEntry): Slot => ({
    name: `${group}/${entry.name}`,
    shape: entry.shape,
    trainable: entry.trainable,
    entries: [entry],
  });
  if (storage === 'separate') return entries.map(separate);
  const vector: Slot = { name: group, shape: [size], trainable: true, entries: entries.filter((e) => e.trainable) };
  return [vector, ...entries.filter((e) => !e.trainable).map(separate)];
}

export const trainableSlotsOf = (layout: ParameterLayout): Slot[] => slotsOf(layout).filter((slot) => slot.trainable);

/** The group's parameters as tensors of a program: its inputs, or views into its one flat input. */
export const parameterTensors = (layout: ParameterLayout): Record<string, Tensor> =>
  parameterViews(layout, ({ name, shape }) => input(name, shape));

/** Parameters by name as views into the tensors that hold them. */
export function parameterViews(layout: ParameterLayout, held: (slot: Slot) => Tensor): Record<string, Tensor> {
  const isFlat = layout.storage === 'flat';
  return Object.fromEntries(
    slotsOf(layout).flatMap((slot) => {
      const tensor = held(slot);
      if (!isFlat || !slot.trainable) return slot.entries.map(({ name }) => [name, tensor] as const);
      let at = 0;
      return slot.entries.map(({ name, shape, size }) => {
        const part = slice(tensor, { starts: [at], ends: [at + size] });
        at += size;
        return [name, reshape(part, shape)] as const;
      });
    }),
  );
}

/** Named values → what the program's inputs are fed. Every parameter of the slots (all unless given) must be there. */
export function packParameters(
  layout: ParameterLayout,
  values: Readonly<NamedArrays>,
  slots: readonly Slot[] = slotsOf(layout),
): NamedArrays {
  return Object.fromEntries(
    slots.map(({ name, shape, entries }) => {
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

/** What tensors hold, by slot name → values by parameter name (copies). */
export function unpackSlots(slots: readonly Slot[], held: Readonly<NamedArrays>): NamedArrays {
  const values: NamedArrays = {};
  for (const { name, entries } of slots) {
    let at = 0;
    for (const entry of entries) {
      values[entry.name] = held[name].slice(at, at + entry.size);
      at += entry.size;
    }
  }
  return values;
}
