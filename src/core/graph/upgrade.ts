import type { Catalogue, NodeDefinition } from '../catalogue/types';
import { DOCUMENT_VERSION, type Graph, type GraphNode, nodeSchema, type SettingValue } from './document';
import { nodeTitle } from './place';
import { defaultValue } from './settings';
import { quote } from './text';

const settingsSchema = nodeSchema.shape.settings;

/** What brings a document to a version from the one before it. */
const FORMATS: Readonly<Record<number, (document: object) => object>> = {
  // Version 2 added groups, notes inside networks, places on wires, and modes of nodes; all may be absent.
  2: (document) => document,
  // Version 3 added bookmarks, which may be absent.
  3: (document) => document,
};

/** Brings the raw content of a file, whose version is known to be ours or older, to the present format. */
export function upgradeFormat(raw: unknown): unknown {
  if (typeof raw !== 'object' || raw === null || !('version' in raw) || typeof raw.version !== 'number') return raw;
  let document: object = raw;
  for (let version = raw.version + 1; version <= DOCUMENT_VERSION; version++)
    document = { ...FORMATS[version]?.(document), version };
  return document;
}

/** A node whose settings could not be brought up to date. */
export class UpgradeError extends Error {
  constructor(
    readonly node: string,
    message: string,
  ) {
    super(message);
  }
}

export interface Upgraded<T> {
  value: T;
  /** What was changed, one sentence each. */
  sentences: string[];
}

function migrate(node: GraphNode, definition: NodeDefinition): Record<string, SettingValue> {
  let settings = node.settings;
  for (let version = node.version + 1; version <= definition.version; version++) {
    const rule = definition.migrate?.[version];
    if (!rule) continue;
    const upgraded = attempt(() => settingsSchema.parse(rule({ ...settings })));
    if (!upgraded) {
      const steps = `from version ${node.version} to version ${definition.version}`;
      throw new UpgradeError(node.id, `the settings of node ${quote(node.id)} could not be brought ${steps}`);
    }
    settings = upgraded;
  }
  return settings;
}

/** An old file may hold settings that its own version never wrote, and a migration trips over them. */
function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

/**
 * Brings a node's settings to the catalogue's version, step by step, and fills in settings that are not there with
 * their defaults. Nodes of unknown types and of newer versions stay as they are. Throws `UpgradeError`.
 */
function upgradeNode(node: GraphNode, catalogue: Catalogue): Upgraded<GraphNode> {
  const definition = catalogue.find(node.type);
  if (!definition || node.version > definition.version) return { value: node, sentences: [] };
  const name = nodeTitle(node, definition);
  const { version } = definition;
  const old = node.version < version;
  const settings = old ? migrate(node, definition) : node.settings;
  const missing = Object.entries(definition.settings).filter(([key]) => !Object.hasOwn(settings, key));
  if (!old && missing.length === 0) return { value: node, sentences: [] };

  const defaults = missing.map(([key, setting]) => [key, defaultValue(setting)]);
  const labels = missing.map(([, setting]) => quote(setting.label)).join(', ');
  const sentence = old
    ? `${name} was brought from version ${node.version} to version ${version}.`
    : `${labels} of ${name} ${missing.length === 1 ? 'was missing and is' : 'were missing and are'} now the default.`;
  const value = { ...node, version, settings: { ...settings, ...Object.fromEntries(defaults) } };
  return { value, sentences: [sentence] };
}

export function upgradeGraph<G extends Graph>(graph: G, catalogue: Catalogue): Upgraded<G> {
  const nodes = graph.nodes.map((node) => upgradeNode(node, catalogue));
  const sentences = nodes.flatMap((node) => node.sentences);
  if (nodes.every(({ value }, i) => value === graph.nodes[i])) return { value: graph, sentences };
  return { value: { ...graph, nodes: nodes.map(({ value }) => value) }, sentences };
}
