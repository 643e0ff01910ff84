import type { Catalogue, Setting } from '../catalogue/types';
import type { Change } from './changes';
import type { ProjectDocument, SettingValue } from './document';
import { graphAt, graphName, nodeName, own } from './place';
import { expectation, settingViolation } from './settings';
import { didYouMean, quote } from './text';

export type Parsed<T> = { ok: true; value: T } | { ok: false; message: string };

const SPACES = /[\s\u00a0\u2009\u202f]+/g;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const ON = ['true', 'on', 'yes', '1'];
const OFF = ['false', 'off', 'no', '0'];

/** A number as people type it: a true minus sign and thin spaces in thousands are fine. Undefined if it is none. */
function readNumber(text: string): number | undefined {
  const plain = text.replace(SPACES, '').replaceAll('−', '-');
  return NUMBER.test(plain) ? Number(plain) : undefined;
}

function readNumbers(text: string): number[] | undefined {
  const parts = text
    .replace(/[[\]()]/g, ' ')
    .split(/[\s,;×]+/)
    .filter(Boolean);
  const numbers = parts.map(readNumber);
  return numbers.every((number) => number !== undefined) ? numbers : undefined;
}

function readPoints(text: string): [number, number][] | undefined {
  const numbers = readNumbers(text);
  if (!numbers || numbers.length % 2 !== 0) return undefined;
  return Array.from({ length: numbers.length / 2 }, (_, i) => [numbers[2 * i], numbers[2 * i + 1]]);
}

function readChoice(setting: Extract<Setting, { type: 'choice' }>, text: string): string | undefined {
  const wanted = text.toLowerCase();
  const { options } = setting;
  const option =
    options.find(({ value }) => value === text) ??
    options.find(({ value, label }) => value.toLowerCase() === wanted || label.toLowerCase() === wanted);
  return option?.value;
}

function readToggle(text: string): boolean | undefined {
  const word = text.toLowerCase();
  if (ON.includes(word)) return true;
  return OFF.includes(word) ? false : undefined;
}

function read(setting: Setting, text: string): SettingValue | undefined {
  switch (setting.type) {
    case 'number':
    case 'integer':
      return readNumber(text);
    case 'choice':
      return readChoice(setting, text);
    case 'toggle':
      return readToggle(text);
    case 'integers':
      return readNumbers(text);
    case 'points':
      return readPoints(text);
    case 'file':
      return text;
  }
}

/** The value, or why there is none as the rest of a sentence that begins with the setting. */
function readOrExplain(setting: Setting, text: string): { ok: true; value: SettingValue } | { ok: false; why: string } {
  const trimmed = text.trim();
  const value = read(setting, trimmed);
  if (value === undefined) {
    const got = trimmed === '' ? 'it is empty' : `it is ${quote(trimmed)}`;
    return { ok: false, why: `must be ${expectation(setting)}; ${got}` };
  }
  const why = settingViolation(setting, value);
  return why === null ? { ok: true, value } : { ok: false, why };
}

/** Reads what somebody typed for a setting. The message is a whole sentence that begins with the setting's label. */
export function parseSettingText(setting: Setting, text: string): Parsed<SettingValue> {
  const result = readOrExplain(setting, text);
  return result.ok ? result : fail(`${quote(setting.label)} ${result.why}.`);
}

/** A setting's value as text that `parseSettingText` reads back: `400, 400`, `0,0; 0.5,-1`. */
export function formatSettingText(value: SettingValue): string {
  if (!Array.isArray(value)) return String(value);
  return value.some(Array.isArray) ? value.map(String).join('; ') : value.join(', ');
}

/**
 * Reads one assignment from a command line: `node.setting=value`, or `network/node.setting=value` inside a network.
 * Names are the ids that the project file uses.
 */
export function planAssignment(document: ProjectDocument, catalogue: Catalogue, text: string): Parsed<Change[]> {
  const match = /^(?:([^/.=]+)\/)?([^/.=]+)\.([^/.=]+)=(.*)$/s.exec(text);
  if (!match) return fail(`${quote(text)} is not an assignment; write node.setting=value, for instance kl.beta=2.`);
  const [, network = null, nodeId, key, valueText] = match;
  const graph = graphAt(document, network);
  if (!graph) {
    const end = didYouMean(network ?? '', Object.keys(document.networks));
    return fail(`The project has no ${graphName(network)}${end}`);
  }
  const node = graph.nodes.find(({ id }) => id === nodeId);
  if (!node) {
    const ids = graph.nodes.map(({ id }) => id);
    return fail(`There is no node ${quote(nodeId)} in ${graphName(network)}${didYouMean(nodeId, ids)}`);
  }
  const definition = catalogue.find(node.type);
  const name = nodeName(node, catalogue);
  if (!definition) return fail(`Node ${quote(nodeId)} has the unknown type ${quote(node.type)}.`);
  const setting = own(definition.settings, key);
  if (!setting) {
    return fail(`${name} has no setting ${quote(key)}${didYouMean(key, Object.keys(definition.settings))}`);
  }
  const value = readOrExplain(setting, valueText);
  if (!value.ok) return fail(`${quote(setting.label)} of ${name} ${value.why}.`);
  return { ok: true, value: [{ type: 'node.settings', graph: network, node: nodeId, set: { [key]: value.value } }] };
}

const fail = (message: string): { ok: false; message: string } => ({ ok: false, message });
