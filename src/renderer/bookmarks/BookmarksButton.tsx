import { Bookmark as BookmarkIcon } from 'lucide-react';
import { PopoverButton } from '../components/PopoverButton';
import { BookmarkList } from './BookmarkList';
import { useBookmarks } from './bookmarks';

/** Keeps what a lens shows, and lists everything that was kept. */
export function BookmarksButton({ lens }: { lens: string }) {
  const count = useBookmarks().length;
  return (
    <PopoverButton
      label={count === 0 ? 'Bookmarks' : `Bookmarks, ${count}`}
      text={count === 0 ? null : count}
      icon={BookmarkIcon}
      testId={`bookmarks.${lens}`}
    >
      <BookmarkList lens={lens} />
    </PopoverButton>
  );
}
