import { describe, expect, test } from 'vitest';
import { apply, type Change, touchedBy } from '../../../src/core/graph';
import { edge, node, vae } from './support';

const add = (id: string): Change => ({ type: 'node.add', graph: null, node: node(id, 'prior.normal') });
const inside = (id: string): Change => ({ type: 'nodes.move', graph: 'encoder', positions: { [id]: { x: 9, y: 9 } } });

const touched = (changes: Change[], here: string | null = null) => touchedBy(changes, apply(vae(), changes), here);

describe('what changes touched', () => {
  test('is what they added, moved or altered, of what is still there', () => {
    const gone: Change = { type: 'node.remove', graph: null, node: 'b' };
    expect(touched([add('a'), add('b'), gone])).toEqual({
      graph: null,
      selection: { nodes: ['a'], edges: [], notes: [] },
    });
  });

  test('is on the graph that is open where that is one of them, else on the first', () => {
    const both = [add('a'), inside('in')];
    expect(touched(both, 'encoder')).toMatchObject({ graph: 'encoder', selection: { nodes: ['in'] } });
    expect(touched(both, null)).toMatchObject({ graph: null, selection: { nodes: ['a'] } });
    expect(touched([inside('in'), add('a')], 'decoder')).toMatchObject({ graph: 'encoder' });
  });

  test('are wires only where no node was touched', () => {
    const wired: Change = { type: 'edge.add', graph: null, edge: edge('new', 'digits.x', 'decoder.z') };
    expect(touched([wired])?.selection).toEqual({ nodes: [], edges: ['new'], notes: [] });
    expect(touched([wired, add('a')])?.selection).toEqual({ nodes: ['a'], edges: [], notes: [] });
  });

  test('is nothing where no graph changed', () => {
    expect(touched([{ type: 'document.update', patch: { title: 'Other' } }])).toBeNull();
    const bookmark = { id: 'b', title: 'B', lens: 'latent', view: {} };
    expect(touched([{ type: 'bookmark.add', bookmark }])).toBeNull();
  });
});
