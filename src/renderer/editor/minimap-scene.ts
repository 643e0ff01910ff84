import { catalogue } from '../../core/catalogue';
import { graphAt } from '../../core/graph';
import { readToken } from '../components/tokens';
import { useProject } from '../state/project';
import type { MinimapScene } from './draw-minimap';
import { noteIdOf } from './flow-model';
import { graphIndex } from './graph-index';
import { frameAround, groupMembers } from './group-frames';
import type { Rect } from './guides';
import { categories } from './kinds';
import { groupColor } from './node-state';
import { worstAt } from './use-node';

/** What the minimap needs of React Flow's store. */
interface FlowState {
  nodeLookup: ReadonlyMap<
    string,
    { internals: { positionAbsolute: { x: number; y: number } }; measured: { width?: number; height?: number } }
  >;
  transform: readonly [number, number, number];
  width: number;
  height: number;
}

/** The graph that is open as the minimap draws it. */
export function minimapScene({ nodeLookup, transform, width, height }: FlowState): MinimapScene {
  const { edit, place } = useProject.getState();
  const color = tokens();
  const graph = edit && graphAt(edit.document, place);
  const index = graph && graphIndex(graph);
  const rects = new Map<string, Rect>();
  for (const [id, { internals, measured }] of nodeLookup) {
    rects.set(id, { ...internals.positionAbsolute, width: measured.width ?? 0, height: measured.height ?? 0 });
  }
  const colorOf = (id: string): string => {
    if (noteIdOf(id) !== null) return color('var(--accent)');
    const definition = catalogue.find(index?.nodes.get(id)?.type ?? '');
    return definition ? color(categories[definition.category].color) : color('var(--line-strong)');
  };
  const problemOf = (id: string): string | null => {
    const severity = worstAt(place, id);
    return severity && color(severity === 'error' ? 'var(--danger)' : 'var(--accent)');
  };
  return {
    nodes: [...rects].map(([id, rect]) => ({ ...rect, color: colorOf(id), problem: problemOf(id) })),
    groups: (graph ? groupMembers(graph) : []).flatMap(({ group, members }) => {
      const frame = frameAround(members.flatMap((id) => rects.get(id) ?? []));
      return frame ? [{ ...frame, color: color(groupColor(group.color)) }] : [];
    }),
    window: {
      x: -transform[0] / transform[2],
      y: -transform[1] / transform[2],
      width: width / transform[2],
      height: height / transform[2],
    },
    frame: color('var(--accent)'),
    shade: color('var(--ground)'),
  };
}

/** Colours that are written as a token, `var(--name)`, as the theme has them; each is read once. */
export function tokens(): (color: string) => string {
  const known = new Map<string, string>();
  return (color) => {
    const present = known.get(color);
    if (present !== undefined) return present;
    const value = readToken(`--${color.slice('var(--'.length, -1)}`);
    known.set(color, value);
    return value;
  };
}
