import { commands, emptySelection } from '../../core/graph';
import { canvas } from '../editor/canvas-state';
import { clipboardText, dispatch, select } from '../state/edit';
import { useProject } from '../state/project';
import { useUi } from '../state/ui';
import type { WindowCommand } from './commands';

const hasSelection = (): boolean => {
  const { nodes, edges, notes } = useProject.getState().selection;
  return nodes.length + edges.length + notes.length > 0;
};
const hasNodes = (): boolean => {
  const { nodes, notes } = useProject.getState().selection;
  return nodes.length + notes.length > 0;
};
const onCanvas = (): boolean => canvas.current !== null;

const paste = (text: string): void => {
  const position = canvas.current?.hovered() ? canvas.current.place() : undefined;
  dispatch(commands.paste, { text: nodesIn(text), position });
};

export const clipboardCommands: WindowCommand[] = [
  {
    id: 'edit.cut',
    label: 'Cut',
    group: 'Edit',
    keys: ['Mod+X'],
    native: true,
    enabled: hasNodes,
    run: () => void document.execCommand('cut'),
  },
  {
    id: 'edit.copy',
    label: 'Copy',
    group: 'Edit',
    keys: ['Mod+C'],
    native: true,
    enabled: hasNodes,
    run: () => void document.execCommand('copy'),
  },
  {
    id: 'edit.paste',
    label: 'Paste',
    group: 'Edit',
    keys: ['Mod+V'],
    native: true,
    enabled: onCanvas,
    run: () => paste(clipboardText() ?? ''),
  },
  {
    id: 'edit.duplicate',
    label: 'Duplicate',
    group: 'Edit',
    keys: ['Mod+D'],
    enabled: hasNodes,
    run: () => dispatch(commands.duplicateSelection, {}),
  },
  {
    id: 'edit.selectAll',
    label: 'Select all',
    group: 'Edit',
    keys: ['Mod+A'],
    enabled: onCanvas,
    run: () => dispatch(commands.selectAll, {}),
  },
  {
    id: 'edit.delete',
    label: 'Delete',
    group: 'Edit',
    keys: ['Delete', 'Backspace'],
    enabled: hasSelection,
    run: () => dispatch(commands.deleteSelection, {}),
  },
  {
    id: 'edit.deselect',
    label: 'Select nothing',
    group: 'Edit',
    keys: ['Escape'],
    enabled: hasSelection,
    run: () => select(emptySelection),
  },
  {
    id: 'edit.note',
    label: 'Add a note',
    group: 'Edit',
    keys: ['N'],
    enabled: onCanvas,
    run: addNote,
  },
];

/** Nodes as somebody may have sent them: among other words, or in a fence of a message. */
export function nodesIn(text: string): string {
  const [from, to] = [text.indexOf('{'), text.lastIndexOf('}')];
  return from >= 0 && to > from ? text.slice(from, to + 1) : text;
}

function refuseFiles(): void {
  const message =
    'The clipboard holds a picture or a file, which is no part of a graph; copy nodes to paste them here.';
  useUi.getState().toast({ tone: 'info', message });
}

function addNote(): void {
  const position = canvas.current?.hovered() ? canvas.current.place() : canvas.current?.freePlace();
  if (position) dispatch(commands.addNote, { position });
}

/**
 * Answers the browser's copy, cut and paste where no text is being edited. The events carry the clipboard with them,
 * so the page needs no permission to read or write it. Returns the way to stop.
 */
export function followClipboard(isText: (target: EventTarget | null) => boolean): () => void {
  const take = (event: ClipboardEvent): void => {
    if (isText(event.target) || window.getSelection()?.isCollapsed === false || !onCanvas() || !hasNodes()) return;
    const plan = dispatch(event.type === 'cut' ? commands.cutSelection : commands.copySelection, {});
    if (plan?.clipboard === undefined) return;
    event.clipboardData?.setData('text/plain', plan.clipboard);
    event.preventDefault();
  };
  const give = (event: ClipboardEvent): void => {
    if (isText(event.target) || !onCanvas() || !event.clipboardData) return;
    const text = event.clipboardData.getData('text/plain');
    if (text) paste(text);
    else if (event.clipboardData.files.length > 0) refuseFiles();
    else return;
    event.preventDefault();
  };
  document.addEventListener('copy', take);
  document.addEventListener('cut', take);
  document.addEventListener('paste', give);
  return () => {
    document.removeEventListener('copy', take);
    document.removeEventListener('cut', take);
    document.removeEventListener('paste', give);
  };
}
