import { describe, expect, it } from 'vitest';
import { boxAround, contains } from '../../../src/renderer/editor/show-selection';
import { siblings } from '../../../src/renderer/editor/siblings';
import { regionAfter } from '../../../src/renderer/shell/regions';
import { vaeDigits } from '../template';

describe('what is in sight', () => {
  const view = { left: 0, top: 0, right: 100, bottom: 100 };
  it('is what lies wholly inside the view', () => {
    expect(contains(view, { left: 0, top: 10, right: 100, bottom: 90 })).toBe(true);
    expect(contains(view, { left: -1, top: 10, right: 50, bottom: 90 })).toBe(false);
    expect(contains(view, { left: 10, top: 10, right: 50, bottom: 101 })).toBe(false);
  });
  it('is judged by the box around all that is selected', () => {
    const far = { left: 150, top: -20, right: 160, bottom: 5 };
    expect(boxAround([view, far])).toEqual({ left: 0, top: -20, right: 160, bottom: 100 });
    expect(boxAround([])).toBeNull();
  });
});

describe('the networks beside one', () => {
  it('stand in the order of the canvas, one for each network', () => {
    const document = vaeDigits();
    const encoder = document.study.nodes.find(({ id }) => id === 'encoder');
    if (!encoder) throw new Error('no encoder');
    expect(siblings(document, { graph: null, node: encoder }).map(({ node }) => node.id)).toEqual([
      'encoder',
      'decoder',
    ]);
    const twin = { ...encoder, id: 'twin', position: { x: -500, y: 0 } };
    const tied = { ...document, study: { ...document.study, nodes: [twin, ...document.study.nodes] } };
    expect(siblings(tied, { graph: null, node: encoder }).map(({ node }) => node.id)).toEqual(['encoder', 'decoder']);
  });
});

describe('the part of the window that F6 goes to', () => {
  it('is the next one, around the end', () => {
    expect(regionAfter(1, 1, 3)).toBe(2);
    expect(regionAfter(2, 1, 3)).toBe(0);
    expect(regionAfter(0, -1, 3)).toBe(2);
  });
  it('is the first or the last where none has the focus', () => {
    expect(regionAfter(-1, 1, 3)).toBe(0);
    expect(regionAfter(-1, -1, 3)).toBe(2);
  });
});
