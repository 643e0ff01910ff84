import { apply, applyWithInverse, type Change } from './changes';
import type { Command, PlannedChanges } from './commands/types';
import type { ProjectDocument } from './document';

/** Undo steps kept; the oldest are forgotten first. */
export const HISTORY_DEPTH = 500;

/** Merging edits that are further apart than this are steps of their own. */
export const MERGE_PAUSE_MS = 2_000;

export interface HistoryEntry {
  /** What happened, for "Undo Delete". */
  readonly label: string;
  readonly changes: readonly Change[];
  readonly inverse: readonly Change[];
  /** Seen in a lens, not on the canvas. */
  readonly inLens?: true;
}

interface OpenStep {
  readonly mergeKey: string;
  /** Time of its newest edit, in milliseconds. */
  readonly at: number;
}

export interface History {
  /** Oldest first. */
  readonly past: readonly HistoryEntry[];
  /** The next to redo is last. */
  readonly future: readonly HistoryEntry[];
  /** Set while the newest step may still take in edits with the same merge key. */
  readonly open: OpenStep | null;
}

/** A document and the way back through its edits. */
export interface EditState {
  readonly document: ProjectDocument;
  readonly history: History;
}

export const emptyHistory: History = { past: [], future: [], open: null };

export const startEditing = (document: ProjectDocument): EditState => ({ document, history: emptyHistory });

/**
 * Adds a step. A step with the same merge key as the open one, soon enough after it, joins it.
 * Edits that share a merge key assign the same fields, so the newest changes and the oldest way back say it all.
 */
export function record(history: History, entry: HistoryEntry, mergeKey: string | undefined, now: number): History {
  const open = mergeKey === undefined ? null : { mergeKey, at: now };
  const last = history.past.at(-1);
  const joins = last && history.open && history.open.mergeKey === mergeKey && now - history.open.at <= MERGE_PAUSE_MS;
  if (joins) {
    return { past: history.past.with(-1, { ...last, changes: entry.changes }), future: [], open };
  }
  return { past: [...history.past, entry].slice(-HISTORY_DEPTH), future: [], open };
}

/** Applies what a command planned. Edits are recorded; a command that only looks (copy, select all) has nothing to record. */
export function perform(
  state: EditState,
  command: Pick<Command<never>, 'id' | 'label' | 'history'>,
  plan: PlannedChanges,
  now: number,
): EditState {
  if (plan.changes.length === 0) return state;
  if (command.history === 'ignore') throw new Error(`Command ${command.id} is not recorded, so it must not change.`);
  const { document, inverse } = applyWithInverse(state.document, plan.changes);
  const mergeKey = command.history === 'merge' ? plan.mergeKey : undefined;
  const { changes, inLens } = plan;
  const entry = { label: plan.label ?? command.label, changes, inverse, ...(inLens && { inLens }) };
  return { document, history: record(state.history, entry, mergeKey, now) };
}

/** Makes one step of the newest two, under the name of the newer; the same state where there are fewer. */
export function joinLast(state: EditState): EditState {
  const [earlier, later] = state.history.past.slice(-2);
  if (!earlier || !later) return state;
  const joined = {
    label: later.label,
    changes: [...earlier.changes, ...later.changes],
    inverse: [...later.inverse, ...earlier.inverse],
  };
  return { ...state, history: { past: [...state.history.past.slice(0, -2), joined], future: [], open: null } };
}

/** Ends the open step: a pointer was let go, a field left. The next edit is a step of its own. */
export const mark = (state: EditState): EditState =>
  state.history.open ? { ...state, history: { ...state.history, open: null } } : state;

export interface Travel {
  readonly state: EditState;
  /** The step taken back or made again, so that the window can show where. */
  readonly entry: HistoryEntry;
}

/** Takes the newest step back; null when there is none. */
export function undo({ document, history }: EditState): Travel | null {
  const entry = history.past.at(-1);
  if (!entry) return null;
  const next = { past: history.past.slice(0, -1), future: [...history.future, entry], open: null };
  return { state: { document: apply(document, entry.inverse), history: next }, entry };
}

/** Makes the step again that was taken back last; null when there is none. */
export function redo({ document, history }: EditState): Travel | null {
  const entry = history.future.at(-1);
  if (!entry) return null;
  const next = { past: [...history.past, entry], future: history.future.slice(0, -1), open: null };
  return { state: { document: apply(document, entry.changes), history: next }, entry };
}

/** Label of the step that undo would take back. */
export const undoLabel = ({ history }: EditState): string | null => history.past.at(-1)?.label ?? null;

export const redoLabel = ({ history }: EditState): string | null => history.future.at(-1)?.label ?? null;
