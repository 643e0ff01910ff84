import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyGraph, type Graph, topologicalOrder, wouldCycle } from '../../../src/core/graph';
import { node } from './support';

/** A graph from pairs of node numbers. */
const graphOf = (count: number, pairs: readonly (readonly [number, number])[]): Graph => ({
  ...emptyGraph,
  nodes: Array.from({ length: count }, (_, i) => node(`n${i}`, 'any')),
  edges: pairs.map(([a, b], i) => ({
    id: `e${i}`,
    source: { node: `n${a}`, port: 'y' },
    target: { node: `n${b}`, port: 'x' },
  })),
});

const pairs = (count: number) => {
  const index = fc.integer({ min: 0, max: count - 1 });
  return fc.array(fc.tuple(index, index), { maxLength: 2 * count });
};

describe('topologicalOrder', () => {
  it('puts every node behind all that feed it', () => {
    fc.assert(
      fc.property(pairs(12), (drawn) => {
        const acyclic = drawn.filter(([a, b]) => a !== b).map(([a, b]) => [Math.max(a, b), Math.min(a, b)] as const);
        const graph = graphOf(12, acyclic);
        const { order, cycles } = topologicalOrder(graph);
        const rank = new Map(order.map(({ id }, i) => [id, i]));
        expect(cycles).toEqual([]);
        expect(rank.size).toBe(12);
        for (const { source, target } of graph.edges) {
          expect(rank.get(source.node)).toBeLessThan(rank.get(target.node) ?? -1);
        }
      }),
    );
  });

  it('names loops that exist, and finds one exactly where the order is incomplete', () => {
    fc.assert(
      fc.property(pairs(8), (drawn) => {
        const graph = graphOf(8, drawn);
        const wires = new Set(drawn.map(([a, b]) => `n${a} n${b}`));
        const { order, cycles } = topologicalOrder(graph);
        expect(cycles.length > 0).toBe(order.length < 8);
        for (const cycle of cycles) {
          for (const [i, id] of cycle.entries()) expect(wires).toContain(`${id} ${cycle[(i + 1) % cycle.length]}`);
        }
        expect(new Set(cycles.flat()).size).toBe(cycles.flat().length);
      }),
    );
  });

  it('tells a loop in the direction of the wires from its first node on', () => {
    const graph = graphOf(5, [
      [0, 3],
      [3, 1],
      [1, 2],
      [2, 3],
      [3, 4],
    ]);
    expect(topologicalOrder(graph).cycles).toEqual([['n1', 'n2', 'n3']]);
    expect(topologicalOrder(graph).order.map(({ id }) => id)).toEqual(['n0']);
  });

  it('passes over wires that end nowhere', () => {
    const graph = graphOf(2, [
      [0, 7],
      [7, 1],
      [0, 1],
    ]);
    expect(topologicalOrder(graph).order.map(({ id }) => id)).toEqual(['n0', 'n1']);
  });
});

describe('wouldCycle', () => {
  it('agrees with drawing the wire and ordering the graph', () => {
    const end = fc.integer({ min: 0, max: 7 });
    fc.assert(
      fc.property(pairs(8), end, end, (drawn, a, b) => {
        const acyclic = drawn.filter(([x, y]) => x < y);
        const after = topologicalOrder(graphOf(8, [...acyclic, [a, b]]));
        expect(wouldCycle(graphOf(8, acyclic), `n${a}`, `n${b}`)).toBe(after.cycles.length > 0);
      }),
    );
  });
});
