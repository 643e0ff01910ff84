import { type Bookmark, bookmarkSchema, LIMITS, type ProjectDocument } from '../document';
import { quote } from '../text';
import { idFromTitle, idsOf, uniqueId } from './ids';
import { type Command, planned, type Refusal, refuse } from './types';

const LONGEST_TITLE = 80;

const findBookmark = ({ bookmarks }: ProjectDocument, id: string): number =>
  bookmarks.findIndex((bookmark) => bookmark.id === id);

const noBookmark = (id: string): Refusal => refuse(`There is no bookmark ${quote(id)}.`);

function titleRefusal(title: string): Refusal | null {
  if (title === '') return refuse('A bookmark needs a title.');
  if (title.length <= LONGEST_TITLE) return null;
  return refuse(`The title of a bookmark has at most ${LONGEST_TITLE} characters; this one has ${title.length}.`);
}

const viewRefusal = (view: Bookmark['view']): Refusal | null =>
  bookmarkSchema.shape.view.safeParse(view).success
    ? null
    : refuse(
        `This view is too much for a bookmark, which holds ${LIMITS.bookmarkView} characters; keep a simpler one.`,
      );

/** Keeps a view of a lens, last in the list. */
export const addBookmark: Command<{ title: string; lens: string; view: Bookmark['view'] }> = {
  id: 'bookmark.add',
  label: 'Keep view',
  history: 'record',
  plan({ document: { bookmarks } }, { title: asked, lens, view }) {
    const title = asked.trim();
    if (bookmarks.length >= LIMITS.bookmarks)
      return refuse(`A project holds at most ${LIMITS.bookmarks} bookmarks; delete one first.`);
    const refusal = titleRefusal(title) ?? viewRefusal(view);
    if (refusal) return refusal;
    const id = uniqueId(idFromTitle(title) ?? 'bookmark', idsOf(bookmarks));
    return planned([{ type: 'bookmark.add', bookmark: { id, title, lens, view } }]);
  },
};

export const renameBookmark: Command<{ bookmark: string; title: string }> = {
  id: 'bookmark.rename',
  label: 'Rename bookmark',
  history: 'merge',
  plan({ document }, { bookmark, title: asked }) {
    const index = findBookmark(document, bookmark);
    if (index < 0) return noBookmark(bookmark);
    const title = asked.trim();
    const refusal = titleRefusal(title);
    if (refusal) return refusal;
    if (title === document.bookmarks[index].title) return planned([]);
    return planned([{ type: 'bookmark.update', bookmark, patch: { title } }], { mergeKey: `bookmark ${bookmark}` });
  },
};

/** Puts another view of its lens under a bookmark. */
export const replaceBookmark: Command<{ bookmark: string; view: Bookmark['view'] }> = {
  id: 'bookmark.replace',
  label: 'Replace bookmark',
  history: 'record',
  plan({ document }, { bookmark, view }) {
    if (findBookmark(document, bookmark) < 0) return noBookmark(bookmark);
    return viewRefusal(view) ?? planned([{ type: 'bookmark.update', bookmark, patch: { view } }]);
  },
};

/** Moves a bookmark to a place in the list; places beyond its ends mean the ends. */
export const moveBookmark: Command<{ bookmark: string; index: number }> = {
  id: 'bookmark.move',
  label: 'Move bookmark',
  history: 'record',
  plan({ document }, { bookmark, index: asked }) {
    const from = findBookmark(document, bookmark);
    if (from < 0) return noBookmark(bookmark);
    const index = Math.min(document.bookmarks.length - 1, Math.max(0, Math.round(asked)));
    if (index === from) return planned([]);
    return planned([
      { type: 'bookmark.remove', bookmark },
      { type: 'bookmark.add', bookmark: document.bookmarks[from], index },
    ]);
  },
};

export const removeBookmark: Command<{ bookmark: string }> = {
  id: 'bookmark.remove',
  label: 'Delete bookmark',
  history: 'record',
  plan({ document }, { bookmark }) {
    if (findBookmark(document, bookmark) < 0) return noBookmark(bookmark);
    return planned([{ type: 'bookmark.remove', bookmark }]);
  },
};
