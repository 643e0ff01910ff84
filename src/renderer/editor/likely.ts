import { catalogue } from '../../core/catalogue';
import type { Graph } from '../../core/graph/document';
import { useTemplates } from '../gallery/templates';

/** How often a node of one type feeds one of another, by `from to`. */
type Counts = Map<string, number>;

function count(graph: Graph, into: Counts): void {
  const types = new Map(graph.nodes.map(({ id, type }) => [id, type]));
  for (const { source, target } of graph.edges) {
    const pair = `${types.get(source.node)} ${types.get(target.node)}`;
    into.set(pair, (into.get(pair) ?? 0) + 1);
  }
}

let known: { templates: unknown; counts: Counts } | null = null;

/** Counted in the graphs that come with the program: its presets and its templates, as far as they are read. */
function counts(): Counts {
  const { templates } = useTemplates.getState();
  if (known && known.templates === templates) return known.counts;
  const found: Counts = new Map();
  for (const { presets = [] } of catalogue.all)
    for (const preset of presets) for (const graph of graphsOf(preset)) count(graph, found);
  for (const { document } of templates ?? [])
    for (const graph of [document.study, ...Object.values(document.networks)]) count(graph, found);
  known = { templates, counts: found };
  return found;
}

const graphsOf = (preset: { graph: Graph; networks?: Readonly<Record<string, Graph>> }): Graph[] => [
  preset.graph,
  ...Object.values(preset.networks ?? {}),
];

/** How usual it is that a node of type `from` feeds one of type `to`. */
export const usual = (from: string, to: string): number => counts().get(`${from} ${to}`) ?? 0;
