import type { Catalogue } from '../../catalogue/types';
import type { Change } from '../changes';
import type { ProjectDocument } from '../document';
import type { GraphId } from '../place';
import type { Selection } from '../selection';

/** What a command may look at: the document, the graph that is open and what is selected in it. */
export interface EditContext {
  readonly document: ProjectDocument;
  readonly catalogue: Catalogue;
  readonly graph: GraphId;
  readonly selection: Selection;
}

export interface PlannedChanges {
  readonly ok: true;
  readonly changes: readonly Change[];
  /** What is selected afterwards, where that changes. */
  readonly select?: Selection;
  /** Edits with the same key assign the same fields and may become one undo step. */
  readonly mergeKey?: string;
  /** Text for the clipboard. */
  readonly clipboard?: string;
  /** What "Undo …" calls this edit, where that is more exact than the label of the command. */
  readonly label?: string;
  /** Seen in a lens, not on the canvas: undo and redo leave the canvas where it is. */
  readonly inLens?: true;
}

export interface Refusal {
  readonly ok: false;
  /** One sentence for the user. */
  readonly message: string;
}

export type Plan = PlannedChanges | Refusal;

/** Plans an edit and changes nothing itself. */
export interface Command<Args> {
  readonly id: string;
  /** For menus and for "Undo …". */
  readonly label: string;
  /** `record`: an undo step; `merge`: joins the step before it while its merge key stays; `ignore`: changes nothing. */
  readonly history: 'record' | 'merge' | 'ignore';
  plan(context: EditContext, args: Args): Plan;
}

export const refuse = (message: string): Refusal => ({ ok: false, message });

export const planned = (changes: readonly Change[], rest: Omit<PlannedChanges, 'ok' | 'changes'> = {}): Plan => ({
  ok: true,
  changes,
  ...rest,
});
