import { describe, expect, it, test } from 'vitest';
import { apply, type Change, invert, type ProjectDocument, serializeDocument } from '../../../src/core/graph';
import { edge, network, node, vae } from './support';

const every: { [T in Change['type']]: readonly Extract<Change, { type: T }>[] } = {
  'node.add': [
    { type: 'node.add', graph: null, node: node('n', 'data.points') },
    { type: 'node.add', graph: 'encoder', node: node('n', 'layer.linear'), index: 0 },
  ],
  'node.remove': [
    { type: 'node.remove', graph: null, node: 'z' },
    { type: 'node.remove', graph: 'encoder', node: 'in' },
  ],
  'nodes.move': [{ type: 'nodes.move', graph: null, positions: { z: { x: 1, y: 2 }, kl: { x: 3, y: 4 } } }],
  'node.rename': [
    { type: 'node.rename', graph: null, node: 'z', title: 'Sample' },
    { type: 'node.rename', graph: null, node: 'z', title: null },
  ],
  'node.settings': [
    { type: 'node.settings', graph: null, node: 'kl', set: { beta: 3, extra: [1, 2] } },
    { type: 'node.settings', graph: 'decoder', node: 'linear1', set: { features: null } },
  ],
  'node.network': [
    { type: 'node.network', graph: null, node: 'encoder', network: null },
    { type: 'node.network', graph: null, node: 'z', network: 'encoder' },
  ],
  'edge.add': [{ type: 'edge.add', graph: null, edge: edge('new', 'z.z', 'compare.b'), index: 3 }],
  'edge.remove': [{ type: 'edge.remove', graph: null, edge: 'e2' }],
  'note.add': [
    { type: 'note.add', graph: null, note: { id: 'm', position: { x: 0, y: 0 }, width: 1, text: '' }, index: 0 },
  ],
  'note.remove': [{ type: 'note.remove', graph: null, note: 'note' }],
  'note.update': [{ type: 'note.update', graph: null, note: 'note', patch: { text: 'New', position: { x: 9, y: 9 } } }],
  'node.update': [
    { type: 'node.update', graph: null, node: 'z', patch: { mode: 'mute', collapsed: true, group: 'g' } },
    { type: 'node.update', graph: 'encoder', node: 'linear1', patch: { mode: null, group: null } },
  ],
  'edge.points': [
    { type: 'edge.points', graph: null, edge: 'e2', points: [{ x: 1, y: 2 }] },
    { type: 'edge.points', graph: null, edge: 'e2', points: null },
  ],
  'group.add': [{ type: 'group.add', graph: 'encoder', group: { id: 'g', title: 'G', color: 'teal' }, index: 0 }],
  'group.remove': [{ type: 'group.remove', graph: null, group: 'losses' }],
  'group.update': [{ type: 'group.update', graph: null, group: 'losses', patch: { title: 'L', color: 'red' } }],
  'network.add': [{ type: 'network.add', network: 'spare', content: network() }],
  'network.remove': [{ type: 'network.remove', network: 'decoder' }],
  'bookmark.add': [
    { type: 'bookmark.add', bookmark: { id: 'b', title: 'B', lens: 'latent', view: { at: [1, 2] } } },
    { type: 'bookmark.add', bookmark: { id: 'b', title: 'B', lens: 'latent', view: {} }, index: 0 },
  ],
  'bookmark.remove': [{ type: 'bookmark.remove', bookmark: 'first' }],
  'bookmark.update': [
    { type: 'bookmark.update', bookmark: 'first', patch: { title: 'Other' } },
    { type: 'bookmark.update', bookmark: 'second', patch: { view: { step: 7 } } },
  ],
  'document.update': [{ type: 'document.update', patch: { title: 'T', seed: 7, summary: 'S' } }],
};
const changes = Object.values(every).flat();

/** The document with two bookmarks. */
const kept = (): ProjectDocument => ({
  ...vae(),
  bookmarks: [
    { id: 'first', title: 'First', lens: 'latent', view: { count: 5_000 } },
    { id: 'second', title: 'Second', lens: 'curves', view: {} },
  ],
});

describe('invert', () => {
  test.each(changes)('takes $type back byte for byte', (change) => {
    const before = kept();
    const after = apply(before, [change]);
    const restored = apply(after, invert(before, [change]));
    expect(restored).toEqual(before);
    expect(serializeDocument(restored)).toBe(serializeDocument(before));
  });

  it('takes changes that build on each other back together', () => {
    const list: Change[] = [
      { type: 'node.add', graph: null, node: node('n', 'data.points'), index: 2 },
      { type: 'node.rename', graph: null, node: 'n', title: 'A' },
      { type: 'edge.remove', graph: null, edge: 'e2' },
      { type: 'edge.remove', graph: null, edge: 'e1' },
      { type: 'network.remove', network: 'encoder' },
      { type: 'network.add', network: 'encoder', content: network(1) },
      { type: 'node.settings', graph: 'encoder', node: 'linear2', set: { features: 3 } },
    ];
    expect(apply(apply(vae(), list), invert(vae(), list))).toEqual(vae());
  });
});

describe('apply', () => {
  it('leaves the document before as it was', () => {
    const before = kept();
    const text = serializeDocument(before);
    for (const change of changes) apply(before, [change]);
    expect(serializeDocument(before)).toBe(text);
  });

  it('shares what did not change', () => {
    const before = vae();
    const after = apply(before, [{ type: 'node.settings', graph: null, node: 'kl', set: { beta: 2 } }]);
    expect(after.networks).toBe(before.networks);
    expect(after.study.edges).toBe(before.study.edges);
    expect(after.study.nodes.filter((item, i) => item !== before.study.nodes[i]).map(({ id }) => id)).toEqual(['kl']);
  });

  test.each<Change>([
    { type: 'node.remove', graph: null, node: 'ghost' },
    { type: 'node.remove', graph: 'ghost', node: 'z' },
    { type: 'node.add', graph: null, node: node('z', 'data.points') },
    { type: 'nodes.move', graph: null, positions: { ghost: { x: 0, y: 0 } } },
    { type: 'edge.remove', graph: null, edge: 'ghost' },
    { type: 'note.update', graph: null, note: 'ghost', patch: {} },
    { type: 'bookmark.remove', bookmark: 'ghost' },
    { type: 'bookmark.update', bookmark: 'ghost', patch: {} },
    { type: 'network.add', network: 'encoder', content: network() },
    { type: 'network.remove', network: 'toString' },
  ])('throws on a change that belongs to another document: $type', (change) => {
    expect(() => apply(vae(), [change])).toThrow(/ghost|already|no network|to move/);
  });
});
