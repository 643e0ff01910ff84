import type { NodeDefinition, Setting } from '../../core/catalogue/types';
import { isSettingVisible } from '../../core/graph';
import type { GraphNode, SettingValue } from '../../core/graph/document';

/** The value that a setting of a node holds. */
export const settingValue = (node: GraphNode, key: string, setting: Setting): SettingValue =>
  node.settings[key] ?? (setting.default as SettingValue);

export const sameValue = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** The value that a setting has in all nodes; null where they differ. */
export function commonValue(nodes: readonly GraphNode[], key: string, setting: Setting): SettingValue | null {
  const [first, ...rest] = nodes.map((node) => settingValue(node, key, setting));
  return first !== undefined && rest.every((value) => sameValue(value, first)) ? first : null;
}

/** Settings that each of the nodes shows; drawings only for one alone. */
export const visibleSettings = (nodes: readonly GraphNode[], definition: NodeDefinition): [string, Setting][] =>
  Object.entries(definition.settings).filter(
    ([key, { type }]) =>
      (type !== 'points' || nodes.length === 1) &&
      nodes.every((node) => isSettingVisible(definition, node.settings, key)),
  );
