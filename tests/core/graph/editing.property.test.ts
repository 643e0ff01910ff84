import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Command,
  commands,
  type EditState,
  emptySelection,
  fullSelection,
  type GraphId,
  graphAt,
  parseDocument,
  perform,
  pruneSelection,
  redo,
  type Selection,
  serializeDocument,
  startEditing,
  undo,
} from '../../../src/core/graph';
import { blank, catalogue, vae, withStudy } from './support';

/** A user at work: the state, what is open, selected and on the clipboard. */
interface Desk {
  state: EditState;
  graph: GraphId;
  selection: Selection;
  clipboard: string;
}

/** One random gesture; the numbers choose among whatever is there. */
const gesture = fc.record({
  kind: fc.nat(18),
  a: fc.nat(1_000),
  b: fc.nat(1_000),
  x: fc.double({ min: -1e4, max: 1e4, noNaN: true }),
  word: fc.string({ maxLength: 10 }),
  now: fc.nat(5_000),
});
type Gesture = typeof gesture extends fc.Arbitrary<infer T> ? T : never;

const pick = <T>(items: readonly T[], n: number): T | undefined => items[n % Math.max(1, items.length)];

/** Does what the command plans; what it refuses is refused in a sentence and changes nothing. */
function dispatch<A>(desk: Desk, command: Command<A>, args: A, now: number): Desk {
  const { document } = desk.state;
  const plan = command.plan({ document, catalogue, graph: desk.graph, selection: desk.selection }, args);
  if (!plan.ok) {
    expect(plan.message).toMatch(/^[^\n]{10,300}[.?]$/);
    return desk;
  }
  const state = perform(desk.state, command, plan, now);
  const graph = graphAt(state.document, desk.graph) ? desk.graph : null;
  const selection = pruneSelection(state.document, graph, plan.select ?? desk.selection);
  return { state, graph, selection, clipboard: plan.clipboard ?? desk.clipboard };
}

function act(desk: Desk, { kind, a, b, x, word, now }: Gesture): Desk {
  const { document } = desk.state;
  const { nodes, edges } = graphAt(document, desk.graph) ?? { nodes: [], edges: [] };
  const node = pick(nodes, a)?.id ?? 'none';
  const position = { x, y: -x / 2 };
  const note = pick(document.study.notes, a)?.id ?? 'none';
  const setting = pick(Object.keys(nodes.find(({ id }) => id === node)?.settings ?? {}), b) ?? 'beta';
  switch (kind) {
    case 0:
      return dispatch(desk, commands.addNode, { type: pick(catalogue.all, a)?.type ?? '', position }, now);
    case 1: {
      const end = (id: string | undefined, side: 'inputs' | 'outputs', n: number) => {
        const type = nodes.find((item) => item.id === id)?.type ?? '';
        return { node: id ?? '', port: pick(Object.keys(catalogue.find(type)?.[side] ?? {}), n) ?? 'x' };
      };
      const target = end(pick(nodes, b)?.id, 'inputs', a);
      return dispatch(desk, commands.connect, { source: end(node, 'outputs', b), target }, now);
    }
    case 2:
      return dispatch(desk, commands.deleteSelection, {}, now);
    case 3:
      return dispatch(desk, commands.disconnect, { edges: [pick(edges, a)?.id ?? '', pick(edges, b)?.id ?? ''] }, now);
    case 4: {
      const moved = [...desk.selection.nodes, node].map((id) => [id, position]);
      return dispatch(desk, commands.moveNodes, { nodes: Object.fromEntries(moved), notes: { [note]: position } }, now);
    }
    case 5: {
      const value = pick([x, a, word, true, [a, b], [[x / 1e4, 0] as [number, number]], 'drawn'], b) ?? 0;
      return dispatch(desk, commands.setSetting, { node, setting, value }, now);
    }
    case 6:
      return dispatch(desk, commands.resetSetting, { node, setting }, now);
    case 7:
      return dispatch(desk, commands.renameNode, { node, title: word }, now);
    case 8:
      return dispatch(desk, commands.setPreset, { node, preset: pick(['mlp1', 'mlp2'], b) ?? '' }, now);
    case 9:
      return dispatch(desk, commands.copySelection, {}, now);
    case 10:
      return dispatch(desk, commands.cutSelection, {}, now);
    case 11:
      return dispatch(desk, commands.paste, { text: desk.clipboard, position: b % 2 ? position : undefined }, now);
    case 12:
      return dispatch(desk, commands.duplicateSelection, {}, now);
    case 13:
      return dispatch(desk, commands.addNote, { position, text: word }, now);
    case 14:
      return dispatch(desk, commands.editNote, { note, text: word, width: b }, now);
    case 15:
      return b % 2
        ? dispatch(desk, commands.deleteNote, { note }, now)
        : dispatch(desk, commands.moveNodes, { nodes: {}, notes: { [note]: position } }, now);
    case 16:
      return dispatch(desk, commands.setTitle, { title: word }, now);
    case 17:
      return dispatch(desk, commands.setSeed, { seed: a }, now);
    default: {
      // Looks elsewhere: into a network or back, with another selection.
      const graph = pick([null, null, ...Object.keys(document.networks)], b) ?? null;
      const all = fullSelection(document, graph);
      const some = (ids: readonly string[]) => ids.filter((_, i) => (a >> (i % 10)) % 2 === 1).slice(0, 6);
      return { ...desk, graph, selection: { nodes: some(all.nodes), edges: some(all.edges), notes: some(all.notes) } };
    }
  }
}

const sessions = fc.array(gesture, { maxLength: 60, size: 'max' });
/** A document that has been worked on: settings are not at their defaults, one is of another time. */
const used = withStudy(vae(), {
  nodes: vae().study.nodes.map((item) => ({ ...item, settings: { ...item.settings, beta: 3 } })),
});
const starts = fc.constantFrom(used, blank());

function session(start: ReturnType<typeof vae>, gestures: readonly Gesture[]): EditState {
  let desk: Desk = { state: startEditing(start), graph: null, selection: emptySelection, clipboard: '' };
  for (const [i, one] of gestures.entries()) desk = act(desk, { ...one, now: 1_000 * i + one.now });
  return desk.state;
}

describe('any session of edits', () => {
  it('is taken back byte for byte by all its undos, and made again by all its redos', () => {
    fc.assert(
      fc.property(starts, sessions, (start, gestures) => {
        let state = session(start, gestures);
        const end = serializeDocument(state.document);
        const seen: string[] = [];
        for (let travel = undo(state); travel; travel = undo(state)) {
          seen.push(serializeDocument(state.document));
          state = travel.state;
        }
        expect(serializeDocument(state.document)).toBe(serializeDocument(start));
        expect(state.document).toEqual(start);
        for (let travel = redo(state); travel; travel = redo(state)) {
          state = travel.state;
          expect(serializeDocument(state.document)).toBe(seen.pop());
        }
        expect(serializeDocument(state.document)).toBe(end);
        expect(seen).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('ends in a document whose file opens again as it was', () => {
    fc.assert(
      fc.property(starts, sessions, (start, gestures) => {
        const { document } = session(start, gestures);
        const text = serializeDocument(document);
        const parsed = parseDocument(text, catalogue);
        expect(parsed).toEqual({ ok: true, document, upgraded: [] });
        if (parsed.ok) expect(serializeDocument(parsed.document)).toBe(text);
      }),
      { numRuns: 200 },
    );
  });

  it('reaches far: random sessions really edit', () => {
    const steps = fc
      .sample(sessions, { numRuns: 100, seed: 1 })
      .map((gestures) => session(used, gestures).history.past);
    const labels = new Set(steps.flat().map(({ label }) => label));
    const recorded = Object.values(commands).filter(({ history }) => history !== 'ignore');
    expect([...labels].sort()).toEqual(recorded.map(({ label }) => label).sort());
  });
});
