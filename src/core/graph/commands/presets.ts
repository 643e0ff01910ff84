import type { NodeDefinition, Preset } from '../../catalogue/types';
import { apply, type Change } from '../changes';
import { type GraphNode, LIMITS, type Position } from '../document';
import { graphAt, nodeName } from '../place';
import { defaultSettings } from '../settings';
import { quote } from '../text';
import { upgradeGraph } from '../upgrade';
import { findNode, noGraph, noPosition, roundedPosition, tooMany, tooManyNetworks } from './common';
import { idsOf, uniqueId, wantedId } from './ids';
import { copyNetworks, orphanedNetworks, rehousedGraph, removeNetworks } from './networks';
import { rewireHolder } from './rewire';
import { type Command, type EditContext, planned, type Refusal, refuse } from './types';

/** The preset of a definition, the first one where none is named, or a sentence. */
function findPreset(
  { presets = [], title }: NodeDefinition,
  id: string | undefined,
): { ok: true; preset: Preset } | Refusal {
  const preset = id === undefined ? presets[0] : presets.find((candidate) => candidate.id === id);
  return preset ? { ok: true, preset } : refuse(`${title} has no preset ${quote(id ?? '')}.`);
}

/**
 * Changes that add the graph of a preset with all its settings under `wanted` or the next free id, and the graphs of the
 * blocks in it under ids of their own. Notes the new ids in `taken`.
 */
function addPreset(
  { catalogue }: EditContext,
  preset: Preset,
  wanted: string,
  taken: Set<string>,
): { ok: true; network: string; changes: Change[] } | Refusal {
  const networks = Object.fromEntries(
    Object.entries(preset.networks ?? {}).map(([id, graph]) => [id, upgradeGraph(graph, catalogue).value]),
  );
  if (taken.size + Object.keys(networks).length >= LIMITS.networks) return tooManyNetworks;
  const network = uniqueId(wanted, taken);
  const { copies, changes } = copyNetworks(Object.keys(networks), networks, taken);
  const content = rehousedGraph(upgradeGraph(preset.graph, catalogue).value, copies);
  return { ok: true, network, changes: [...changes, { type: 'network.add', network, content }] };
}

/** Adds a node with its default settings, and inside it the graph of a preset where it holds one. */
export const addNode: Command<{ type: string; position: Position; preset?: string }> = {
  id: 'graph.addNode',
  label: 'Add node',
  history: 'record',
  plan(context, args) {
    const { document, catalogue, graph } = context;
    const content = graphAt(document, graph);
    if (!content) return noGraph(context);
    const definition = catalogue.find(args.type);
    if (!definition) return refuse(`There is no node of type ${quote(args.type)}.`);
    const elsewhere = wrongLevel(context, definition);
    if (elsewhere) return elsewhere;
    const position = roundedPosition(args.position);
    if (!position) return noPosition;
    if (content.nodes.length >= LIMITS.nodes) return tooMany(LIMITS.nodes, 'nodes in a graph');

    const found = definition.presets && findPreset(definition, args.preset);
    if (found && !found.ok) return found;
    // A block is what its preset makes it; its type says nothing.
    const title = definition.holds === 'block' && args.preset !== undefined ? found?.preset.title : undefined;
    const node: GraphNode = {
      id: uniqueId(wantedId(definition, title), idsOf([...content.nodes, ...content.notes])),
      type: definition.type,
      version: definition.version,
      ...(title !== undefined && { title }),
      position,
      settings: defaultSettings(definition),
    };
    const select = { nodes: [node.id], edges: [], notes: [] };
    if (!found) return planned([{ type: 'node.add', graph, node }], { select });

    const inside = addPreset(context, found.preset, node.id, new Set(Object.keys(document.networks)));
    if (!inside.ok) return inside;
    const holder = { ...node, network: inside.network };
    return planned([...inside.changes, { type: 'node.add', graph, node: holder }], { select });
  },
};

/** The refusal of a node that belongs on the other level. */
export function wrongLevel({ graph }: EditContext, { level, title }: NodeDefinition): Refusal | null {
  if ((graph === null) === (level === 'study')) return null;
  const home = level === 'study' ? 'in the study' : 'inside a network';
  return refuse(`${title} belongs ${home}; open that and add it there.`);
}

/**
 * Replaces the network inside a node by one of the node's presets. Of tied nodes it changes this one alone: the others
 * keep the network they share. A block keeps its wires where the preset has a port for them.
 */
export const setPreset: Command<{ node: string; preset: string }> = {
  id: 'graph.setPreset',
  label: 'Change network',
  history: 'record',
  plan(context, args) {
    const { document, catalogue, graph } = context;
    const at = findNode(context, args.node);
    if (!at.ok) return at;
    const { node } = at;
    const definition = catalogue.find(node.type);
    if (!definition?.presets) return refuse(`${nodeName(node, catalogue)} cannot hold a network.`);
    const found = findPreset(definition, args.preset);
    if (!found.ok) return found;

    const orphans = orphanedNetworks(document, graph, new Set([node]));
    const taken = new Set(Object.keys(document.networks).filter((id) => !orphans.includes(id)));
    const inside = addPreset(context, found.preset, node.network ?? node.id, taken);
    if (!inside.ok) return inside;
    const changes: Change[] = [...removeNetworks(orphans), ...inside.changes];
    if (inside.network !== node.network)
      changes.push({ type: 'node.network', graph, node: node.id, network: inside.network });
    const { networks } = apply(document, changes);
    changes.push(...rewireHolder(context, node, inside.network, networks));
    return planned(changes);
  },
};
