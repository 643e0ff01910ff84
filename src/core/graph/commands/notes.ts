import { LIMITS, type Note, type Position } from '../document';
import { graphAt, graphName } from '../place';
import { quote } from '../text';
import { noGraph, noPosition, roundedPosition } from './common';
import { removeEmptied } from './groups';
import { idsOf, uniqueId } from './ids';
import { type Command, type EditContext, planned, type Refusal, refuse } from './types';

const DEFAULT_WIDTH = 240;
const NARROWEST = 80;

const findNote = ({ document, graph }: EditContext, id: string): Note | Refusal =>
  graphAt(document, graph)?.notes.find((note) => note.id === id) ??
  refuse(`There is no note ${quote(id)} in ${graphName(graph)}.`);

const isRefusal = (found: Note | Refusal): found is Refusal => 'ok' in found;

const textRefusal = (text: string): Refusal | null =>
  text.length <= LIMITS.text
    ? null
    : refuse(`A note has at most ${LIMITS.text} characters; this one has ${text.length}.`);

export const addNote: Command<{ position: Position; text?: string }> = {
  id: 'note.add',
  label: 'Add note',
  history: 'record',
  plan(context, { position: asked, text = '' }) {
    const { document, graph } = context;
    const content = graphAt(document, graph);
    if (!content) return noGraph(context);
    const { nodes, notes } = content;
    const position = roundedPosition(asked);
    if (!position) return noPosition;
    if (notes.length >= LIMITS.notes) return refuse(`A graph holds at most ${LIMITS.notes} notes.`);
    const tooLong = textRefusal(text);
    if (tooLong) return tooLong;
    const id = uniqueId('note', idsOf([...nodes, ...notes]));
    return planned([{ type: 'note.add', graph, note: { id, position, width: DEFAULT_WIDTH, text } }], {
      select: { nodes: [], edges: [], notes: [id] },
    });
  },
};

/** Changes the text or the width of a note. */
export const editNote: Command<{ note: string; text?: string; width?: number }> = {
  id: 'note.edit',
  label: 'Edit note',
  history: 'merge',
  plan(context, args) {
    const note = findNote(context, args.note);
    if (isRefusal(note)) return note;
    const { text = note.text } = args;
    const tooLong = textRefusal(text);
    if (tooLong) return tooLong;
    const width = args.width === undefined ? note.width : Math.max(NARROWEST, Math.round(args.width));
    if (!Number.isFinite(width)) return refuse('The width of a note must be a number.');
    if (text === note.text && width === note.width) return planned([]);
    return planned([{ type: 'note.update', graph: context.graph, note: note.id, patch: { text, width } }], {
      mergeKey: `note ${context.graph ?? ''} ${note.id}`,
    });
  },
};

export const deleteNote: Command<{ note: string }> = {
  id: 'note.delete',
  label: 'Delete note',
  history: 'record',
  plan(context, args) {
    const note = findNote(context, args.note);
    if (isRefusal(note)) return note;
    const { document, graph } = context;
    const content = graphAt(document, graph);
    const emptied = content ? removeEmptied(graph, content, { nodes: [], notes: [note] }) : [];
    return planned([{ type: 'note.remove', graph, note: note.id }, ...emptied]);
  },
};
