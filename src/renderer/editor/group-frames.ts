import type { Graph, Group } from '../../core/graph/document';
import { noteFlowId } from './flow-model';
import type { Rect } from './guides';

/** A group with the flow ids of what stands in it. */
export interface GroupMembers {
  group: Group;
  members: readonly string[];
}

/** Room around the members, and above them for the title, in pixels of the canvas. */
const ROOM = 18;
const TITLE = 26;

/** Members of each group of a graph, by flow id; groups that nothing stands in have no frame. */
export function groupMembers({ groups, nodes, notes }: Graph): GroupMembers[] {
  const members = new Map(groups.map(({ id }) => [id, [] as string[]]));
  for (const node of nodes) if (node.group !== undefined) members.get(node.group)?.push(node.id);
  for (const note of notes) if (note.group !== undefined) members.get(note.group)?.push(noteFlowId(note.id));
  return groups.flatMap((group) => {
    const own = members.get(group.id) ?? [];
    return own.length > 0 ? [{ group, members: own }] : [];
  });
}

/** The frame around rectangles with room for a title; null around none. */
export function frameAround(rects: Iterable<Rect>): Rect | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of rects) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  if (left > right) return null;
  return {
    x: Math.round(left) - ROOM,
    y: Math.round(top) - ROOM - TITLE,
    width: Math.round(right - left) + 2 * ROOM,
    height: Math.round(bottom - top) + 2 * ROOM + TITLE,
  };
}
