import { create } from 'zustand';
import { type Bookmark, commands } from '../../core/graph';
import { formatCount } from '../format';
import { showLens } from '../lenses/choice';
import { abilities, lensesOf, lensTitle } from '../lenses/lenses';
import { lookAt, useTrainingTime } from '../lenses/time/training-time';
import { announce } from '../state/announce';
import { dispatch } from '../state/edit';
import { currentDocument, useProject } from '../state/project';
import { useSession } from '../state/session';
import { useUi } from '../state/ui';
import { lensView, type ViewRecord } from './registry';
import { keepThumbnail } from './thumbnails';
import './views';

/** Where stepping through the bookmarks goes on from. */
export const useCurrentBookmark = create<{ id: string | null }>(() => ({ id: null }));

const NONE: readonly Bookmark[] = [];
export const useBookmarks = (): readonly Bookmark[] => useProject(({ edit }) => edit?.document.bookmarks ?? NONE);
const bookmarksNow = (): readonly Bookmark[] => currentDocument()?.bookmarks ?? NONE;

/** The first name of a view that is kept: `Latent · UMAP · step 454`. */
function titleOf(lens: string, words: readonly string[]): string {
  const step = useTrainingTime.getState().step ?? useSession.getState().step;
  return [lensTitle(lens), ...words, `step ${formatCount(step)}`].join(' · ').slice(0, 80);
}

/** What a lens shows, as a bookmark holds it. */
const readLens = (lens: string): ViewRecord => ({
  ...lensView(lens)?.read(),
  step: useTrainingTime.getState().step,
});

/** Keeps what a lens shows as the last bookmark. Gives its id, or null when it could not be kept. */
export function keepView(lens: string): string | null {
  const view = lensView(lens);
  if (!view) return null;
  const plan = dispatch(commands.addBookmark, { title: titleOf(lens, view.words()), lens, view: readLens(lens) });
  const change = plan?.changes[0];
  if (change?.type !== 'bookmark.add') return null;
  keepThumbnail(change.bookmark.id, lens);
  useCurrentBookmark.setState({ id: change.bookmark.id });
  return change.bookmark.id;
}

/** Has a bookmark hold what its lens shows now. */
export function replaceView({ id, lens }: Bookmark): void {
  if (dispatch(commands.replaceBookmark, { bookmark: id, view: readLens(lens) })) keepThumbnail(id, lens);
}

/** Brings back what a bookmark holds: its lens to the front, its settings, its place, its step of the training. */
export function goToBookmark(bookmark: Bookmark): void {
  const { id, title, lens, view } = bookmark;
  const { toast, panels, togglePanel } = useUi.getState();
  const able = abilities(useSession.getState().info?.probes ?? null);
  const offered = lensesOf('only', able).find((each) => each.id === lens)?.id;
  const target = lensView(lens);
  if (!offered || !target) {
    const message = `“${title}” is a view of the ${lensTitle(lens)} lens, which this model does not have; train one that does.`;
    toast({ tone: 'info', message });
    return;
  }
  if (!panels.lenses) togglePanel('lenses');
  showLens(offered, able);
  const wrong = target.show(view);
  if (view.step === null || typeof view.step === 'number') lookAt(view.step);
  useCurrentBookmark.setState({ id });
  announce(`Went to ${title}`);
  if (wrong.length === 0) return;
  const message = `“${title}” could not bring back everything (${wrong.join(', ')}): another version kept it, or what it names has gone.`;
  toast({ tone: 'info', message });
}

/** The next bookmark (+1) or the one before (−1), round and round. */
export function stepBookmarks(direction: 1 | -1): void {
  const bookmarks = bookmarksNow();
  if (bookmarks.length === 0) return;
  const at = bookmarks.findIndex(({ id }) => id === useCurrentBookmark.getState().id);
  const next = at < 0 ? (direction === 1 ? 0 : bookmarks.length - 1) : at + direction;
  goToBookmark(bookmarks[(next + bookmarks.length) % bookmarks.length]);
}

/** The lens that has the focus, else the one that is furthest to the right. */
export function frontLensNow(): string | null {
  const shown = [...document.querySelectorAll('[role=tabpanel][data-testid^="lens."]')];
  const focused = shown.find((panel) => panel.closest('section')?.contains(document.activeElement));
  return (focused ?? shown.at(-1))?.getAttribute('data-testid')?.slice('lens.'.length) ?? null;
}
