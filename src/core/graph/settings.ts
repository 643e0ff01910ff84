import type { NodeDefinition, Setting } from '../catalogue/types';
import type { GraphNode, Problem, Settings, SettingValue } from './document';
import { LIMITS } from './document';
import { nodeTitle, own } from './place';
import { alternatives, describeValue, didYouMean, formatNumber, quote } from './text';

/** The default as a value of its own: descriptors are frozen in spirit, settings are not shared with them. */
export function defaultValue(setting: Setting): SettingValue {
  if (setting.type === 'integers') return [...setting.default];
  if (setting.type === 'points') return setting.default.map(([x, y]): [number, number] => [x, y]);
  return setting.default;
}

export function defaultSettings(definition: NodeDefinition): Record<string, SettingValue> {
  return Object.fromEntries(Object.entries(definition.settings).map(([key, setting]) => [key, defaultValue(setting)]));
}

/** `from 1 to 8`, `at least 0`, `at most 1` or nothing. */
function rangeText(min: number | undefined, max: number | undefined): string {
  if (min !== undefined && max !== undefined) return `from ${formatNumber(min)} to ${formatNumber(max)}`;
  if (min !== undefined) return `at least ${formatNumber(min)}`;
  return max === undefined ? '' : `at most ${formatNumber(max)}`;
}

/** What the setting takes: `a number`, `a whole number from 1 to 8`, `"mean" or "sum"`. */
export function expectation(setting: Setting): string {
  switch (setting.type) {
    case 'number':
      return ['a number', rangeText(setting.min, setting.max)].filter(Boolean).join(' ');
    case 'integer':
      return `a whole number ${rangeText(setting.min, setting.max)}`;
    case 'choice':
      return alternatives(setting.options.map((option) => quote(option.value)));
    case 'toggle':
      return 'true or false';
    case 'integers':
      return `a list of whole numbers ${rangeText(setting.min, setting.max)}`;
    case 'points':
      return 'a list of points [x, y]';
    case 'file':
      return 'a file in the project’s folder, for instance data/notes.txt';
  }
}

function rangeViolation(value: number, min: number | undefined, max: number | undefined): string | null {
  if (min !== undefined && value < min) return `must be at least ${formatNumber(min)}; it is ${formatNumber(value)}`;
  if (max !== undefined && value > max) return `must be at most ${formatNumber(max)}; it is ${formatNumber(value)}`;
  return null;
}

function integersViolation(setting: Extract<Setting, { type: 'integers' }>, value: unknown[]): string | null {
  const { min, max, minLength, maxLength } = setting;
  if (value.length < minLength || value.length > maxLength) {
    const count = minLength === maxLength ? `${minLength}` : `${minLength} to ${maxLength}`;
    return `must have ${count} ${count === '1' ? 'entry' : 'entries'}; it has ${value.length}`;
  }
  for (const [index, entry] of value.entries()) {
    if (typeof entry === 'number' && Number.isInteger(entry) && entry >= min && entry <= max) continue;
    return `must hold whole numbers ${rangeText(min, max)}; entry ${index + 1} is ${describeValue(entry)}`;
  }
  return null;
}

function pointsViolation(value: unknown[]): string | null {
  if (value.length > LIMITS.points) return `must have at most ${LIMITS.points} points; it has ${value.length}`;
  const inside = (coordinate: unknown) => typeof coordinate === 'number' && Math.abs(coordinate) <= 1;
  const wrong = value.findIndex((point) => !(Array.isArray(point) && point.length === 2 && point.every(inside)));
  return wrong < 0 ? null : `must hold points [x, y] with coordinates from −1 to 1; point ${wrong + 1} is not one`;
}

const LONGEST_PATH = 200;

/** Whether a path leads to a file inside the project's folder, whatever the system: names that are parted by slashes. */
export const isProjectFile = (path: string): boolean =>
  path.length <= LONGEST_PATH &&
  path.split('/').every((name) => /^[^\\:*?"<>|\p{Cc}]+$/u.test(name) && !/^\.+$/.test(name));

/** Why a setting cannot hold a value, as the rest of a sentence (`must be at least 0; it is −1`), or null if it can. */
export function settingViolation(setting: Setting, value: unknown): string | null {
  const otherwise = `must be ${expectation(setting)}; it is ${describeValue(value)}`;
  switch (setting.type) {
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) return otherwise;
      return rangeViolation(value, setting.min, setting.max);
    case 'integer':
      if (typeof value !== 'number' || !Number.isInteger(value)) return otherwise;
      return rangeViolation(value, setting.min, setting.max);
    case 'choice':
      return setting.options.some((option) => option.value === value) ? null : otherwise;
    case 'toggle':
      return typeof value === 'boolean' ? null : otherwise;
    case 'integers':
      return Array.isArray(value) ? integersViolation(setting, value) : otherwise;
    case 'points':
      return Array.isArray(value) ? pointsViolation(value) : otherwise;
    case 'file':
      return typeof value === 'string' && (value === '' || isProjectFile(value)) ? null : otherwise;
  }
}

/** True for a setting that may change while a model trains. */
export const isLiveSetting = (setting: Setting | undefined): boolean =>
  (setting?.type === 'number' || setting?.type === 'integer') && setting.live === true;

/** A setting is hidden while the one it depends on holds none of the values it is for. */
export function isSettingVisible(definition: NodeDefinition, settings: Settings, key: string): boolean {
  const condition = own(definition.settings, key)?.visibleWhen;
  if (!condition) return true;
  const deciding = own(definition.settings, condition.setting);
  const value = own(settings, condition.setting) ?? deciding?.default;
  return condition.is.some((allowed) => allowed === value);
}

/** Every setting of a node that is wrong (error), missing (error) or unknown (warning). Places have no network. */
export function checkSettings(node: GraphNode, definition: NodeDefinition): Problem[] {
  const name = nodeTitle(node, definition);
  const problems: Problem[] = [];
  for (const [key, setting] of Object.entries(definition.settings)) {
    const violation = settingViolation(setting, own(node.settings, key));
    if (violation === null) continue;
    problems.push({ severity: 'error', node: node.id, message: `${quote(setting.label)} of ${name} ${violation}.` });
  }
  for (const key of Object.keys(node.settings)) {
    if (Object.hasOwn(definition.settings, key)) continue;
    const end = didYouMean(key, Object.keys(definition.settings));
    const message = `${name} has no setting ${quote(key)}, so it is ignored${end}`;
    problems.push({ severity: 'warning', node: node.id, message });
  }
  return problems;
}
