import { useStore, ViewportPortal } from '@xyflow/react';
import { useMemo } from 'react';
import { graphAt } from '../../core/graph';
import { useProject } from '../state/project';
import { GroupFrame } from './GroupFrame';
import { frameAround, type GroupMembers, groupMembers } from './group-frames';
import type { Rect } from './guides';

/** Frames behind the nodes of the graph that is open. While nodes are dragged only frames that change are drawn again. */
export function GroupFrames() {
  const graph = useProject(({ edit, place }) => edit && graphAt(edit.document, place));
  const groups = useMemo(() => (graph ? groupMembers(graph) : []), [graph]);
  if (groups.length === 0) return null;
  return (
    <ViewportPortal>
      {groups.map((each) => (
        <Frame key={each.group.id} {...each} />
      ))}
    </ViewportPortal>
  );
}

function Frame({ group, members }: GroupMembers) {
  const rect = useStore(({ nodeLookup }) => frameAround(rectsOf(members, (id) => nodeLookup.get(id))), sameRect);
  return rect && <GroupFrame group={group} members={members} rect={rect} />;
}

interface Placed {
  internals: { positionAbsolute: { x: number; y: number } };
  measured: { width?: number; height?: number };
}

function* rectsOf(members: readonly string[], find: (id: string) => Placed | undefined): Iterable<Rect> {
  for (const id of members) {
    const node = find(id);
    if (!node?.measured.width) continue;
    const { x, y } = node.internals.positionAbsolute;
    yield { x, y, width: node.measured.width, height: node.measured.height ?? 0 };
  }
}

const sameRect = (a: Rect | null, b: Rect | null): boolean =>
  a === b || (!!a && !!b && a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height);
