import { commands, graphAt } from '../../core/graph';
import type { Graph, GraphNode, Position } from '../../core/graph/document';
import { canvas } from '../editor/canvas-state';
import { focusNode } from '../editor/focus-node';
import { type Direction, endNode, nextNode } from '../editor/walk';
import { dispatch, selectNode } from '../state/edit';
import { useProject } from '../state/project';
import type { WindowCommand } from './commands';

/** The grid of the canvas, in its pixels. */
const GRID = 10;
const FAST = 5;

const STEPS: Readonly<Record<Direction, Position>> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
};
const KEYS: Readonly<Record<Direction, string>> = {
  left: 'ArrowLeft',
  right: 'ArrowRight',
  up: 'ArrowUp',
  down: 'ArrowDown',
};
const DIRECTIONS: readonly Direction[] = ['left', 'right', 'up', 'down'];

function openGraph(): Graph | undefined {
  const { edit, place } = useProject.getState();
  return edit ? graphAt(edit.document, place) : undefined;
}

const hasMovable = (): boolean => {
  const { nodes, notes } = useProject.getState().selection;
  return canvas.current !== null && nodes.length + notes.length > 0;
};
const hasNodes = (): boolean => canvas.current !== null && (openGraph()?.nodes.length ?? 0) > 0;

/** Moves what is selected; presses that follow each other are one undo step. */
function move({ x, y }: Position, steps: number): void {
  const { selection } = useProject.getState();
  const graph = openGraph();
  if (!graph) return;
  const moved = (items: readonly { id: string; position: Position }[], ids: readonly string[]) =>
    Object.fromEntries(
      items
        .filter(({ id }) => ids.includes(id))
        .map(({ id, position }) => [id, { x: position.x + x * steps * GRID, y: position.y + y * steps * GRID }]),
    );
  dispatch(commands.moveNodes, {
    nodes: moved(graph.nodes, selection.nodes),
    notes: moved(graph.notes, selection.notes),
  });
}

/** Selects a node and gives it the keyboard. */
function goToNode(node: GraphNode | undefined): void {
  if (!node) return;
  selectNode(node.id);
  canvas.current?.showSelection();
  focusNode(node.id);
}

function walk(direction: Direction): void {
  const graph = openGraph();
  const [from] = useProject.getState().selection.nodes;
  if (graph) goToNode(from === undefined ? endNode(graph, 'first') : nextNode(graph, from, direction));
}

function goToEnd(which: 'first' | 'last'): void {
  const graph = openGraph();
  if (graph) goToNode(endNode(graph, which));
}

/** Moving what is selected, and walking from node to node. */
export const moveCommands: WindowCommand[] = [
  ...DIRECTIONS.map(
    (direction): WindowCommand => ({
      id: `move.${direction}`,
      label: `Move the selection ${direction}`,
      row: 'Move the selection',
      group: 'Moving',
      keys: [KEYS[direction]],
      early: true,
      enabled: hasMovable,
      run: () => move(STEPS[direction], 1),
    }),
  ),
  ...DIRECTIONS.map(
    (direction): WindowCommand => ({
      id: `move.${direction}.fast`,
      label: `Move it far ${direction}`,
      row: 'Move it far',
      group: 'Moving',
      keys: [`Shift+${KEYS[direction]}`],
      early: true,
      enabled: hasMovable,
      run: () => move(STEPS[direction], FAST),
    }),
  ),
  ...DIRECTIONS.map(
    (direction): WindowCommand => ({
      id: `walk.${direction}`,
      label: { left: 'Back along a wire', right: 'On along a wire', up: 'Node above', down: 'Node below' }[direction],
      row: 'Along the wires, and up and down',
      group: 'Moving',
      keys: [`Alt+${KEYS[direction]}`],
      early: true,
      enabled: hasNodes,
      run: () => walk(direction),
    }),
  ),
  {
    id: 'walk.first',
    label: 'First node',
    group: 'Moving',
    keys: ['Home'],
    early: true,
    enabled: hasNodes,
    run: () => goToEnd('first'),
  },
  {
    id: 'walk.last',
    label: 'Last node',
    group: 'Moving',
    keys: ['End'],
    early: true,
    enabled: hasNodes,
    run: () => goToEnd('last'),
  },
];
