import { describe, expect, it } from 'vitest';
import { outlineOf, viewOf } from '../../../src/renderer/editor/opening';
import { firstSlice, nextSlice } from '../../../src/renderer/editor/use-slices';
import { upgradeNotice } from '../../../src/renderer/state/project-files';
import { vaeDigits } from '../template';

describe('a graph that opens', () => {
  it('comes whole where it is small, and in slices until the end where it is large', () => {
    expect(firstSlice(90)).toBe(Number.POSITIVE_INFINITY);
    const sizes: number[] = [];
    for (let shown = firstSlice(300); shown !== Number.POSITIVE_INFINITY; shown = nextSlice(shown, 300)) {
      sizes.push(shown);
    }
    expect(sizes.length).toBeGreaterThan(3);
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
    expect(sizes.at(-1)).toBeLessThan(300);
  });

  it('is known in outline: every node where it stands, the height of its rows, every wire between two of them', () => {
    const document = vaeDigits();
    const { nodes, wires, bounds } = outlineOf(document, 'encoder');
    const graph = document.networks.encoder;
    expect(nodes.map(({ x, y }) => ({ x, y }))).toEqual(graph.nodes.map(({ position }) => position));
    expect(wires).toHaveLength(graph.edges.length);
    const input = nodes[graph.nodes.findIndex(({ type }) => type === 'layer.input')];
    // Title bar, one row of ports, one fact, and what is around them.
    expect(input.height).toBe(2 + 28 + 30 + 32);
    for (const { x, y, width, height } of nodes) {
      expect(x).toBeGreaterThanOrEqual(bounds.x);
      expect(y + height).toBeLessThanOrEqual(bounds.y + bounds.height);
      expect(x + width).toBeLessThanOrEqual(bounds.x + bounds.width);
    }
  });

  it('is looked at so that all of it is in view', () => {
    const outline = outlineOf(vaeDigits(), null);
    const { x, y, zoom } = viewOf(outline, { width: 500, height: 300 }, { padding: 0.07, minZoom: 0.05, maxZoom: 1 });
    const { bounds } = outline;
    expect(bounds.x * zoom + x).toBeGreaterThanOrEqual(0);
    expect((bounds.x + bounds.width) * zoom + x).toBeLessThanOrEqual(500);
    expect((bounds.y + bounds.height) * zoom + y).toBeLessThanOrEqual(300);
  });
});

describe('what is said about an upgrade', () => {
  it('is a few sentences, and the rest folded away', () => {
    expect(upgradeNotice(['A.', 'B.'])).toEqual({ tone: 'info', message: 'The file was brought up to date: A. B.' });
    expect(upgradeNotice(['A.', 'A.', 'B.', 'A.'])).toEqual(upgradeNotice(['A.', 'B.']));
    const sentences = Array.from({ length: 300 }, (_, i) => `Sentence ${i}.`);
    const { message, details } = upgradeNotice(sentences);
    expect(message).toContain('Sentence 2. And 297 more.');
    expect(message).not.toContain('Sentence 3.');
    expect(details?.split('\n')).toEqual(sentences);
  });
});
