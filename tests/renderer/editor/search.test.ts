import { beforeEach, describe, expect, it } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { markedParts } from '../../../src/renderer/editor/Marked';
import { offersFor } from '../../../src/renderer/editor/offers';
import { recentOffers, remember } from '../../../src/renderer/editor/recent-offers';
import { find, formulaText } from '../../../src/renderer/editor/search';
import { searchOffers } from '../../../src/renderer/editor/search-results';
import { vaeDigits } from '../template';

const document = vaeDigits();
const study = offersFor(document, null);
const layers = offersFor(document, 'encoder');
const all = [...study, ...layers];
const titles = (query: string, offers = all) => find(offers, query, (offer) => offer).map(({ item }) => item.title);

describe('searching', () => {
  it('puts titles that begin with the word first', () => expect(titles('enc')[0]).toBe('Encoder'));
  it('finds by keyword', () => expect(titles('beta')).toContain('KL divergence'));
  it('finds by an abbreviation of the title', () => expect(titles('grpnrm', layers)[0]).toBe('Group norm'));
  it('finds by words in any order', () => expect(titles('norm group', layers)[0]).toBe('Group norm'));
  it('finds by type', () => expect(titles('objective.kl')[0]).toBe('KL divergence'));
  it('wants every word', () => expect(titles('encoder zebra')).toEqual([]));
  it('gives everything for nothing, in its own order', () =>
    expect(find(all, '  ', (x) => x).map(({ item }) => item)).toEqual(all));

  it('finds by what stands in the formula, without the language that sets it', () => {
    const softmax = find(layers, 'softmax', (offer) => offer);
    expect(softmax.length).toBeGreaterThan(0);
    expect(formulaText(String.raw`\log\lvert\det J\rvert`)).toMatch(/log.*det J/);
    expect(formulaText(String.raw`D_{\mathrm{KL}}(q\,\|\,p)`)).toMatch(/D KL \(q .*p\)/);
  });

  it.each(catalogue.all.filter(({ source }) => source))(
    '$type is found by its paper',
    ({ source = '', title, type }) => {
      const author = /\p{Lu}\p{L}{3,}/u.exec(source)?.[0] ?? source;
      const found = find(all, author, (offer) => offer).filter(({ item }) => item.id === `node:${type}`);
      expect(found.map(({ item }) => item.title)).toEqual([title]);
    },
  );

  it('tells where it was found, and which letters', () => {
    const [found] = find([{ title: 'Flow', source: 'Vaswani et al. 2017' }], 'vaswani 2017', (item) => item);
    expect(found.by).toBe('source');
    const marked = markedParts('Vaswani et al. 2017', found.marks.source).filter(({ marked }) => marked);
    expect(marked.map(({ part }) => part)).toEqual(['Vaswani', '2017']);
  });
});

describe('what the search shows', () => {
  const ask = (query: string, rest: Partial<Parameters<typeof searchOffers>[0]> = {}) =>
    searchOffers({ offers: layers, query, recent: [], ...rest });

  it('shows what was used lately first, and nothing twice', () => {
    const sections = ask('', { recent: ['node:layer.linear', 'node:gone', 'node:layer.conv2d'] });
    expect(sections[0].id).toBe('recent');
    expect(sections[0].matches.map(({ item }) => item.type)).toEqual(['layer.linear', 'layer.conv2d']);
    const ids = sections.flatMap(({ matches }) => matches.map(({ item }) => item.id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(layers.length);
  });

  it('shows what is usual where a wire was dropped', () => {
    const sections = ask('', { usual: ({ type }) => (type === 'layer.activation' ? 3 : 0) });
    expect(sections[0].id).toBe('usual');
    expect(sections[0].matches.map(({ item }) => item.type)).toEqual(['layer.activation']);
  });

  it('begins with the section of the best find', () => {
    const preset = layers.find(({ section }) => section === 'presets');
    if (!preset) throw new Error('There is no preset of a block.');
    expect(ask(preset.title)[0].matches[0].item.title).toBe(preset.title);
  });
});

describe('what was used lately', () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  } as unknown as Storage;
  beforeEach(() => kept.clear());

  it('stands newest first, once, and not for ever', () => {
    for (const id of ['a', 'b', 'a']) remember(id, storage);
    expect(recentOffers(storage)).toEqual(['a', 'b']);
    for (let i = 0; i < 40; i++) remember(`${i}`, storage);
    expect(recentOffers(storage)).toHaveLength(12);
  });

  it('is nothing where the memory is broken', () => {
    kept.set('latent-loom.recent-nodes', '{');
    expect(recentOffers(storage)).toEqual([]);
  });
});
