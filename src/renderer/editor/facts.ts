import type { Catalogue, NodeDefinition } from '../../core/catalogue/types';
import { isLiveSetting, isSettingVisible } from '../../core/graph';
import type { Graph, GraphNode, SettingValue } from '../../core/graph/document';
import { numberText } from '../components/NumberField';
import { formatCount } from '../format';

export interface Fact {
  label: string;
  value: string;
  /** May change while a model trains. */
  live?: boolean;
}

const MAX_SETTINGS = 3;

/** The few lines on a node that say what it is set to. */
export function nodeFacts(
  network: Graph | undefined,
  catalogue: Catalogue,
  node: GraphNode,
  definition: NodeDefinition,
  parameters: number | undefined,
): Fact[] {
  const facts = settingFacts(node, definition).slice(0, MAX_SETTINGS);
  const inside = definition.holds === 'block' ? 'inside' : 'network';
  if (network) facts.unshift({ label: inside, value: networkSummary(network, catalogue) });
  if (parameters) facts.push({ label: 'parameters', value: formatCount(parameters) });
  return facts;
}

function settingFacts(node: GraphNode, definition: NodeDefinition): Fact[] {
  return Object.entries(definition.settings).flatMap(([key, setting]): Fact[] => {
    if (setting.type === 'points' || !isSettingVisible(definition, node.settings, key)) return [];
    const value = node.settings[key] ?? (setting.default as SettingValue);
    const live = isLiveSetting(setting);
    return [{ label: setting.label, value: settingText(definition, key, value), live }];
  });
}

/** A setting's value in a few characters. */
export function settingText(definition: NodeDefinition, key: string, value: SettingValue): string {
  const setting = definition.settings[key];
  if (setting?.type === 'choice')
    return setting.options.find((option) => option.value === value)?.label ?? String(value);
  if (setting?.type === 'toggle') return value === true ? 'on' : 'off';
  if (value === '') return 'none';
  if (typeof value === 'number') {
    const text = setting?.type === 'integer' ? formatCount(value) : numberText(value);
    return setting && 'unit' in setting && setting.unit ? `${text} ${setting.unit}` : text;
  }
  if (Array.isArray(value)) return value.length > 4 ? `${value.length} values` : value.join(', ');
  return String(value);
}

/** `MLP 400` for a network of one block, `6 layers` for others. */
export function networkSummary(graph: Graph, catalogue: Catalogue): string {
  const inner = graph.nodes.filter((node) => catalogue.find(node.type)?.category !== 'input/output');
  const [only] = inner;
  const definition = only && catalogue.find(only.type);
  if (inner.length !== 1 || !definition)
    return `${formatCount(inner.length)} ${inner.length === 1 ? 'layer' : 'layers'}`;
  const widths = Object.values(only.settings).find(Array.isArray);
  const text = widths ? widthText(widths.filter((width) => typeof width === 'number')) : '';
  return text ? `${definition.title} ${text}` : definition.title;
}

/** `400`, `128 × 3` for three equal widths, `512-256-128`. */
function widthText(widths: readonly number[]): string {
  const equal = widths.length > 1 && widths.every((width) => width === widths[0]);
  return equal ? `${widths[0]} ×${widths.length}` : widths.join('-');
}
