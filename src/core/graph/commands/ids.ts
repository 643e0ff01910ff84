import type { NodeDefinition } from '../../catalogue/types';

const LONGEST_ID = 64;
/** Room for `_` and a number after the readable part. */
const LONGEST_BASE = LONGEST_ID - 6;

/** The wanted id, or it with the first free number behind (`decoder`, `decoder_2`); notes the result as taken. */
export function uniqueId(wanted: string, taken: Set<string>): string {
  let id = wanted.slice(0, LONGEST_ID);
  const base = id.replace(/_\d+$/, '').slice(0, LONGEST_BASE);
  for (let number = 2; taken.has(id); number++) id = `${base}_${number}`;
  taken.add(id);
  return id;
}

/** A readable id from a catalogue type: `network.decoder` gives `decoder`. */
function idFromType(type: string): string {
  const name = type.slice(type.lastIndexOf('.') + 1).replace(/[^A-Za-z0-9_-]/g, '_');
  return /^[A-Za-z0-9_]/.test(name) ? name : `node_${name}`;
}

/** The id that a new node of a definition should have: a block is known by its title, others by their type. */
export const wantedId = ({ type, holds }: NodeDefinition, title = ''): string =>
  holds === 'block' ? (idFromTitle(title) ?? 'block') : idFromType(type);

/** A readable id from a title (`Residual block` gives `residual_block`); undefined where no letter or digit is in it. */
export function idFromTitle(title: string): string | undefined {
  const name = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return name === '' || name === 'constructor' || name === 'prototype' ? undefined : name.slice(0, LONGEST_BASE);
}

/** Free ids for items, by the ids they have. Notes them as taken. */
export const underFreeIds = (items: readonly { id: string }[], taken: Set<string>): Map<string, string> =>
  new Map(items.map(({ id }) => [id, uniqueId(id, taken)]));

/** `encoder-kl`: the id of a wire tells what it joins. */
export const edgeId = (source: string, target: string, taken: Set<string>): string =>
  uniqueId(`${source.slice(0, 28)}-${target.slice(0, 28)}`, taken);

export const idsOf = (items: readonly { id: string }[]): Set<string> => new Set(items.map(({ id }) => id));
