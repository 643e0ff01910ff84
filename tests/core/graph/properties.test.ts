import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogue as real } from '../../../src/core/catalogue';
import type { Catalogue } from '../../../src/core/catalogue/types';
import {
  commands,
  emptyGraph,
  fullSelection,
  type GraphId,
  graphAt,
  type ProjectDocument,
  parseDocument,
  perform,
  redo,
  type Selection,
  serializeDocument,
  startEditing,
  undo,
  validateStructure,
} from '../../../src/core/graph';
import { act, type Desk, gesture, session, startDesk } from './desk';
import { blank, catalogue, nested, vae, withStudy } from './support';

/** A document that has been worked on: settings are not at their defaults, one is of another time. */
const used = withStudy(vae(), {
  nodes: vae().study.nodes.map((item) => ({ ...item, settings: { ...item.settings, beta: 3 } })),
});

function template(name: string): ProjectDocument {
  const file = new URL(`../../../resources/templates/${name}.json`, import.meta.url);
  const parsed = parseDocument(readFileSync(file, 'utf8'), real);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.document;
}

const starts = {
  nested: startDesk(nested(), catalogue),
  used: startDesk(used, catalogue),
  blank: startDesk(blank(), catalogue),
  digits: startDesk(template('vae-digits'), real),
  plane: startDesk(template('rectified-flow-2d'), real),
};
// By name, so that a counterexample does not print a catalogue.
const desks = fc.constantFrom(...(Object.keys(starts) as (keyof typeof starts)[]));
const sessions = fc.array(gesture, { maxLength: 60, size: 'max' });
const runs = (numRuns: number) => ({ numRuns, seed: 5 });

/** Reads a document back; throws where its file would not open. */
function reopened(document: ProjectDocument, from: Catalogue): ProjectDocument {
  const parsed = parseDocument(serializeDocument(document), from);
  if (!parsed.ok) throw new Error(parsed.problem);
  expect(parsed.upgraded).toEqual([]);
  return parsed.document;
}

describe('any session of edits', () => {
  it('is taken back byte for byte by all its undos, and made again by all its redos', () => {
    fc.assert(
      fc.property(desks, sessions, (start, gestures) => {
        let { state } = session(starts[start], gestures);
        const end = serializeDocument(state.document);
        const seen: string[] = [];
        for (let travel = undo(state); travel; travel = undo(state)) {
          seen.push(serializeDocument(state.document));
          state = travel.state;
        }
        expect(serializeDocument(state.document)).toBe(serializeDocument(starts[start].state.document));
        expect(state.document).toEqual(starts[start].state.document);
        for (let travel = redo(state); travel; travel = redo(state)) {
          state = travel.state;
          expect(serializeDocument(state.document)).toBe(seen.pop());
        }
        expect(serializeDocument(state.document)).toBe(end);
        expect(seen).toEqual([]);
      }),
      runs(600),
    );
  });

  it('passes through documents whose files open again as they were, and that can be checked', () => {
    fc.assert(
      fc.property(desks, sessions, (start, gestures) => {
        let desk: Desk = starts[start];
        for (const [i, one] of gestures.entries()) {
          const { document } = desk.state;
          desk = act(desk, one, 1_000 * i + one.pause);
          if (desk.state.document === document) continue;
          expect(reopened(desk.state.document, desk.catalogue)).toEqual(desk.state.document);
          validateStructure(desk.state.document, desk.catalogue);
        }
      }),
      runs(300),
    );
  });

  it('never loses a network or mixes its kinds, closes a loop, doubles a wire or leaves an empty group', () => {
    const broken =
      /does not exist|no network inside|holds itself|cannot share|cannot hold|No node uses|form a loop|takes one wire|is there twice|does not fit/;
    fc.assert(
      fc.property(desks, sessions, (start, gestures) => {
        const { state } = session(starts[start], gestures);
        const { document } = state;
        const problems = validateStructure(document, starts[start].catalogue).map(({ message }) => message);
        expect(problems.filter((message) => broken.test(message))).toEqual([]);
        for (const { nodes, notes, groups } of [document.study, ...Object.values(document.networks)]) {
          const members = new Set([...nodes, ...notes].map(({ group }) => group));
          expect(groups.filter(({ id }) => !members.has(id))).toEqual([]);
          members.delete(undefined);
          expect([...members].filter((id) => !groups.some((group) => group.id === id))).toEqual([]);
        }
      }),
      runs(500),
    );
  });

  it('reaches far: random sessions really edit', () => {
    const steps = fc
      .sample(fc.tuple(desks, sessions), { numRuns: 600, seed: 1 })
      .flatMap(([desk, gestures]) => session(starts[desk], gestures).state.history.past);
    const labels = new Set(steps.map(({ label }) => label));
    const missed = Object.values(commands)
      .filter(({ history, id }) => history !== 'ignore' && !['graph.setMode', 'graph.applyFix'].includes(id))
      .filter(({ label }) => !labels.has(label));
    expect(missed.map(({ id }) => id)).toEqual([]);
    for (const label of ['Mute', 'Bypass', 'Unmute', 'End bypass', 'Expand', 'Quick fix: Put it right'])
      expect(labels).toContain(label);
  });
});

/** Kinds of structural problems, by what their sentences have in common; open inputs do not count. */
function kindsOfProblems(document: ProjectDocument, from: Catalogue): Set<string> {
  const kinds = validateStructure(document, from)
    .filter(({ message }) => !/is not connected; connect/.test(message))
    .map(({ message }) =>
      message.replace(/"[^"]*"/g, '').replace(/[^.;:]* (?=(belongs|takes one|has no|is there|form))/, ''),
    );
  return new Set(kinds);
}

function pasteInto(desk: Desk, document: ProjectDocument, graph: GraphId, text: string): ProjectDocument {
  const context = { document, catalogue: desk.catalogue, graph, selection: { nodes: [], edges: [], notes: [] } };
  const plan = commands.paste.plan(context, { text });
  if (!plan.ok) throw new Error(plan.message);
  const after = perform(startEditing(document), commands.paste, plan, 0).document;
  expect(plan.select?.nodes.length).toBe(
    (graphAt(after, graph)?.nodes.length ?? 0) - (graphAt(document, graph)?.nodes.length ?? 0),
  );
  return after;
}

describe('a copy of any selection', () => {
  const chosen = (all: readonly string[], bits: number) => all.filter((_, i) => (bits >> (i % 12)) % 2 === 1);

  it('pastes here and into another project, which opens again and has no new problems', () => {
    fc.assert(
      fc.property(desks, sessions, fc.nat(4_095), fc.nat(), (start, gestures, bits, where) => {
        const desk = session(starts[start], gestures);
        const { document } = desk.state;
        const graphs: GraphId[] = [null, ...Object.keys(document.networks)];
        const graph = graphs[where % graphs.length];
        const all = fullSelection(document, graph);
        const selection: Selection = {
          nodes: chosen(all.nodes, bits),
          edges: all.edges,
          notes: chosen(all.notes, bits),
        };
        const plan = commands.copySelection.plan({ document, catalogue: desk.catalogue, graph, selection }, {});
        fc.pre(plan.ok && plan.clipboard !== undefined);
        if (!plan.ok || plan.clipboard === undefined) return;
        expect(() => JSON.parse(plan.clipboard ?? '')).not.toThrow();
        const known = kindsOfProblems(document, desk.catalogue);
        const other = reopened(blank({ networks: { other: emptyGraph } }), desk.catalogue);
        for (const [target, place] of [
          [document, graph],
          [other, graph === null ? null : 'other'],
        ] as const) {
          const after = pasteInto(desk, target, place, plan.clipboard);
          expect(reopened(after, desk.catalogue)).toEqual(after);
          const before = kindsOfProblems(target, desk.catalogue);
          const fresh = [...kindsOfProblems(after, desk.catalogue)].filter(
            (kind) => !known.has(kind) && !before.has(kind),
          );
          expect(fresh).toEqual([]);
        }
      }),
      runs(500),
    );
  });
});

describe('any selection that becomes a block', () => {
  /** Wires as texts, in the order in which each input has them. */
  const wiring = (document: ProjectDocument, graph: GraphId) =>
    (graphAt(document, graph)?.edges ?? [])
      .map(({ source, target }) => `${target.node}.${target.port} ← ${source.node}.${source.port}`)
      .map((wire, i) => [wire.split(' ← ')[0], i, wire] as const)
      .sort(([a, i], [b, j]) => (a < b ? -1 : a > b ? 1 : i - j))
      .map(([, , wire]) => wire);

  it('is the same again when it is taken apart', () => {
    let made = 0;
    fc.assert(
      fc.property(desks, sessions, fc.nat(4_095), fc.nat(), (start, gestures, bits, where) => {
        const desk = session(starts[start], gestures);
        const { document } = desk.state;
        const graphs = Object.keys(document.networks);
        const graph = graphs[where % Math.max(1, graphs.length)];
        fc.pre(graph !== undefined);
        const all = fullSelection(document, graph);
        const ends = graphAt(document, graph)?.nodes.filter(({ type }) => /input|output/.test(type)) ?? [];
        const inner = all.nodes.filter((id) => !ends.some((end) => end.id === id));
        const selection = { nodes: chosenOf(inner, bits), edges: [], notes: chosenOf(all.notes, bits) };
        const at = { document, catalogue: desk.catalogue, graph, selection };
        const plan = commands.makeBlock.plan(at, { title: 'Made' });
        if (!plan.ok) return;
        made++;
        const { document: blocked } = perform(startEditing(document), commands.makeBlock, plan, 0);
        const apart = commands.takeApart.plan({ ...at, document: blocked }, { node: plan.select?.nodes[0] ?? '' });
        if (!apart.ok) throw new Error(apart.message);
        const { document: back } = perform(startEditing(blocked), commands.takeApart, apart, 0);
        expect(wiring(back, graph)).toEqual(wiring(document, graph));
        const bare = (from: ProjectDocument) =>
          (graphAt(from, graph)?.nodes ?? [])
            .map(({ position: _, group: __, ...node }) => node)
            .sort((a, b) => (a.id < b.id ? -1 : 1));
        expect(bare(back)).toEqual(bare(document));
        expect(Object.keys(back.networks).sort()).toEqual(graphs.sort());
      }),
      runs(600),
    );
    expect(made).toBeGreaterThan(50);
  });

  const chosenOf = (all: readonly string[], bits: number) => all.filter((_, i) => (bits >> (i % 12)) % 2 === 1);
});
