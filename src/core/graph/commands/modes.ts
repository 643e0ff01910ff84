import type { Change, NodeFields } from '../changes';
import type { GraphNode, NodeMode } from '../document';
import { graphAt } from '../place';
import { noGraph, noNode } from './common';
import { type Command, type EditContext, type Plan, planned } from './types';

/** Sets a field of nodes where it differs. Nodes that are not there (any more) are passed over. */
function planFields(
  context: EditContext,
  ids: readonly string[],
  patch: NodeFields,
  label: (nodes: readonly GraphNode[]) => string,
): Plan {
  const { document, graph } = context;
  const content = graphAt(document, graph);
  if (!content) return noGraph(context);
  const wanted = new Set(ids);
  const found = content.nodes.filter(({ id }) => wanted.has(id));
  if (found.length === 0) return noNode(context, ids[0] ?? '');
  const nodes = found.filter(
    ({ mode = null, collapsed = null }) =>
      (patch.mode !== undefined && patch.mode !== mode) ||
      (patch.collapsed !== undefined && patch.collapsed !== collapsed),
  );
  const changes = nodes.map(({ id }): Change => ({ type: 'node.update', graph, node: id, patch }));
  return planned(changes, { label: label(nodes) });
}

/** Mutes or bypasses nodes, or (null) lets them take part again. */
export const setMode: Command<{ nodes: readonly string[]; mode: NodeMode | null }> = {
  id: 'graph.setMode',
  label: 'Change mode',
  history: 'record',
  plan: (context, { nodes, mode }) =>
    planFields(context, nodes, { mode }, (before) => {
      if (mode !== null) return mode === 'mute' ? 'Mute' : 'Bypass';
      return before.every((node) => node.mode === 'mute') ? 'Unmute' : 'End bypass';
    }),
};

/** Draws nodes as their titles alone, or in full. */
export const setCollapsed: Command<{ nodes: readonly string[]; collapsed: boolean }> = {
  id: 'graph.setCollapsed',
  label: 'Collapse',
  history: 'record',
  plan: (context, { nodes, collapsed }) =>
    planFields(context, nodes, { collapsed: collapsed || null }, () => (collapsed ? 'Collapse' : 'Expand')),
};
