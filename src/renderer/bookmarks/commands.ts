import type { WindowCommand } from '../shell/commands';
import { currentDocument } from '../state/project';
import { useUi } from '../state/ui';
import { frontLensNow, keepView, stepBookmarks } from './bookmarks';

const some = (): boolean => (currentDocument()?.bookmarks.length ?? 0) > 0;
/** Presenter's keys: plain ones mean something else while there is a graph to work on. */
const presenting = (): boolean => some() && useUi.getState().lensesMaximised;

const NEXT = 'Next bookmark';
const PREVIOUS = 'Previous bookmark';

export const bookmarkCommands: WindowCommand[] = [
  {
    id: 'bookmark.keep',
    label: 'Keep this view of the lens',
    group: 'View',
    keys: ['Mod+Shift+M'],
    enabled: () => currentDocument() !== null && frontLensNow() !== null,
    run: () => {
      const lens = frontLensNow();
      if (lens) keepView(lens);
    },
  },
  {
    id: 'bookmark.next',
    label: NEXT,
    group: 'View',
    keys: ['Mod+PageDown'],
    enabled: some,
    run: () => stepBookmarks(1),
  },
  {
    id: 'bookmark.previous',
    label: PREVIOUS,
    group: 'View',
    keys: ['Mod+PageUp'],
    enabled: some,
    run: () => stepBookmarks(-1),
  },
  {
    id: 'bookmark.presentNext',
    label: `${NEXT} (lenses maximised)`,
    group: 'View',
    keys: ['PageDown'],
    row: 'Next or previous bookmark (lenses maximised)',
    enabled: presenting,
    run: () => stepBookmarks(1),
  },
  {
    id: 'bookmark.presentPrevious',
    label: `${PREVIOUS} (lenses maximised)`,
    group: 'View',
    keys: ['PageUp'],
    row: 'Next or previous bookmark (lenses maximised)',
    enabled: presenting,
    run: () => stepBookmarks(-1),
  },
];
