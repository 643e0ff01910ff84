import { lensTitle } from '../lenses/lenses';
import type { PaletteEntry } from '../shell/palette-entries';
import { currentDocument } from '../state/project';
import { goToBookmark } from './bookmarks';

/** A palette entry for every bookmark. */
export const bookmarksToGoTo = (): PaletteEntry[] =>
  (currentDocument()?.bookmarks ?? []).map((bookmark) => ({
    id: `bookmark ${bookmark.id}`,
    group: 'Bookmarks',
    label: bookmark.title,
    words: ['bookmark', lensTitle(bookmark.lens)],
    run: () => goToBookmark(bookmark),
  }));
