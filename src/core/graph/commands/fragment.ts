import { z } from 'zod';
import { graphSchema, nodeSchema } from '../document';
import { firstTwice } from '../duplicates';
import { networksInside } from '../networks';
import { graphAt } from '../place';
import { UpgradeError, upgradeGraph } from '../upgrade';
import { selectedItems } from './common';
import { idsOf } from './ids';
import { type EditContext, type Refusal, refuse } from './types';

const FORMAT = 'latent-loom/selection';
/** Version 2 added groups, modes and places of wires; all may be absent. */
const VERSION = 2;

/** What is on the clipboard: part of a graph and the networks inside its nodes. */
const fragmentSchema = graphSchema.extend({
  format: z.literal(FORMAT),
  version: z.int().min(1).max(VERSION),
  level: z.enum(['study', 'network']),
  networks: z.record(nodeSchema.shape.id, graphSchema),
});
export type Fragment = z.infer<typeof fragmentSchema>;

const headerSchema = z.object({ format: z.literal(FORMAT), version: z.int() });

/** The selected nodes and notes, the wires between them and the networks inside them; null when there are none. */
export function fragmentOf(context: EditContext): Fragment | null {
  const { document, graph } = context;
  const content = graphAt(document, graph);
  const { nodes, notes } = selectedItems(context);
  const groups = new Set([...nodes, ...notes].map(({ group }) => group));
  if (nodes.length + notes.length === 0) return null;
  const ids = idsOf(nodes);
  const networks = networksInside(nodes, document.networks).map((id) => [id, document.networks[id]]);
  return {
    format: FORMAT,
    version: VERSION,
    level: graph === null ? 'study' : 'network',
    nodes,
    edges: content?.edges.filter(({ source, target }) => ids.has(source.node) && ids.has(target.node)) ?? [],
    notes,
    groups: content?.groups.filter(({ id }) => groups.has(id)) ?? [],
    networks: Object.fromEntries(networks),
  };
}

const FOREIGN = 'The clipboard holds no nodes of Latent Loom; copy some first.';

/** The fragment in a text from the clipboard, or a sentence. */
export function readFragment(text: string): { ok: true; fragment: Fragment } | Refusal {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return refuse(FOREIGN);
  }
  const header = headerSchema.safeParse(raw);
  if (!header.success) return refuse(FOREIGN);
  if (header.data.version > VERSION) {
    return refuse('The clipboard was filled by a newer Latent Loom; update this one to paste from it.');
  }
  const fragment = fragmentSchema.safeParse(raw);
  const broken = refuse('The nodes on the clipboard are damaged; copy them again.');
  if (!fragment.success) return broken;
  const graphs = [fragment.data, ...Object.values(fragment.data.networks)];
  const twice = graphs.some(({ nodes, edges, notes, groups }) =>
    [nodes, edges, notes, groups].some((items) => firstTwice(items) !== undefined),
  );
  return twice ? broken : { ok: true, fragment: fragment.data };
}

/** The fragment with the settings of today, or a sentence. */
export function upToDate(fragment: Fragment, { catalogue }: EditContext): { ok: true; fragment: Fragment } | Refusal {
  try {
    const networks = Object.entries(fragment.networks).map(([id, graph]) => [id, upgradeGraph(graph, catalogue).value]);
    return {
      ok: true,
      fragment: { ...upgradeGraph(fragment, catalogue).value, networks: Object.fromEntries(networks) },
    };
  } catch (error) {
    if (error instanceof UpgradeError) return refuse(`The nodes cannot be pasted: ${error.message}.`);
    throw error;
  }
}
