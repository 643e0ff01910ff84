import { z } from 'zod';
import type { ViewRecord } from './registry';

/** What each part of a store's state may be when it comes out of a file. */
export type Fields<State> = { readonly [K in keyof State]?: z.ZodType<State[K]> };

const json = z.json();

/** Sets as lists; what JSON has no word for is left out. */
const plain = (value: unknown): unknown => (value instanceof Set ? [...value] : value);

/** The named parts of a state as plain data. */
export function readFields<State extends object>(state: State, fields: Fields<State>): ViewRecord {
  const read: ViewRecord = {};
  for (const [key, value] of Object.entries(state)) {
    if (!Object.hasOwn(fields, key)) continue;
    const content = json.safeParse(plain(value));
    if (content.success) read[key] = content.data;
  }
  return read;
}

/**
 * The parts of a record that are as `fields` want them, and the names of those that are not. Parts that nobody knows are
 * passed over: they come from another version.
 */
export function checkFields<State extends object>(
  view: ViewRecord,
  fields: Fields<State>,
): { state: Partial<State>; wrong: string[] } {
  const state: Partial<State> = {};
  const wrong: string[] = [];
  for (const key of Object.keys(fields) as (keyof State & string)[]) {
    if (!Object.hasOwn(view, key)) continue;
    const checked = fields[key]?.safeParse(view[key]);
    if (checked?.success) state[key] = checked.data;
    else wrong.push(key);
  }
  return { state, wrong };
}
