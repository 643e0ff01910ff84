import { useStoreApi } from '@xyflow/react';
import { Ellipsis } from 'lucide-react';
import { type CSSProperties, type KeyboardEvent, memo, type PointerEvent, useRef, useState } from 'react';
import { commands, emptySelection, type Selection } from '../../core/graph';
import type { Group, Position } from '../../core/graph/document';
import { classes } from '../components/classes';
import { dispatch, markEdit, select } from '../state/edit';
import { openGroupMenu } from './context-menu';
import { noteIdOf } from './flow-model';
import styles from './GroupFrame.module.css';
import type { Rect } from './guides';
import { groupColor } from './node-state';

interface GroupFrameProps {
  group: Group;
  members: readonly string[];
  rect: Rect;
}

/** Pixels that the pointer travels before a press on the title is a drag. */
const THRESHOLD = 3;
const GRID = 10;

/** A titled frame. Its title moves all that stands in it, selects it when clicked and is written anew after a double-click. */
export const GroupFrame = memo(function GroupFrame({ group, members, rect }: GroupFrameProps) {
  const [renaming, setRenaming] = useState(false);
  const colors = { '--group': groupColor(group.color) };
  const place = { transform: `translate(${rect.x}px, ${rect.y}px)`, width: rect.width, height: rect.height };
  return (
    <section
      className={styles.frame}
      style={{ ...colors, ...place } as CSSProperties}
      aria-label={`Group ${group.title}, ${members.length} ${members.length === 1 ? 'item' : 'items'}`}
      data-testid={`group.${group.id}`}
    >
      {renaming ? (
        <Rename group={group} onDone={() => setRenaming(false)} />
      ) : (
        <Title group={group} members={members} onRename={() => setRenaming(true)} />
      )}
    </section>
  );
});

const selectionOf = (members: readonly string[]): Selection => ({
  ...emptySelection,
  nodes: members.filter((id) => noteIdOf(id) === null),
  notes: members.flatMap((id) => noteIdOf(id) ?? []),
});

interface TitleProps {
  group: Group;
  members: readonly string[];
  onRename(): void;
}

function Title({ group, members, onRename }: TitleProps) {
  const drag = useGroupDrag(members);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'F2') return;
    event.preventDefault();
    event.stopPropagation();
    onRename();
  };
  return (
    <header className={styles.bar}>
      <button
        type="button"
        className={classes(styles.title, 'nodrag', 'nopan')}
        title={`${group.title}\nDrag to move all in it; click to select; double-click to rename`}
        aria-description={`${group.color} group. F2 renames it; with its members selected the arrow keys move them.`}
        {...drag}
        onClick={() => select(selectionOf(members))}
        onDoubleClick={(event) => {
          event.stopPropagation();
          onRename();
        }}
        onKeyDown={onKeyDown}
        onContextMenu={(event) => openGroupMenu(event, selectionOf(members))}
        data-testid={`group.${group.id}.title`}
      >
        {group.title || 'Group'}
      </button>
      <button
        type="button"
        className={classes(styles.more, 'nodrag', 'nopan')}
        aria-label={`Menu of the group ${group.title}`}
        aria-haspopup="menu"
        onClick={(event) => openGroupMenu(event, selectionOf(members))}
        data-testid={`group.${group.id}.menu`}
      >
        <Ellipsis aria-hidden />
      </button>
    </header>
  );
}

/** Moves all members by the title; the document hears of it once, when the title is let go. */
function useGroupDrag(members: readonly string[]) {
  const store = useStoreApi();
  const start = useRef<{ x: number; y: number; places: ReadonlyMap<string, Position>; moving: boolean } | null>(null);

  const move = (event: PointerEvent, dragging: boolean): void => {
    if (!start.current) return;
    const { transform, triggerNodeChanges } = store.getState();
    const snapped = (pixels: number): number => Math.round(pixels / transform[2] / GRID) * GRID;
    const [dx, dy] = [snapped(event.clientX - start.current.x), snapped(event.clientY - start.current.y)];
    triggerNodeChanges(
      [...start.current.places].map(([id, { x, y }]) => ({
        id,
        type: 'position',
        position: { x: x + dx, y: y + dy },
        dragging,
      })),
    );
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>): void => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const { nodeLookup } = store.getState();
      const places = new Map(
        members.flatMap((id) => {
          const node = nodeLookup.get(id);
          return node ? [[id, node.position] as const] : [];
        }),
      );
      start.current = { x: event.clientX, y: event.clientY, places, moving: false };
    },
    onPointerMove: (event: PointerEvent<HTMLElement>): void => {
      const { current } = start;
      if (!current) return;
      current.moving ||= Math.hypot(event.clientX - current.x, event.clientY - current.y) > THRESHOLD;
      if (current.moving) move(event, true);
    },
    onPointerUp: (event: PointerEvent<HTMLElement>): void => {
      if (start.current?.moving) {
        markEdit();
        move(event, false);
        markEdit();
      }
      start.current = null;
    },
    onPointerCancel: (): void => {
      start.current = null;
    },
  };
}

/** The title as a field: Enter or a click elsewhere keeps it, Escape leaves it as it was. */
function Rename({ group, onDone }: { group: Group; onDone(): void }) {
  const keep = (title: string): void => {
    markEdit();
    if (title.trim()) dispatch(commands.editGroup, { group: group.id, title: title.trim() });
    markEdit();
    onDone();
  };
  return (
    <header className={styles.bar}>
      <input
        ref={(field) => field?.select()}
        className={classes(styles.field, 'nodrag', 'nopan')}
        aria-label="Title of the group"
        defaultValue={group.title}
        maxLength={80}
        onBlur={(event) => keep(event.target.value)}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Enter') event.currentTarget.blur();
          if (event.key === 'Escape') {
            event.currentTarget.value = group.title;
            onDone();
          }
        }}
        data-testid={`group.${group.id}.field`}
      />
    </header>
  );
}
