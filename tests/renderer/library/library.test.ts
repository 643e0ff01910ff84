import { beforeEach, describe, expect, it } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { apply, commands, emptySelection } from '../../../src/core/graph';
import type { LibraryEntry } from '../../../src/protocol/app';
import {
  isGood,
  keepDraft,
  libraryOffers,
  refreshLibrary,
  removeEntry,
  useLibrary,
} from '../../../src/renderer/library/library';
import { useUi } from '../../../src/renderer/state/ui';
import { FakeApp } from '../fake-app';
import { vaeDigits } from '../template';

const document = vaeDigits();
const context = { document, catalogue, graph: 'encoder', selection: { ...emptySelection, nodes: ['mlp'] } };
const copied = commands.copySelection.plan(context, {});
const text = copied.ok ? (copied.clipboard ?? '') : '';
const draft = { id: null, title: 'My layer', summary: 'one line', text };
const entries = () => (useLibrary.getState().entries ?? []).filter(isGood);

let app = new FakeApp();
beforeEach(() => {
  app = new FakeApp();
  useLibrary.setState({ entries: null, draft: null });
  useUi.setState({ toasts: [] });
});

describe('the library in the window', () => {
  it('offers what was kept where it belongs, and puts it into another graph', async () => {
    expect(await keepDraft(app, draft)).toBe(true);
    const [offer] = libraryOffers(useLibrary.getState().entries, 'network');
    expect(offer).toMatchObject({ title: 'My layer', summary: 'one line', section: 'library' });
    expect(libraryOffers(useLibrary.getState().entries, 'study')).toEqual([]);
    const plan = offer.plan({ ...context, graph: 'decoder' }, { x: 40, y: 60 });
    if (!plan.ok) throw new Error(plan.message);
    const added = apply(document, plan.changes).networks.decoder.nodes.find(({ id }) => id === plan.select?.nodes[0]);
    expect(added).toMatchObject({ type: 'block.mlp', position: { x: 40, y: 60 } });
  });

  it('renames, and brings back what was removed', async () => {
    await keepDraft(app, draft);
    await keepDraft(app, { ...draft, id: entries()[0].id, title: 'Another' });
    expect(entries().map(({ title }) => title)).toEqual(['Another']);
    await removeEntry(app, entries()[0]);
    expect(entries()).toEqual([]);
    useUi.getState().toasts.at(-1)?.action?.run();
    await expect.poll(() => entries().map(({ title }) => title)).toEqual(['Another']);
  });

  it('says what could not be done', async () => {
    app.failing.set('library.save', 'The library holds 500 entries, its limit; remove one first.');
    expect(await keepDraft(app, draft)).toBe(false);
    expect(useUi.getState().toasts.at(-1)).toMatchObject({ tone: 'error', message: expect.stringContaining('500') });
    app.failing.set('library.list', 'The folder cannot be read.');
    await refreshLibrary(app);
    expect(useUi.getState().toasts.at(-1)?.message).toBe('The folder cannot be read.');
  });

  it('shows an entry with damaged nodes, at both levels, and places nothing of it', () => {
    const damaged: LibraryEntry = { id: 'a', title: 'Odd', summary: '', savedAt: '', text: '{"level": 3}' };
    for (const level of ['study', 'network'] as const) {
      const [offer] = libraryOffers([damaged, { file: 'b.json', damaged: 'b.json is not JSON.' }], level);
      expect(offer.damaged).toContain('“Odd”');
      expect(offer.plan(context, { x: 0, y: 0 }).ok).toBe(false);
    }
  });
});
