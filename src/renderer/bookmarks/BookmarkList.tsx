import { ArrowDown, ArrowUp, BookmarkPlus, Pencil, RefreshCw, Trash2 } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { type Bookmark, commands } from '../../core/graph';
import { Button, IconButton } from '../components/Button';
import { classes } from '../components/classes';
import { lensTitle } from '../lenses/lenses';
import { windowCommands } from '../shell/commands';
import { commandFor } from '../shell/keyboard';
import { dispatch, markEdit } from '../state/edit';
import styles from './Bookmarks.module.css';
import { goToBookmark, keepView, replaceView, useBookmarks, useCurrentBookmark } from './bookmarks';
import { THUMBNAIL, thumbnailOf } from './thumbnails';

/** Every view that was kept: go there, rename, move, delete. */
export function BookmarkList({ lens }: { lens: string }) {
  const bookmarks = useBookmarks();
  const [renaming, setRenaming] = useState<string | null>(null);
  const keep = () => {
    const id = keepView(lens);
    if (id) setRenaming(id);
  };
  return (
    <section className={styles.panel} aria-label="Kept views" onKeyDown={passOn}>
      <Button icon={BookmarkPlus} size="small" keys="Mod+Shift+M" onClick={keep} testId="bookmarks.keep">
        Keep this view
      </Button>
      {bookmarks.length === 0 ? (
        <p className={styles.hint}>
          Keeps what the {lensTitle(lens)} lens shows: layout, place, colours and step of training. The project saves
          it.
        </p>
      ) : (
        <ol className={styles.list} aria-label="Bookmarks" onKeyDown={walk}>
          {bookmarks.map((bookmark, index) => (
            <Row
              key={bookmark.id}
              bookmark={bookmark}
              index={index}
              last={index === bookmarks.length - 1}
              renaming={renaming === bookmark.id}
              onRename={(on) => setRenaming(on ? bookmark.id : null)}
            />
          ))}
        </ol>
      )}
    </section>
  );
}

interface RowProps {
  bookmark: Bookmark;
  index: number;
  last: boolean;
  renaming: boolean;
  onRename(on: boolean): void;
}

function Row({ bookmark, index, last, renaming, onRename }: RowProps) {
  const { id, title, lens } = bookmark;
  const current = useCurrentBookmark((state) => state.id === id);
  const picture = thumbnailOf(id);
  const move = (to: number) => dispatch(commands.moveBookmark, { bookmark: id, index: to });
  const remove = () => dispatch(commands.removeBookmark, { bookmark: id });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'F2') onRename(true);
    else if (event.key === 'Delete' || event.key === 'Backspace') remove();
    else if (event.altKey && event.key === 'ArrowUp') move(index - 1);
    else if (event.altKey && event.key === 'ArrowDown') move(index + 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <li className={classes(styles.row, current && styles.current)} data-testid="bookmarks.row">
      {picture ? (
        <img className={styles.picture} src={picture} alt="" width={THUMBNAIL.width} height={THUMBNAIL.height} />
      ) : (
        <span className={styles.picture} style={THUMBNAIL} aria-hidden />
      )}
      {renaming ? (
        <TitleField bookmark={bookmark} onDone={() => onRename(false)} />
      ) : (
        <button
          type="button"
          className={styles.go}
          aria-current={current}
          aria-keyshortcuts="F2 Delete Alt+ArrowUp Alt+ArrowDown"
          onClick={() => goToBookmark(bookmark)}
          onKeyDown={onKeyDown}
          data-testid="bookmarks.go"
        >
          {title}
          <small>{lensTitle(lens)}</small>
        </button>
      )}
      <span className={styles.tools}>
        <IconButton icon={Pencil} label={`Rename ${title}`} keys="F2" size="small" onClick={() => onRename(true)} />
        <IconButton
          icon={RefreshCw}
          label={`Have ${title} hold what the lens shows now`}
          size="small"
          onClick={() => replaceView(bookmark)}
        />
        <IconButton
          icon={ArrowUp}
          label={`Move ${title} up`}
          size="small"
          disabled={index === 0}
          onClick={() => move(index - 1)}
        />
        <IconButton
          icon={ArrowDown}
          label={`Move ${title} down`}
          size="small"
          disabled={last}
          onClick={() => move(index + 1)}
        />
        <IconButton icon={Trash2} label={`Delete ${title}`} keys="Delete" size="small" onClick={remove} />
      </span>
    </li>
  );
}

/** The title while it is edited; Enter and leaving take it, Escape does not. */
function TitleField({ bookmark, onDone }: { bookmark: Bookmark; onDone(): void }) {
  const [text, setText] = useState(bookmark.title);
  const take = () => {
    if (text.trim() !== '') dispatch(commands.renameBookmark, { bookmark: bookmark.id, title: text });
    markEdit();
    onDone();
  };
  return (
    <input
      className={styles.title}
      aria-label={`Title of ${bookmark.title}`}
      value={text}
      maxLength={80}
      // The field is asked for; typing is what comes next.
      ref={(field) => field?.focus()}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setText(event.target.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take();
        else if (event.key === 'Escape') onDone();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
      data-testid="bookmarks.title"
    />
  );
}

/** The panel keeps keys to itself; those with Control mean the same here as elsewhere: undo, next bookmark. */
function passOn(event: KeyboardEvent): void {
  const command = event.ctrlKey || event.metaKey ? commandFor(event.nativeEvent, windowCommands) : undefined;
  if (!command) return;
  event.preventDefault();
  command.run();
}

/** Arrow keys go from bookmark to bookmark. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  if (event.altKey || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
  if (event.target instanceof HTMLInputElement) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>(`.${styles.go}`)];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  rows[Math.min(rows.length - 1, Math.max(0, at + (event.key === 'ArrowDown' ? 1 : -1)))]?.focus();
  event.preventDefault();
}
