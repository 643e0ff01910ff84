import type { Catalogue, NodeDefinition } from '../catalogue/types';
import type { GraphNode, SettingValue } from './document';
import { own } from './place';
import { defaultValue } from './settings';
import { formatNumber } from './text';

/** One setting that two versions of a node hold different values of, in words as the settings schema gives them. */
export interface SettingDifference {
  key: string;
  label: string;
  /** Values; undefined where a node does not hold the setting at all. */
  before: SettingValue | undefined;
  after: SettingValue | undefined;
  /** The same in words: `128`, `GELU`, `on`, `none`. Long lists that differ may read alike. */
  from: string;
  to: string;
}

const LONGEST_LIST = 6;
const LONGEST_TEXT = 40;

const listWords = (value: readonly unknown[]): string => {
  if (value.some(Array.isArray)) return value.length === 1 ? '1 point' : `${value.length} points`;
  if (value.length === 0) return 'empty';
  const shown = value.slice(0, LONGEST_LIST).map((entry) => formatNumber(Number(entry)));
  return value.length > LONGEST_LIST ? `${shown.join(', ')} … (${value.length})` : shown.join(', ');
};

/** A setting's value in a few words, by the label of its choice and with its unit. */
export function settingWords(
  definition: NodeDefinition | undefined,
  key: string,
  value: SettingValue | undefined,
): string {
  const setting = definition && own(definition.settings, key);
  if (value === undefined) return 'none';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value)) return listWords(value);
  if (typeof value === 'number') {
    const unit = setting && 'unit' in setting ? setting.unit : undefined;
    return unit ? `${formatNumber(value)} ${unit}` : formatNumber(value);
  }
  const option = setting?.type === 'choice' ? setting.options.find((each) => each.value === value) : undefined;
  const text = option?.label ?? value;
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT - 1)}…` : text;
}

const sameValue = (a: unknown, b: unknown): boolean =>
  Object.is(a, b) || (Array.isArray(a) && Array.isArray(b) && JSON.stringify(a) === JSON.stringify(b));

/** Settings in which two versions of a node differ, in the order of the schema; what is absent counts as its default. */
export function compareSettings(before: GraphNode, after: GraphNode, catalogue: Catalogue): SettingDifference[] {
  if (before.settings === after.settings && before.type === after.type) return [];
  const [old, now] = [catalogue.find(before.type), catalogue.find(after.type)];
  const keys = new Set(
    [now?.settings, old?.settings, after.settings, before.settings].flatMap((settings) => Object.keys(settings ?? {})),
  );
  const differences: SettingDifference[] = [];
  for (const key of keys) {
    const [was, is] = [valueIn(before, old, key), valueIn(after, now, key)];
    if (sameValue(was, is)) continue;
    const label = (now && own(now.settings, key)?.label) ?? (old && own(old.settings, key)?.label) ?? key;
    const [from, to] = [settingWords(old, key, was), settingWords(now, key, is)];
    differences.push({ key, label, before: was, after: is, from, to });
  }
  return differences;
}

function valueIn(node: GraphNode, definition: NodeDefinition | undefined, key: string): SettingValue | undefined {
  const setting = definition && own(definition.settings, key);
  return own(node.settings, key) ?? (setting && defaultValue(setting));
}
