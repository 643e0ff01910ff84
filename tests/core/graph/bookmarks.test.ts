import { describe, expect, it, test } from 'vitest';
import {
  type Bookmark,
  type Command,
  commands,
  emptySelection,
  type ProjectDocument,
  perform,
  startEditing,
  undo,
} from '../../../src/core/graph';
import { catalogue, vae } from './support';

const bookmark = (id: string): Bookmark => ({ id, title: id.toUpperCase(), lens: 'latent', view: { id } });
const three: ProjectDocument = { ...vae(), bookmarks: [bookmark('a'), bookmark('b'), bookmark('c')] };

function run<A>(document: ProjectDocument, command: Command<A>, args: A) {
  const plan = command.plan({ document, catalogue, graph: null, selection: emptySelection }, args);
  if (!plan.ok) throw new Error(plan.message);
  return perform(startEditing(document), command, plan, 0);
}
const ids = ({ bookmarks }: ProjectDocument) => bookmarks.map(({ id }) => id);

describe('bookmarks', () => {
  it('are added last, under an id of their title', () => {
    const view = { count: 5_000, axes: { x: 0, y: 1 } };
    const first = run(vae(), commands.addBookmark, { title: ' Latent · UMAP ', lens: 'latent', view }).document;
    const both = run(first, commands.addBookmark, { title: 'Latent UMAP', lens: 'latent', view: {} }).document;
    expect(first.bookmarks).toEqual([{ id: 'latent_umap', title: 'Latent · UMAP', lens: 'latent', view }]);
    expect(ids(both)).toEqual(['latent_umap', 'latent_umap_2']);
  });

  test.each([
    [0, ['c', 'a', 'b']],
    [1, ['a', 'c', 'b']],
    [-5, ['c', 'a', 'b']],
    [9, ['a', 'b', 'c']],
  ])('move to place %i', (index, order) => {
    const moved = run(three, commands.moveBookmark, { bookmark: 'c', index });
    expect(ids(moved.document)).toEqual(order);
    expect((undo(moved)?.state ?? moved).document).toEqual(three);
  });

  it('are renamed, replaced and deleted, and all of it can be undone', () => {
    for (const state of [
      run(three, commands.renameBookmark, { bookmark: 'b', title: 'Other' }),
      run(three, commands.replaceBookmark, { bookmark: 'b', view: { at: 7 } }),
      run(three, commands.removeBookmark, { bookmark: 'b' }),
    ]) {
      expect(state.document).not.toEqual(three);
      expect(undo(state)?.state.document).toEqual(three);
    }
    expect(ids(run(three, commands.removeBookmark, { bookmark: 'b' }).document)).toEqual(['a', 'c']);
  });

  test.each<[string, () => unknown, string]>([
    ['no title', () => run(three, commands.renameBookmark, { bookmark: 'a', title: ' ' }), 'A bookmark needs a title.'],
    [
      'a bookmark that is gone',
      () => run(three, commands.removeBookmark, { bookmark: 'x' }),
      'There is no bookmark "x".',
    ],
    [
      'too much to hold',
      () => run(three, commands.addBookmark, { title: 'T', lens: 'latent', view: { x: 'x'.repeat(20_000) } }),
      'This view is too much for a bookmark, which holds 20000 characters; keep a simpler one.',
    ],
    [
      'one too many',
      () =>
        run({ ...three, bookmarks: Array.from({ length: 200 }, (_, i) => bookmark(`b${i}`)) }, commands.addBookmark, {
          title: 'T',
          lens: 'latent',
          view: {},
        }),
      'A project holds at most 200 bookmarks; delete one first.',
    ],
  ])('refuse %s in a sentence', (_, act, message) => {
    expect(act).toThrow(message);
  });
});
