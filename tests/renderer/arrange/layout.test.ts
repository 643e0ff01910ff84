import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ELK from 'elkjs/lib/elk.bundled.js';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import {
  apply,
  emptySelection,
  type ProjectDocument,
  parseDocument,
  portsOf,
  upgradeGraph,
} from '../../../src/core/graph';
import type { Graph, GraphNode } from '../../../src/core/graph/document';
import { planArrangement } from '../../../src/renderer/arrange/arrange';
import { type Arrangement, type Box, elkGraph, freeNotes, readLayout } from '../../../src/renderer/arrange/layout';
import { leadWires } from '../../../src/renderer/arrange/wires';
import { frameAround } from '../../../src/renderer/editor/group-frames';

const elk = new ELK();
type Networks = ProjectDocument['networks'];

/** Sizes as the canvas gives them, roughly: a title, a line for each port and setting. */
function boxOf(node: GraphNode, networks: Networks): Box {
  const { inputs, outputs } = portsOf(node, catalogue.find(node.type), networks);
  const heights = (ports: object) => Object.fromEntries(Object.keys(ports).map((port, i) => [port, 48 + 20 * i]));
  const lines = Math.max(Object.keys(inputs).length, Object.keys(outputs).length) + Object.keys(node.settings).length;
  return { width: 190, height: 50 + 20 * lines, inputs: heights(inputs), outputs: heights(outputs) };
}

const boxesOf = (graph: Graph, networks: Networks) =>
  new Map([
    ...graph.nodes.map((node) => [node.id, boxOf(node, networks)] as const),
    ...graph.notes.map(({ id, width }) => [id, { width, height: 120, inputs: {}, outputs: {} }] as const),
  ]);

async function arranged(graph: Graph, networks: Networks, chosen: ReadonlySet<string> | null = null) {
  const boxes = boxesOf(graph, networks);
  const arrangement = readLayout(await elk.layout(elkGraph(graph, boxes, chosen)), { x: 100, y: 50 });
  return { ...arrangement, wires: leadWires(graph, boxes, arrangement) };
}

function template(name: string): ProjectDocument {
  const text = readFileSync(join(import.meta.dirname, `../../../resources/templates/${name}.json`), 'utf8');
  const parsed = parseDocument(text, catalogue, name);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.document;
}

function preset(id: string): { graph: Graph; networks: Networks } {
  for (const { presets = [] } of catalogue.all) {
    const found = presets.find((each) => each.id === id);
    if (!found) continue;
    const networks = Object.entries(found.networks ?? {}).map(([name, graph]) => [
      name,
      upgradeGraph(graph, catalogue).value,
    ]);
    return { graph: upgradeGraph(found.graph, catalogue).value, networks: Object.fromEntries(networks) };
  }
  throw new Error(`There is no preset "${id}".`);
}

interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}
const apart = (a: Rect, b: Rect): boolean =>
  a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

function overlaps(graph: Graph, networks: Networks, { nodes, notes }: Arrangement): string[] {
  const boxes = boxesOf(graph, networks);
  const rects = Object.entries({ ...nodes, ...notes }).map(([id, { x, y }]) => {
    const { width = 0, height = 0 } = boxes.get(id) ?? {};
    return { id, x, y, width, height };
  });
  return rects.flatMap((a, i) => rects.slice(i + 1).flatMap((b) => (apart(a, b) ? [] : [`${a.id} ${b.id}`])));
}

/** Share of the wires that end to the right of where they begin. */
function forward({ edges }: Graph, { nodes }: Arrangement): number {
  const right = edges.filter(({ source, target }) => nodes[target.node].x > nodes[source.node].x);
  return right.length / edges.length;
}

const documents = ['vae-digits', 'rectified-flow-2d'].map((name) => {
  const { study, networks } = template(name);
  return [name, { graph: study, networks }] as const;
});
const PRESETS = ['unet', 'dit', 'transformer', 'pixelcnn'];

describe.each([...documents, ...PRESETS.map((id) => [id, preset(id)] as const)])('%s', (_name, { graph, networks }) => {
  it('nothing overlaps, and wires go from left to right', async () => {
    const arrangement = await arranged(graph, networks);
    expect(Object.keys(arrangement.nodes).sort()).toEqual(graph.nodes.map(({ id }) => id).sort());
    expect(overlaps(graph, networks, arrangement)).toEqual([]);
    expect(forward(graph, arrangement)).toBe(1);
  });

  it('comes out the same whatever was before', async () => {
    const moved = graph.nodes.map((node, i) => ({
      ...node,
      position: { x: (i * 7919) % 900, y: (i * 104_729) % 700 },
    }));
    expect(await arranged({ ...graph, nodes: moved }, networks)).toEqual(await arranged(graph, networks));
  });
});

describe('groups, notes and selections', () => {
  const { study, networks } = template('vae-digits');
  const [first, second] = study.nodes.slice(-3);
  const note = { position: { x: -900, y: 40 }, width: 240, text: 'beside' };
  const graph: Graph = {
    ...study,
    groups: [{ id: 'g', title: 'Losses', color: 'violet' }],
    nodes: study.nodes.map((node) => (node === first || node === second ? { ...node, group: 'g' } : node)),
    notes: [
      { id: 'inside', ...note, group: 'g' },
      { id: 'outside', ...note },
    ],
  };

  it('a group stays together: nothing else stands in its frame', async () => {
    const { nodes, notes } = await arranged(graph, networks);
    const boxes = boxesOf(graph, networks);
    const rect = (id: string): Rect => {
      const { width = 0, height = 0 } = boxes.get(id) ?? {};
      return { ...(nodes[id] ?? notes[id]), width, height };
    };
    const frame = frameAround([first.id, second.id, 'inside'].map(rect));
    expect(frame).not.toBeNull();
    const strangers = Object.keys(nodes).filter((id) => id !== first.id && id !== second.id);
    expect(strangers.filter((id) => frame && !apart(frame, rect(id)))).toEqual([]);
  });

  it('a note beside the graph stays where it is, one in a group goes with it', async () => {
    expect(Object.keys((await arranged(graph, networks)).notes)).toEqual(['inside']);
  });

  it('of a selection only its nodes move, and its corner stays', async () => {
    const chosen = new Set(study.nodes.slice(0, 3).map(({ id }) => id));
    const { nodes, notes } = await arranged(graph, networks, chosen);
    expect(Object.keys(nodes).sort()).toEqual([...chosen].sort());
    expect(notes).toEqual({});
    const places = Object.values(nodes);
    expect(Math.min(...places.map(({ x }) => x))).toBe(100);
    expect(Math.min(...places.map(({ y }) => y))).toBe(50);
  });
});

describe('notes that the arrangement would cover', () => {
  it('go up above all of it, and not onto each other; the others stay', async () => {
    const { study, networks } = template('vae-digits');
    const note = (id: string, x: number, y: number) => ({ id, position: { x, y }, width: 240, text: id });
    const arrangement = await arranged(study, networks);
    const { x, y } = arrangement.nodes.encoder;
    const graph: Graph = { ...study, notes: [note('a', x, y), note('b', x + 20, y + 10), note('c', -900, 60)] };
    const notes = freeNotes(graph, boxesOf(graph, networks), arrangement);
    expect(Object.keys(notes).sort()).toEqual(['a', 'b']);
    expect(overlaps(graph, networks, { ...arrangement, notes: { ...notes, c: { x: -900, y: 60 } } })).toEqual([]);
  });
});

describe('wires', () => {
  const { graph, networks } = preset('unet');
  const document: ProjectDocument = { ...template('vae-digits'), study: graph, networks };
  const context = { document, catalogue, graph: null, selection: emptySelection };

  it('are led around nodes that they would run over, and lose places that they need no more', async () => {
    const led = { ...graph, edges: graph.edges.map((edge) => ({ ...edge, points: [{ x: 9_000, y: 9_000 }] })) };
    const arrangement = await arranged(led, networks);
    const plan = planArrangement({ ...context, document: { ...document, study: led } }, arrangement);
    if (!plan.ok) throw new Error(plan.message);
    const { study } = apply({ ...document, study: led }, plan.changes);
    const points = study.edges.flatMap((edge) => edge.points ?? []);
    expect(points.length).toBeGreaterThan(0);
    expect(points.filter(({ x }) => x === 9_000)).toEqual([]);
    expect(study.edges.filter((edge) => !edge.points).length).toBeGreaterThan(graph.edges.length / 2);
  });

  it('to a port that is not drawn, and from a node to itself, do no harm', async () => {
    const [a, b] = graph.nodes;
    const odd: Graph = {
      ...graph,
      nodes: [a, b],
      edges: [
        { id: 'lost', source: { node: a.id, port: 'nowhere' }, target: { node: b.id, port: 'nowhere' } },
        { id: 'loop', source: { node: a.id, port: 'y' }, target: { node: a.id, port: 'x' } },
        { id: 'back', source: { node: b.id, port: 'y' }, target: { node: a.id, port: 'x' } },
        { id: 'gone', source: { node: 'gone', port: 'y' }, target: { node: a.id, port: 'x' } },
      ],
    };
    expect(overlaps(odd, networks, await arranged(odd, networks))).toEqual([]);
  });
});
