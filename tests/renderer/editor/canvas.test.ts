import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { analyse } from '../../../src/core/compile/analyse';
import { apply, emptySelection } from '../../../src/core/graph';
import { connectionCandidates, judgeConnection } from '../../../src/renderer/editor/connection-check';
import { networkSummary, nodeFacts } from '../../../src/renderer/editor/facts';
import { flowEdges, flowNodes, noteIdOf, selectionOf } from '../../../src/renderer/editor/flow-model';
import { freePlaceAt, freePlaceBelow, freePlaceNear } from '../../../src/renderer/editor/free-place';
import { categories, kindPath } from '../../../src/renderer/editor/kinds';
import { toldApart } from '../../../src/renderer/editor/told-apart';
import { planReconnect } from '../../../src/renderer/editor/wire-edits';
import { vaeDigits } from '../template';

const document = vaeDigits();
const analysis = analyse(document, catalogue);
const trial = (changed: typeof document) => analyse(changed, catalogue);
const context = { document, catalogue, graph: null, selection: emptySelection };

describe('the graph as the canvas has it', () => {
  it('has every node, note and wire', () => {
    const nodes = flowNodes(document, catalogue, null, emptySelection, analysis, []);
    expect(nodes.filter(({ id }) => noteIdOf(id) === null)).toHaveLength(document.study.nodes.length);
    expect(nodes.filter(({ id }) => noteIdOf(id) !== null)).toHaveLength(document.study.notes.length);
    expect(flowEdges(document, catalogue, null, emptySelection, analysis)).toHaveLength(document.study.edges.length);
  });

  it('keeps the objects of what did not change', () => {
    const before = flowNodes(document, catalogue, null, emptySelection, analysis, []);
    const after = flowNodes(document, catalogue, null, { ...emptySelection, nodes: ['kl'] }, analysis, before);
    const changed = after.filter((node, index) => node !== before[index]).map(({ id }) => id);
    expect(changed).toEqual(['kl']);
    expect(selectionOf(after, []).nodes).toEqual(['kl']);
  });

  it('shows shapes on wires, and none for a number', () => {
    const edges = flowEdges(document, catalogue, null, emptySelection, analysis);
    const labels = new Map(
      edges.map((edge) => [`${edge.source}.${edge.sourceHandle}>${edge.target}`, edge.data?.label]),
    );
    expect(labels.get('data.x>encoder')).toBe('128 × 784');
    expect(labels.get('kl.loss>trainer')).toBe('');
  });
});

describe('a wire that is dragged', () => {
  it('is refused with a sentence where kinds do not fit', () => {
    const ends = { source: { node: 'data', port: 'label' }, target: { node: 'decoder', port: 'z' } };
    const verdict = judgeConnection(document, catalogue, null, ends, analysis, trial);
    expect(verdict.tone).toBe('refused');
    expect(verdict.message).toContain('Decoder');
  });

  it('is let through with a warning where shapes do not fit', () => {
    const images = document.study.nodes.map((node) =>
      node.id === 'decoder' ? { ...node, settings: { ...node.settings, output_shape: [10] } } : node,
    );
    const cut = document.study.edges.filter(
      (edge) => edge.target.node !== 'reconstruction' || edge.target.port !== 'prediction',
    );
    const open = { ...document, study: { ...document.study, nodes: images, edges: cut } };
    const ends = { source: { node: 'decoder', port: 'x_hat' }, target: { node: 'reconstruction', port: 'prediction' } };
    const verdict = judgeConnection(open, catalogue, null, ends, analyse(open, catalogue), trial);
    expect(verdict.tone).toBe('warning');
    expect(verdict.message).toContain('10');
  });

  it('says its shape where it fits', () => {
    const without = document.study.edges.filter(({ target }) => target.node !== 'encoder');
    const open = { ...document, study: { ...document.study, edges: without } };
    const ends = { source: { node: 'data', port: 'x' }, target: { node: 'encoder', port: 'x' } };
    const verdict = judgeConnection(open, catalogue, null, ends, analyse(open, catalogue), trial);
    expect(verdict).toEqual({ tone: 'fine', message: '128 × 784' });
  });

  it('lights the ports up that it fits', () => {
    const found = connectionCandidates(document, catalogue, null, { node: 'data', port: 'label', side: 'source' });
    expect(found.has('decoder.z')).toBe(false);
    const losses = connectionCandidates(document, catalogue, null, { node: 'trainer', port: 'losses', side: 'target' });
    expect([...losses].every((port) => port.endsWith('loss'))).toBe(true);
  });

  it('moved to another port is one plan', () => {
    const edge = document.study.edges.find(({ target }) => target.node === 'encoder');
    const plan = planReconnect(
      context,
      edge?.id ?? '',
      { node: 'decoder', port: 'x_hat' },
      { node: 'encoder', port: 'x' },
    );
    expect(plan.ok).toBe(false);
    const same = planReconnect(context, edge?.id ?? '', { node: 'data', port: 'x' }, { node: 'encoder', port: 'x' });
    expect(same.ok && apply(document, same.changes).study.edges.length).toBe(document.study.edges.length);
  });
});

describe('what nodes say', () => {
  it('a network of one block is told by its widths, others by their count', () => {
    expect(networkSummary(document.networks.encoder, catalogue)).toBe('MLP 400');
    const convnet = catalogue.find('network.encoder')?.presets?.find(({ id }) => id === 'convnet')?.graph;
    expect(convnet && networkSummary(convnet, catalogue)).toMatch(/^\d+ layers$/);
  });

  it.each(catalogue.all)('$type has facts, a look and ports that can be drawn', (definition) => {
    const node = {
      id: 'n',
      type: definition.type,
      version: definition.version,
      position: { x: 0, y: 0 },
      settings: {},
    };
    for (const { label, value } of nodeFacts(undefined, catalogue, node, definition, undefined)) {
      expect(label).not.toBe('');
      expect(value).not.toMatch(/undefined|NaN|\[object/);
    }
    expect(categories[definition.category].title).toBeTruthy();
    for (const { kinds } of [...Object.values(definition.inputs), ...Object.values(definition.outputs)]) {
      for (const kind of kinds) expect(kindPath[kind]).toMatch(/^M.*Z$/);
    }
  });
});

describe('the place of a node that is added without a pointer', () => {
  it('is in the middle of an empty canvas', () => {
    const { x, y } = freePlaceNear({ x: 500, y: 300 }, []);
    expect(Math.hypot(x - 500, y - 300)).toBeLessThan(150);
  });

  it('never covers a node, and stays near', () => {
    const taken: { x: number; y: number }[] = [];
    for (let i = 0; i < 20; i++) taken.push(freePlaceNear({ x: 0, y: 0 }, taken));
    expect(new Set(taken.map(({ x, y }) => `${x} ${y}`)).size).toBe(20);
    expect(Math.max(...taken.map(({ x, y }) => Math.hypot(x, y)))).toBeLessThan(900);
  });
});

describe('the place of a node that is added at the pointer', () => {
  const node = { x: 100, y: 50, width: 240, height: 300 };

  it('is the pointer’s, where nothing stands', () => {
    expect(freePlaceAt({ x: 400, y: 60 }, [node])).toEqual({ x: 400, y: 60 });
  });

  it('is right of a node that the pointer is over, however large that is, or near it', () => {
    const beside = freePlaceAt({ x: 150, y: 320 }, [node]);
    expect(beside).toEqual({ x: 420, y: 50 });
    const near = freePlaceAt({ x: 150, y: 320 }, [node, beside]);
    expect(freePlaceAt(near, [node, beside])).toEqual(near);
    expect(Math.hypot(near.x - 420, near.y - 50)).toBeLessThan(500);
  });
});

describe('the place of a node that a wire is led to at the keyboard', () => {
  it('is the one that was asked for, or below what stands there', () => {
    const taken: { x: number; y: number }[] = [];
    for (let i = 0; i < 4; i++) taken.push(freePlaceBelow({ x: 100, y: 20 }, taken));
    expect(taken[0]).toEqual({ x: 100, y: 20 });
    expect(taken.map(({ x }) => x)).toEqual([100, 100, 100, 100]);
    for (const [i, { y }] of taken.entries()) if (i > 0) expect(y - taken[i - 1].y).toBeGreaterThan(100);
  });
});

describe('names of nodes', () => {
  const named = (id: string, x: number, title?: string) => ({
    id,
    type: 'layer.add',
    version: 1,
    position: { x, y: 0 },
    settings: {},
    ...(title && { title }),
  });

  it('are numbered from left to right where several share one', () => {
    const names = toldApart([named('c', 300), named('a', 0), named('sum', 5, 'Sum'), named('b', 100)]);
    expect(Object.fromEntries(names)).toEqual({ a: 'Add 1', b: 'Add 2', c: 'Add 3', sum: 'Sum' });
  });
});
