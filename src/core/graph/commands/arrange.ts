import type { Change } from '../changes';
import type { Position } from '../document';
import { roundedPosition, samePosition, selectedItems } from './common';
import { type Command, type EditContext, type Plan, planned, refuse } from './types';

/** Sizes on the canvas by id of node or note, in pixels. */
export type Sizes = Readonly<Record<string, { width: number; height: number }>>;

export type Side = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom';
export type Axis = 'x' | 'y';

interface Item {
  readonly id: string;
  readonly isNode: boolean;
  readonly position: Position;
  /** Extent along the axis: where it starts and how long it is. */
  readonly start: number;
  readonly length: number;
}

/** What is selected, with its extent along an axis; what has no size counts as a point. */
function itemsAlong(context: EditContext, axis: Axis, sizes: Sizes): Item[] {
  const { nodes, notes } = selectedItems(context);
  const side = axis === 'x' ? 'width' : 'height';
  const item =
    (isNode: boolean) =>
    ({ id, position }: { id: string; position: Position }): Item => {
      const length = Object.hasOwn(sizes, id) ? sizes[id][side] : 0;
      return { id, isNode, position, start: position[axis], length: Number.isFinite(length) ? length : 0 };
    };
  return [...nodes.map(item(true)), ...notes.map(item(false))];
}

/** Moves items along an axis to new starts. */
function planStarts({ graph }: EditContext, axis: Axis, starts: readonly { item: Item; start: number }[]): Plan {
  const positions: Record<string, Position> = {};
  const changes: Change[] = [];
  for (const { item, start } of starts) {
    const position = roundedPosition({ ...item.position, [axis]: start });
    if (!position || samePosition(position, item.position)) continue;
    if (item.isNode) positions[item.id] = position;
    else changes.push({ type: 'note.update', graph, note: item.id, patch: { position } });
  }
  if (Object.keys(positions).length > 0) changes.unshift({ type: 'nodes.move', graph, positions });
  return planned(changes);
}

const ends = (items: readonly Item[]): { first: number; last: number } => ({
  first: Math.min(...items.map(({ start }) => start)),
  last: Math.max(...items.map(({ start, length }) => start + length)),
});

/** Brings one side, or the middles, of what is selected into one line. */
export const align: Command<{ side: Side; sizes: Sizes }> = {
  id: 'graph.align',
  label: 'Align',
  history: 'record',
  plan(context, { side, sizes }) {
    const axis = side === 'left' || side === 'centre' || side === 'right' ? 'x' : 'y';
    const items = itemsAlong(context, axis, sizes);
    if (items.length < 2) return refuse('Aligning takes two or more; select more nodes or notes.');
    const { first, last } = ends(items);
    /** Which part of an item, from 0 (its start) to 1 (its end), comes onto the line at the same part of the whole. */
    const part = { left: 0, top: 0, centre: 0.5, middle: 0.5, right: 1, bottom: 1 }[side];
    const line = first + part * (last - first);
    return planStarts(
      context,
      axis,
      items.map((item) => ({ item, start: line - part * item.length })),
    );
  },
};

/** Makes the gaps between what is selected equal; the first and the last stay where they are. */
export const distribute: Command<{ axis: Axis; sizes: Sizes }> = {
  id: 'graph.distribute',
  label: 'Distribute',
  history: 'record',
  plan(context, { axis, sizes }) {
    const items = itemsAlong(context, axis, sizes).sort((a, b) => a.start - b.start);
    if (items.length < 3) return refuse('Distributing takes three or more; select more nodes or notes.');
    const [first, last] = [items[0], items[items.length - 1]];
    const total = items.reduce((sum, { length }) => sum + length, 0);
    const gap = (last.start + last.length - first.start - total) / (items.length - 1);
    let start = first.start;
    const starts = items.map((item) => {
      const place = { item, start };
      start += item.length + gap;
      return place;
    });
    return planStarts(context, axis, starts);
  },
};
