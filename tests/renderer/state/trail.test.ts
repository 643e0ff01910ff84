import { describe, expect, it } from 'vitest';
import { emptyGraph, type GraphNode, type ProjectDocument } from '../../../src/core/graph/document';
import { trailInto, trailTo } from '../../../src/renderer/state/trail';
import { vaeDigits } from '../template';

const node = (id: string, network?: string): GraphNode => ({
  id,
  type: 'block.custom',
  version: 1,
  position: { x: 0, y: 0 },
  settings: {},
  ...(network !== undefined && { network }),
});

/** study: a → A, b → A (tied), A: inner → C, study: c → C (tied with inner). */
const document: ProjectDocument = {
  ...vaeDigits(),
  study: { ...emptyGraph, nodes: [node('a', 'A'), node('b', 'A'), node('c', 'C')] },
  networks: { A: { ...emptyGraph, nodes: [node('inner', 'C')] }, C: emptyGraph, lost: emptyGraph },
};

describe('the way into a network', () => {
  it('is the shortest where none is known', () => {
    expect(trailTo(document, 'C', [])).toEqual([{ graph: null, node: 'c' }]);
    expect(trailTo(document, null, [{ graph: null, node: 'a' }])).toEqual([]);
    expect(trailTo(document, 'lost', [])).toEqual([]);
  });

  it('is the one by which somebody came, by the tied node that was selected', () => {
    const first = trailInto(document, 'A', { place: null, trail: [], selected: ['b'] });
    expect(first).toEqual([{ graph: null, node: 'b' }]);
    const second = trailInto(document, 'C', { place: 'A', trail: first, selected: [] });
    expect(second).toEqual([
      { graph: null, node: 'b' },
      { graph: 'A', node: 'inner' },
    ]);
    expect(trailTo(document, 'C', second)).toEqual(second);
    expect(trailTo(document, 'A', second)).toEqual(first);
  });

  it('is mended when a step of it is gone', () => {
    const came = [
      { graph: null, node: 'b' },
      { graph: 'A', node: 'gone' },
    ];
    expect(trailTo(document, 'C', came)).toEqual([{ graph: null, node: 'c' }]);
    expect(trailTo({ ...document, networks: { C: emptyGraph } }, 'C', [{ graph: null, node: 'a' }])).toEqual([
      { graph: null, node: 'c' },
    ]);
  });

  it('ends in a document whose networks hold each other', () => {
    const looped = {
      ...document,
      networks: { ...document.networks, C: { ...emptyGraph, nodes: [node('back', 'A')] } },
    };
    expect(trailTo(looped, 'lost', [])).toEqual([]);
  });
});
