import type { SettingValue } from '../document';
import { nodeAt, nodeName, own } from '../place';
import { defaultValue, settingViolation } from '../settings';
import { quote } from '../text';
import { noNode } from './common';
import { type Command, planned, refuse } from './types';

const same = (a: SettingValue | undefined, b: SettingValue): boolean =>
  Object.is(a, b) || (Array.isArray(a) && JSON.stringify(a) === JSON.stringify(b));

/** Sets one setting. Values that the setting cannot hold are refused with a sentence. */
export const setSetting: Command<{ node: string; setting: string; value: SettingValue }> = {
  id: 'graph.setSetting',
  label: 'Change setting',
  history: 'merge',
  plan(context, { node: id, setting: key, value }) {
    const { document, catalogue, graph } = context;
    const node = nodeAt(document, graph, id);
    if (!node) return noNode(context, id);
    const definition = catalogue.find(node.type);
    const setting = definition && own(definition.settings, key);
    const name = nodeName(node, catalogue);
    if (!setting) return refuse(`${name} has no setting ${quote(key)}.`);
    const violation = settingViolation(setting, value);
    if (violation !== null) return refuse(`${quote(setting.label)} of ${name} ${violation}.`);
    if (same(own(node.settings, key), value)) return planned([]);
    return planned([{ type: 'node.settings', graph, node: id, set: { [key]: value } }], {
      mergeKey: `setting ${graph ?? ''} ${id} ${key}`,
    });
  },
};

/** Puts a setting back to its default; one that the catalogue does not know is taken away. */
export const resetSetting: Command<{ node: string; setting: string }> = {
  id: 'graph.resetSetting',
  label: 'Reset setting',
  history: 'record',
  plan(context, { node: id, setting: key }) {
    const { document, catalogue, graph } = context;
    const node = nodeAt(document, graph, id);
    if (!node) return noNode(context, id);
    const definition = catalogue.find(node.type);
    const setting = definition && own(definition.settings, key);
    const current = own(node.settings, key);
    if (!setting && current === undefined) {
      return refuse(`${nodeName(node, catalogue)} has no setting ${quote(key)}.`);
    }
    const value = setting ? defaultValue(setting) : null;
    if (value !== null && same(current, value)) return planned([]);
    return planned([{ type: 'node.settings', graph, node: id, set: { [key]: value } }]);
  },
};
