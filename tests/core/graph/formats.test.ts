import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { catalogue as real } from '../../../src/core/catalogue';
import { type Bookmark, parseDocument, serializeDocument, validateStructure } from '../../../src/core/graph';
import { catalogue, nested, vae, withStudy } from './support';

function opened(source: string) {
  const result = parseDocument(source, catalogue, 'vae.json');
  if (!result.ok) throw new Error(result.problem);
  return result;
}

describe('a file of format 1', () => {
  const source = readFileSync(new URL('fixtures/version-1.json', import.meta.url), 'utf8');

  it('opens as a document of today, and says nothing of what was not there', () => {
    const result = parseDocument(source, real);
    if (!result.ok) throw new Error(result.problem);
    const { document } = result;
    expect(validateStructure(document, real)).toEqual([]);
    const { version, study, networks, ...rest } = JSON.parse(source);
    const { version: now, study: graph, networks: inner, bookmarks, ...fields } = document;
    expect(bookmarks).toEqual([]);
    expect([version, now]).toEqual([1, 3]);
    expect(fields).toEqual(rest);
    expect({ ...graph, nodes: graph.nodes.map(({ id }) => id) }).toEqual({
      ...study,
      nodes: study.nodes.map(({ id }: { id: string }) => id),
      groups: [],
    });
    expect(Object.keys(inner)).toEqual(Object.keys(networks));
    expect(parseDocument(serializeDocument(document), real)).toEqual({ ok: true, document, upgraded: [] });
  });

  it('loses nothing of what came later, where its version does not say so', () => {
    const early = JSON.stringify({ ...JSON.parse(serializeDocument(nested())), version: 1 });
    expect(opened(early).document).toEqual(nested());
  });
});

describe('bookmarks', () => {
  const kept: Bookmark[] = [
    { id: 'umap', title: 'Latent · UMAP', lens: 'latent', view: { plane: { x: 1.5, y: -0, scale: 80 }, step: null } },
    { id: 'noise', title: 'Noise', lens: 'trajectory', view: { lanes: [{ sampler: 'euler' }, 3, 'x', true] } },
  ];

  it('come back as they were, in their order', () => {
    const document = { ...vae(), bookmarks: kept };
    expect(opened(serializeDocument(document))).toEqual({ ok: true, document, upgraded: [] });
  });

  it('need not be there: a file of format 2 opens', () => {
    const raw = { ...JSON.parse(serializeDocument(vae())), version: 2 };
    expect(raw).not.toHaveProperty('bookmarks');
    expect(opened(JSON.stringify(raw))).toEqual({ ok: true, document: vae(), upgraded: [] });
  });

  const long = { id: 'b', title: 'B', lens: 'latent', view: { text: 'x'.repeat(20_000) } };
  test.each<[string, unknown, string]>([
    ['two with one id', [kept[0], kept[0]], 'two bookmarks have the id "umap"; give one another id.'],
    [
      'too many',
      Array.from({ length: 201 }, (_, i) => ({ ...kept[0], id: `b${i}` })),
      '"bookmarks" must have at most 200 entries; it has 201.',
    ],
    ['one that holds too much', [long], '"view" of bookmark "b" is too long; it is an object.'],
    [
      'one without a title',
      [{ ...kept[0], title: '' }],
      '"title" of bookmark "umap" must have at least 1 character; it has 0.',
    ],
  ])('%s: one sentence', (_, bookmarks, message) => {
    const raw = { ...JSON.parse(serializeDocument(vae())), bookmarks };
    const result = parseDocument(JSON.stringify(raw), catalogue, 'vae.json');
    expect(result.ok ? 'it opened' : result.problem).toBe(`vae.json cannot be opened: ${message}`);
  });
});

describe('groups, modes and places of wires', () => {
  it('come back as they were', () => {
    expect(opened(serializeDocument(nested()))).toEqual({ ok: true, document: nested(), upgraded: [] });
  });

  it('are kept where a node or a note names a group that is not there', () => {
    const study = vae().study;
    const document = withStudy(vae(), {
      nodes: study.nodes.map((item) => ({ ...item, group: 'gone' })),
      notes: study.notes.map((item) => ({ ...item, group: 'gone' })),
    });
    expect(opened(serializeDocument(document)).document).toEqual(document);
    expect(validateStructure(document, catalogue)).toEqual([]);
  });

  type Raw = ReturnType<typeof JSON.parse>;
  const group = { id: 'g', title: 'G', color: 'red' };
  test.each<[string, (raw: Raw) => void, string]>([
    [
      'a colour that does not exist',
      (raw) => Object.assign(raw.study.groups[0], { color: 'pink' }),
      '"color" of group "losses" in the study must be the text "grey", the text "blue", the text "teal", the text "green", the text "amber", the text "red" or the text "violet"; it is the text "pink".',
    ],
    [
      'a group without a title',
      (raw) => Object.assign(raw.networks.encoder, { groups: [{ id: 'g', color: 'red' }] }),
      '"title" of group "g" in network "encoder" must be a text; it is missing.',
    ],
    [
      'two groups with one id',
      (raw) => Object.assign(raw.study, { groups: [group, group] }),
      'two groups in the study have the id "g"; give one another id.',
    ],
    [
      'two notes with one id in a network',
      (raw) => Object.assign(raw.networks.encoder, { notes: [raw.study.notes[0], raw.study.notes[0]] }),
      'two notes in network "encoder" have the id "note"; give one another id.',
    ],
    [
      'too many groups',
      (raw) => Object.assign(raw.study, { groups: Array.from({ length: 201 }, (_, i) => ({ ...group, id: `g${i}` })) }),
      '"groups" of the study must have at most 200 entries; it has 201.',
    ],
    [
      'a wire with too many places',
      (raw) => Object.assign(raw.study.edges[0], { points: Array.from({ length: 33 }, () => ({ x: 0, y: 0 })) }),
      '"points" of wire "e1" in the study must have at most 32 entries; it has 33.',
    ],
    [
      'a wire with no places',
      (raw) => Object.assign(raw.study.edges[0], { points: [] }),
      '"points" of wire "e1" in the study must have at least 1 entry; it has 0.',
    ],
    [
      'a mode that does not exist',
      (raw) => Object.assign(raw.study.nodes[0], { mode: 'freeze' }),
      '"mode" of node "digits" in the study must be the text "bypass" or the text "mute"; it is the text "freeze".',
    ],
    [
      'a node that is collapsed in no way',
      (raw) => Object.assign(raw.study.nodes[0], { collapsed: false }),
      '"collapsed" of node "digits" in the study must be true; it is false.',
    ],
  ])('%s is one sentence', (_, edit, message) => {
    const raw = JSON.parse(serializeDocument(vae()));
    edit(raw);
    const result = parseDocument(JSON.stringify(raw), catalogue, 'vae.json');
    expect(result.ok ? 'it opened' : result.problem).toBe(`vae.json cannot be opened: ${message}`);
  });
});
