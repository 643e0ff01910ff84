import type { NodeDefinition } from '../../core/catalogue/types';
import type { Graph } from '../../core/graph/document';

/** Id of the preset that a network has the layers and wires of, whatever its settings; null when it is wired by hand. */
export function presetOf(graph: Graph, definition: NodeDefinition): string | null {
  const present = signature(graph);
  return definition.presets?.find((preset) => signature(preset.graph) === present)?.id ?? null;
}

/** Layers and wires, without ids, places and settings. */
function signature({ nodes, edges }: Graph): string {
  const types = new Map(nodes.map(({ id, type }) => [id, type]));
  const wires = edges.map(
    ({ source, target }) => `${types.get(source.node)}.${source.port}>${types.get(target.node)}.${target.port}`,
  );
  return [...[...types.values()].sort(), ...wires.sort()].join(' ');
}
