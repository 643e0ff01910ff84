import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { analyse } from '../../../src/core/compile/analyse';
import { emptySelection, parseDocument, portsOf } from '../../../src/core/graph';
import {
  emptyGraph,
  type Graph,
  type GraphNode,
  type Problem,
  type ProjectDocument,
  type Settings,
} from '../../../src/core/graph/document';
import { minimapView } from '../../../src/renderer/editor/draw-minimap';
import { flowEdges, flowNodes } from '../../../src/renderer/editor/flow-model';
import { bypassPairs, graphIndex, networkUses, portMark, tieOrder } from '../../../src/renderer/editor/graph-index';
import { frameAround, groupMembers } from '../../../src/renderer/editor/group-frames';
import { align } from '../../../src/renderer/editor/guides';
import { nodeState } from '../../../src/renderer/editor/node-state';
import { collapsedWidth, nodeWidth, titleSize } from '../../../src/renderer/editor/node-width';
import { indexProblems, isFresh, problemsOf } from '../../../src/renderer/editor/problem-index';
import { isTrackpad, panOf } from '../../../src/renderer/editor/use-wheel';
import { along, middleOf, nearestOn, pathText, wirePieces } from '../../../src/renderer/editor/wire-path';
import { vaeDigits } from '../template';

const node = (id: string, type: string, settings: Settings = {}): GraphNode => ({
  id,
  type,
  version: 1,
  position: { x: 0, y: 0 },
  settings,
});

/** A wire from `a.port` to `b.port`. */
const wire = (from: string, to: string) => {
  const end = (text: string) => ({ node: text.split('.')[0], port: text.split('.')[1] });
  return { id: `${from}-${to}`.replaceAll('.', '_'), source: end(from), target: end(to) };
};

/** A document through the same door as a file: missing settings become defaults. */
const parsed = (document: ProjectDocument): ProjectDocument => {
  const result = parseDocument(JSON.stringify(document), catalogue);
  if (!result.ok) throw new Error(result.problem);
  return result.document;
};

const chain: Graph = {
  ...emptyGraph,
  nodes: [
    node('input', 'layer.input', { name: 'x' }),
    { ...node('mid', 'layer.linear'), mode: 'mute' },
    node('act', 'layer.activation', { activation: 'relu' }),
    node('free', 'layer.linear', { features: 8, spectral: false }),
    node('output', 'layer.output'),
  ],
  edges: [wire('input.y', 'mid.x'), wire('mid.y', 'act.x'), wire('input.y', 'free.x'), wire('free.y', 'output.x')],
};

const withEncoder = (graph: Graph): ProjectDocument => {
  const document = vaeDigits();
  return { ...document, networks: { ...document.networks, encoder: graph } };
};

const analysed = (graph: Graph) => analyse(withEncoder(graph), catalogue);

describe('nodes that take no part', () => {
  it('are the muted and those that need nothing but them', () =>
    expect(Object.keys(analysed(chain).silent)).toEqual(['encoder/mid', 'encoder/act']));

  it('are none in a graph without mutes', () => expect(analyse(vaeDigits(), catalogue).silent).toEqual({}));

  it('fade their wires', () => {
    const edges = flowEdges(withEncoder(chain), catalogue, 'encoder', emptySelection, analysed(chain));
    expect(edges.map(({ data }) => data?.silent)).toEqual([true, true, false, false]);
  });

  it('say so in their spoken names', () => {
    const nodes = flowNodes(withEncoder(chain), catalogue, 'encoder', emptySelection, analysed(chain), []);
    expect(nodes.map(({ ariaLabel }) => ariaLabel)).toEqual(
      expect.arrayContaining(['Linear, muted', 'Activation, silent', 'Linear']),
    );
  });
});

describe('what a bypassed node hands on', () => {
  it('is the first input of the kind of each output', () => {
    const add = node('add', 'layer.add');
    expect(bypassPairs(portsOf(add, catalogue.find('layer.add'), {}))).toEqual([{ input: 'a', output: 'y' }]);
  });

  it('is nothing where no input fits', () => {
    const kl = node('kl', 'objective.kl');
    const pairs = bypassPairs(portsOf(kl, catalogue.find('objective.kl'), {}));
    expect(pairs.find(({ output }) => output === 'loss')).toBeUndefined();
  });
});

describe('what is looked up in a graph', () => {
  it('says which ports are wired', () => {
    const { wired, nodes } = graphIndex(chain);
    expect(wired.get('mid')).toContain(portMark('target', 'x'));
    expect(wired.get('act')).not.toContain(portMark('source', 'y'));
    expect(nodes.get('free')?.type).toBe('layer.linear');
    expect(graphIndex(chain)).toBe(graphIndex(chain));
  });

  it('knows nodes that share a network', () => {
    const document = vaeDigits();
    const tied = {
      ...document,
      study: {
        ...document.study,
        nodes: [...document.study.nodes, { ...node('twin', 'network.encoder'), network: 'encoder' }],
      },
    };
    expect(networkUses(tied).get('encoder')).toHaveLength(2);
    expect(tieOrder(tied, 'encoder')).toBe(0);
    expect(tieOrder(tied, 'decoder')).toBe(-1);
  });
});

describe('problems by node', () => {
  const inside: Problem = { severity: 'error', network: 'encoder', node: 'mlp', message: 'no' };

  it('stand at the node and at those that hold its network', () => {
    const index = indexProblems(vaeDigits(), [inside]);
    expect(problemsOf(index, 'encoder', 'mlp')).toEqual([inside]);
    expect(problemsOf(index, null, 'encoder')).toEqual([inside]);
    expect(problemsOf(index, null, 'decoder')).toEqual([]);
  });

  it('stand at every level above', () => {
    const document = vaeDigits();
    const block = { ...node('block', 'block.custom'), network: 'unit' };
    const nested = {
      ...document,
      networks: { ...document.networks, unit: emptyGraph, encoder: { ...emptyGraph, nodes: [block] } },
    };
    const index = indexProblems(nested, [{ ...inside, network: 'unit', node: 'x' }]);
    expect(problemsOf(index, 'encoder', 'block')).toHaveLength(1);
    expect(problemsOf(index, null, 'encoder')).toHaveLength(1);
  });

  it('keep the list of a node that has nothing new', () => {
    const before = indexProblems(vaeDigits(), [inside]);
    const after = indexProblems(
      vaeDigits(),
      [{ ...inside }, { severity: 'error', node: 'data', message: 'x' }],
      before,
    );
    expect(problemsOf(after, 'encoder', 'mlp')).toBe(problemsOf(before, 'encoder', 'mlp'));
  });
});

describe('the way of a wire', () => {
  const [from, to] = [
    { x: 0, y: 0 },
    { x: 200, y: 100 },
  ];

  it('leaves and arrives level', () => {
    const [piece] = wirePieces(from, to, []);
    expect(piece.out.y).toBe(0);
    expect(piece.into.y).toBe(100);
    expect(pathText([piece])).toBe('M0 0C100 0 100 100 200 100');
  });

  it('goes through its points without a corner', () => {
    const point = { x: 80, y: 150 };
    const pieces = wirePieces(from, to, [point]);
    expect(pieces).toHaveLength(2);
    expect(along(pieces[0], 1)).toEqual(point);
    const [before, after] = [pieces[0].into, pieces[1].out];
    const cross = (point.x - before.x) * (after.y - point.y) - (point.y - before.y) * (after.x - point.x);
    expect(cross).toBeCloseTo(0);
  });

  it('has its label in the middle, on the wire', () => {
    expect(middleOf(wirePieces(from, to, []))).toEqual({ x: 100, y: 50 });
    expect(middleOf(wirePieces(from, to, [{ x: 50, y: 300 }]))).toEqual({ x: 50, y: 300 });
  });

  it('takes a new point where it is nearest', () => {
    const pieces = wirePieces(from, to, [{ x: 100, y: 200 }]);
    expect(nearestOn(pieces, { x: 20, y: 10 }).piece).toBe(0);
    expect(nearestOn(pieces, { x: 190, y: 110 }).piece).toBe(1);
  });
});

describe('shapes on wires', () => {
  const fan: Graph = {
    ...emptyGraph,
    nodes: [
      node('input', 'layer.input', { name: 'x' }),
      node('a', 'layer.activation'),
      node('b', 'layer.activation'),
      node('c', 'layer.output'),
    ],
    edges: [wire('input.y', 'a.x'), wire('input.y', 'b.x'), wire('a.y', 'c.x')],
  };
  const document = parsed(withEncoder(fan));

  it('are shown once, by the port, where several wires carry the same', () => {
    const edges = flowEdges(document, catalogue, 'encoder', emptySelection, analyse(document, catalogue));
    expect(edges.map(({ data }) => data?.shows)).toEqual(['shared', 'source', 'rest']);
    expect(edges[0].data?.label).toBe('128 × 784');
  });

  it('keep the objects of wires of which nothing changed', () => {
    const before = flowEdges(document, catalogue, 'encoder', emptySelection, null);
    const after = flowEdges(document, catalogue, 'encoder', { ...emptySelection, edges: [before[1].id] }, null, before);
    expect(after.map((edge, index) => edge === before[index])).toEqual([true, false, true]);
    expect(after[1].data?.told).toBe(true);
  });
});

describe('standing in line', () => {
  const other = { x: 300, y: 100, width: 180, height: 90 };

  it('draws an edge to the edge that is nearest within reach', () => {
    const moving = { x: 304, y: 400, width: 180, height: 60 };
    expect(align(moving, [other], 5)).toEqual({ dx: -4, dy: 0, x: 300, y: null });
  });

  it('lines up middles of different sizes', () => {
    const moving = { x: 0, y: 123, width: 100, height: 40 };
    expect(align(moving, [other], 5)).toMatchObject({ dy: 2, y: 145 });
  });

  it('leaves what is out of reach', () => {
    expect(align({ x: 0, y: 0, width: 50, height: 50 }, [other], 5)).toEqual({ dx: 0, dy: 0, x: null, y: null });
  });
});

describe('groups', () => {
  it('hold the nodes and notes that name them; empty ones are not drawn', () => {
    const graph: Graph = {
      ...emptyGraph,
      nodes: [{ ...node('a', 'layer.linear'), group: 'g' }, node('b', 'layer.linear')],
      notes: [{ id: 'n', position: { x: 0, y: 0 }, width: 100, text: '', group: 'g' }],
      groups: [
        { id: 'g', title: 'One', color: 'blue' },
        { id: 'h', title: 'None', color: 'red' },
      ],
    };
    expect(groupMembers(graph).map(({ group, members }) => [group.id, members])).toEqual([['g', ['a', 'note:n']]]);
  });

  it('are framed with room for the title', () => {
    const frame = frameAround([
      { x: 0, y: 0, width: 100, height: 50 },
      { x: 200, y: 100, width: 100, height: 50 },
    ]);
    expect(frame).toEqual({ x: -18, y: -44, width: 336, height: 212 });
    expect(frameAround([])).toBeNull();
  });
});

describe('the title bar', () => {
  const alone = { count: 1, others: '', order: -1 };
  const linear = node('n', 'layer.linear');

  it('says how a node takes part', () => {
    expect(nodeState(linear, false, alone)).toEqual({ word: '', text: '', repeat: 1 });
    expect(nodeState({ ...linear, mode: 'bypass' }, false, alone).word).toBe('bypassed');
    expect(nodeState({ ...linear, mode: 'mute' }, true, alone).word).toBe('muted');
    expect(nodeState(linear, true, alone).word).toBe('silent');
    const block = node('b', 'block.custom', { repeat: 4 });
    expect(nodeState(block, false, { count: 2, others: 'Unit 2', order: 0 })).toMatchObject({ repeat: 4 });
    expect(nodeState(block, false, { count: 2, others: 'Unit 2', order: 0 }).text).toContain('weights with Unit 2');
  });

  it('makes a node wider as its words need, within limits', () => {
    const of = (name: string) => ({
      name,
      state: nodeState(linear, false, alone),
      tied: false,
      opens: false,
      warns: false,
      ports: { inputs: {}, outputs: {} },
      facts: [],
    });
    expect(nodeWidth(of('Linear'))).toBe(180);
    expect(nodeWidth(of('A title of twenty-eight letters'))).toBeGreaterThan(200);
    expect(nodeWidth(of('x'.repeat(80)))).toBe(260);
    expect(nodeWidth({ ...of('L'), facts: [{ label: 'Weights', value: 'Own in each repetition' }] })).toBeGreaterThan(
      220,
    );
    expect(collapsedWidth(of('L'))).toBeLessThan(180);
  });
});

describe('the wheel', () => {
  const turn = (part: Partial<Parameters<typeof panOf>[0]>) => ({
    deltaX: 0,
    deltaY: 0,
    deltaMode: 0,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    ...part,
  });

  it('of a mouse zooms, with Shift goes sideways', () => {
    expect(panOf(turn({ deltaY: 100, wheelDeltaY: -120 }))).toBeNull();
    expect(panOf(turn({ deltaY: 100, wheelDeltaY: -120, shiftKey: true }))).toEqual({ x: -100, y: 0 });
    expect(panOf(turn({ deltaY: 100, wheelDeltaY: -120, ctrlKey: true }))).toBeNull();
  });

  it('two fingers pan, pinching zooms', () => {
    expect(isTrackpad(turn({ deltaX: 3, deltaY: 7, wheelDeltaY: -21 }))).toBe(true);
    expect(panOf(turn({ deltaX: 3, deltaY: 7, wheelDeltaY: -21 }))).toEqual({ x: -3, y: -7 });
    expect(panOf(turn({ deltaY: 2.5, wheelDeltaY: -7, ctrlKey: true }))).toBeNull();
  });
});

describe('the minimap', () => {
  it('holds everything, and what is in view', () => {
    const scene = {
      nodes: [{ x: 0, y: 0, width: 100, height: 50, color: 'red', problem: null }],
      groups: [],
      window: { x: -500, y: -200, width: 1000, height: 600 },
      frame: '',
      shade: '',
    };
    const view = minimapView(scene, { width: 200, height: 140 });
    const place = (x: number, y: number) => [(x - view.left) * view.scale, (y - view.top) * view.scale];
    const [[left, top], [right, bottom]] = [place(-500, -200), place(500, 400)];
    expect(Math.min(left, top)).toBeGreaterThan(0);
    expect(right).toBeLessThan(200);
    expect(bottom).toBeLessThan(140);
    expect(left + right).toBeCloseTo(200);
  });
});

describe('a node that was just placed', () => {
  const open = { severity: 'error', node: 'a', port: 'x', message: '"x" of A is not connected.' } as const;
  const idle = { severity: 'warning', node: 'a', message: 'A feeds nothing.' } as const;

  it('lacks only wires, until one leads to it', () => {
    expect(isFresh([open, idle], null, 'a', '')).toBe(true);
    expect(isFresh([open], null, 'a', 'source:y;')).toBe(false);
    expect(isFresh([], null, 'a', '')).toBe(false);
  });

  it('is told aloud what else is wrong with it, or inside it', () => {
    expect(isFresh([open, { severity: 'error', node: 'a', message: 'A has no network inside.' }], null, 'a', '')).toBe(
      false,
    );
    expect(isFresh([{ ...open, network: 'inside' }], null, 'a', '')).toBe(false);
  });
});

describe('a title that is drawn against the zoom', () => {
  it('is as large as its longest word has room for', () => {
    expect(titleSize('Convolution', 180)).toBeLessThan(titleSize('Time embedding', 180));
    expect(titleSize('Convolution', 180) * 0.6 * 11).toBeLessThanOrEqual(180);
    expect(Number.isFinite(titleSize('', 180))).toBe(true);
  });
});
