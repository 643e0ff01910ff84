import fc from 'fast-check';
import { expect } from 'vitest';
import type { Catalogue } from '../../../src/core/catalogue/types';
import {
  type Command,
  commands,
  type EditState,
  emptyGraph,
  emptySelection,
  type Fix,
  fullSelection,
  GROUP_COLORS,
  type Graph,
  type GraphId,
  graphAt,
  type Problem,
  type ProjectDocument,
  perform,
  portsOf,
  pruneSelection,
  type Selection,
  startEditing,
} from '../../../src/core/graph';

/** A user at work: the state, what is open, selected and on the clipboard. */
export interface Desk {
  readonly catalogue: Catalogue;
  readonly state: EditState;
  readonly graph: GraphId;
  readonly selection: Selection;
  readonly clipboard: string;
}

export const startDesk = (document: ProjectDocument, catalogue: Catalogue): Desk => ({
  catalogue,
  state: startEditing(document),
  graph: null,
  selection: emptySelection,
  clipboard: '',
});

type Name = keyof typeof commands;
const names = Object.keys(commands) as Name[];

/** One random gesture; the numbers choose among whatever is there. Every third one only looks elsewhere. */
export const gesture = fc.record({
  act: fc.oneof(fc.constantFrom(...names), fc.constantFrom(...names), fc.constant('look' as const)),
  a: fc.nat(1_000),
  b: fc.nat(1_000),
  x: fc.double({ min: -2e3, max: 2e3, noNaN: true }),
  word: fc.string({ maxLength: 10 }),
  pause: fc.nat(5_000),
});
export type Gesture = typeof gesture extends fc.Arbitrary<infer T> ? T : never;

const pick = <T>(items: readonly T[], n: number): T | undefined => items[n % Math.max(1, items.length)];

/** Does what the command plans; what it refuses is refused in a sentence and changes nothing. */
function dispatch<A>(desk: Desk, command: Command<A>, args: A, now: number): Desk {
  const { document } = desk.state;
  const { catalogue, graph, selection } = desk;
  const plan = command.plan({ document, catalogue, graph, selection }, args);
  if (!plan.ok) {
    expect(plan.message).toMatch(/^[^\n]{10,400}[.?]$/);
    return desk;
  }
  const state = perform(desk.state, command, plan, now);
  const open = graphAt(state.document, graph) ? graph : null;
  return {
    ...desk,
    state,
    graph: open,
    selection: pruneSelection(state.document, open, plan.select ?? selection),
    clipboard: plan.clipboard ?? desk.clipboard,
  };
}

/** What a gesture finds on the desk. */
function surroundings({ state, graph, catalogue }: Desk, { a, b }: Gesture) {
  const content: Graph = graphAt(state.document, graph) ?? emptyGraph;
  const node = pick(content.nodes, a);
  const end = (n: number, side: 'inputs' | 'outputs', port: number) => {
    const item = pick(content.nodes, n);
    const ports = item ? portsOf(item, catalogue.find(item.type), state.document.networks)[side] : {};
    return { node: item?.id ?? '', port: pick(Object.keys(ports), port) ?? 'x' };
  };
  return {
    node: node?.id ?? 'none',
    mode: node?.mode ?? null,
    collapsed: node?.collapsed ?? false,
    other: pick(content.nodes, b)?.id ?? 'none',
    edge: pick(content.edges, a)?.id ?? 'none',
    note: pick(content.notes, a)?.id ?? 'none',
    group: pick(content.groups, a)?.id ?? 'none',
    network: pick(Object.keys(state.document.networks), b) ?? 'none',
    bookmark: pick(state.document.bookmarks, a)?.id ?? 'none',
    type: pick(catalogue.all, b)?.type ?? '',
    setting: pick(Object.keys(node?.settings ?? {}), b) ?? 'beta',
    preset: pick(catalogue.find(node?.type ?? '')?.presets ?? [], b)?.id ?? 'mlp1',
    source: end(a, 'outputs', b),
    target: end(b, 'inputs', a),
    holder:
      pick(
        content.nodes.filter(({ network }) => network !== undefined),
        a,
      )?.id ?? 'none',
    block: pick(
      content.nodes.filter(({ type }) => type === 'block.custom'),
      a,
    )?.id,
  };
}

function fixFor({ graph }: Desk, gesture: Gesture, here: ReturnType<typeof surroundings>) {
  const { node, port } = here.target;
  const problem: Problem = {
    severity: 'error',
    message: '',
    node,
    port,
    ...(graph !== null && { network: graph }),
  };
  const label = 'Put it right';
  const fixes: Fix[] = [
    { type: 'insert', label, port, node: here.type },
    { type: 'add', label, port, node: here.type },
    { type: 'set', label, setting: here.setting, value: gesture.a, node: here.node },
    { type: 'disconnect', label, edge: here.edge },
  ];
  return { problem, fix: fixes[gesture.b % fixes.length] };
}

type Act = (desk: Desk, gesture: Gesture, here: ReturnType<typeof surroundings>, now: number) => Desk;

const sizes = { a: { width: 200, height: 80 }, in: { width: 100, height: 40 } };

const acts: Readonly<Record<Name, Act>> = {
  addNode: (desk, { x, a }, { type }, now) => {
    const presets = desk.catalogue.find(type)?.presets;
    const preset = a % 2 ? pick(presets ?? [], a)?.id : undefined;
    return dispatch(desk, commands.addNode, { type, position: { x, y: -x / 2 }, preset }, now);
  },
  deleteSelection: (desk, _, __, now) => dispatch(desk, commands.deleteSelection, {}, now),
  dissolve: (desk, _, __, now) => dispatch(desk, commands.dissolve, {}, now),
  connect: (desk, _, { source, target }, now) => dispatch(desk, commands.connect, { source, target }, now),
  disconnect: (desk, _, { edge }, now) => dispatch(desk, commands.disconnect, { edges: [edge, 'none'] }, now),
  setPoints: (desk, { x, b }, { edge }, now) => {
    const points = Array.from({ length: b % 4 }, (_, i) => ({ x: x + i, y: x }));
    return dispatch(desk, commands.setPoints, { edge, points }, now);
  },
  insertOnEdge: (desk, _, { edge, other }, now) => dispatch(desk, commands.insertOnEdge, { edge, node: other }, now),
  addOnEdge: (desk, { x }, { edge, type }, now) =>
    dispatch(desk, commands.addOnEdge, { edge, type, position: { x, y: x } }, now),
  moveNodes: (desk, { x }, { node, note }, now) => {
    const position = { x, y: -x / 2 };
    const moved = [...desk.selection.nodes, node].map((id) => [id, position]);
    return dispatch(desk, commands.moveNodes, { nodes: Object.fromEntries(moved), notes: { [note]: position } }, now);
  },
  align: (desk, { a }, _, now) => {
    const side = pick(['left', 'centre', 'right', 'top', 'middle', 'bottom'] as const, a) ?? 'left';
    return dispatch(desk, commands.align, { side, sizes }, now);
  },
  distribute: (desk, { a }, _, now) => dispatch(desk, commands.distribute, { axis: a % 2 ? 'x' : 'y', sizes }, now),
  setSetting: (desk, { a, b, x, word }, { node, setting }, now) => {
    const points = [[x / 1e4, 0] as [number, number]];
    const value = pick([x, a, a % 5, word, true, [a, b], points, 'drawn', 'shared'], b) ?? 0;
    return dispatch(desk, commands.setSetting, { node, setting, value }, now);
  },
  resetSetting: (desk, _, { node, setting }, now) => dispatch(desk, commands.resetSetting, { node, setting }, now),
  renameNode: (desk, { word }, { node }, now) => dispatch(desk, commands.renameNode, { node, title: word }, now),
  setMode: (desk, { b }, { node, mode }, now) => {
    const off = b % 2 ? 'mute' : 'bypass';
    return dispatch(desk, commands.setMode, { nodes: [node], mode: mode === null ? off : null }, now);
  },
  setCollapsed: (desk, _, { node, collapsed }, now) =>
    dispatch(desk, commands.setCollapsed, { nodes: [node], collapsed: !collapsed }, now),
  setPreset: (desk, _, { node, preset }, now) => dispatch(desk, commands.setPreset, { node, preset }, now),
  makeBlock: (desk, { word, b }, _, now) => dispatch(desk, commands.makeBlock, b % 2 ? { title: word } : {}, now),
  takeApart: (desk, _, { block, node }, now) => dispatch(desk, commands.takeApart, { node: block ?? node }, now),
  untie: (desk, _, { block, node }, now) => dispatch(desk, commands.untie, { node: block ?? node }, now),
  useNetwork: (desk, _, { holder, network }, now) =>
    dispatch(desk, commands.useNetwork, { node: holder, network }, now),
  addTied: (desk, { x }, { network }, now) => dispatch(desk, commands.addTied, { network, position: { x, y: x } }, now),
  copySelection: (desk, _, __, now) => dispatch(desk, commands.copySelection, {}, now),
  cutSelection: (desk, _, __, now) => dispatch(desk, commands.cutSelection, {}, now),
  paste: (desk, { x, b }, _, now) =>
    dispatch(desk, commands.paste, { text: desk.clipboard, position: b % 2 ? { x, y: x } : undefined }, now),
  duplicateSelection: (desk, _, __, now) => dispatch(desk, commands.duplicateSelection, {}, now),
  duplicateTied: (desk, _, __, now) => dispatch(desk, commands.duplicateTied, {}, now),
  selectAll: (desk, _, __, now) => dispatch(desk, commands.selectAll, {}, now),
  groupSelection: (desk, { word }, _, now) => dispatch(desk, commands.groupSelection, { title: word }, now),
  ungroup: (desk, _, { group }, now) => dispatch(desk, commands.ungroup, { group }, now),
  editGroup: (desk, { word, b }, { group }, now) =>
    dispatch(desk, commands.editGroup, { group, title: word, color: pick(GROUP_COLORS, b) }, now),
  addNote: (desk, { x, word }, _, now) => dispatch(desk, commands.addNote, { position: { x, y: x }, text: word }, now),
  editNote: (desk, { word, b }, { note }, now) =>
    dispatch(desk, commands.editNote, { note, text: word, width: b }, now),
  deleteNote: (desk, _, { note }, now) => dispatch(desk, commands.deleteNote, { note }, now),
  applyFix: (desk, gesture, here, now) => dispatch(desk, commands.applyFix, fixFor(desk, gesture, here), now),
  addBookmark: (desk, { word, a, x }, _, now) =>
    dispatch(desk, commands.addBookmark, { title: word, lens: a % 2 ? 'latent' : 'curves', view: { at: [x, a] } }, now),
  renameBookmark: (desk, { word }, { bookmark }, now) =>
    dispatch(desk, commands.renameBookmark, { bookmark, title: word }, now),
  replaceBookmark: (desk, { a }, { bookmark }, now) =>
    dispatch(desk, commands.replaceBookmark, { bookmark, view: { a } }, now),
  moveBookmark: (desk, { b }, { bookmark }, now) =>
    dispatch(desk, commands.moveBookmark, { bookmark, index: b % 4 }, now),
  removeBookmark: (desk, _, { bookmark }, now) => dispatch(desk, commands.removeBookmark, { bookmark }, now),
  setTitle: (desk, { word }, _, now) => dispatch(desk, commands.setTitle, { title: word }, now),
  setSeed: (desk, { a }, _, now) => dispatch(desk, commands.setSeed, { seed: a }, now),
};

/** Looks elsewhere: into a network or back, with another selection. */
function look(desk: Desk, { a, b }: Gesture): Desk {
  const { document } = desk.state;
  const graph = pick([null, ...Object.keys(document.networks), ...Object.keys(document.networks)], b) ?? null;
  const all = fullSelection(document, graph);
  const some = (ids: readonly string[]) => ids.filter((_, i) => (a >> (i % 10)) % 2 === 1).slice(0, 6);
  return { ...desk, graph, selection: { nodes: some(all.nodes), edges: some(all.edges), notes: some(all.notes) } };
}

export const act = (desk: Desk, gesture: Gesture, now: number): Desk =>
  gesture.act === 'look' ? look(desk, gesture) : acts[gesture.act](desk, gesture, surroundings(desk, gesture), now);

/** What a whole session of gestures leaves. */
export const session = (start: Desk, gestures: readonly Gesture[]): Desk =>
  gestures.reduce((desk, one, i) => act(desk, one, 1_000 * i + one.pause), start);
