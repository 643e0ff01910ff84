import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change } from '../../../src/core/graph';
import {
  type Command,
  commands,
  compareDocuments,
  type DocumentDifference,
  fullSelection,
  type Graph,
  type GraphId,
  graphAt,
  type ProjectDocument,
  parseDocument,
  perform,
  serializeDocument,
  startEditing,
} from '../../../src/core/graph';
import { catalogue, vae } from './support';

const gesture = fc.record({
  kind: fc.nat(11),
  place: fc.nat(5),
  a: fc.nat(1_000),
  b: fc.nat(1_000),
  word: fc.string({ minLength: 1, maxLength: 8 }),
});
type Gesture = typeof gesture extends fc.Arbitrary<infer T> ? T : never;
const sessions = fc.array(gesture, { maxLength: 25 });

const pick = <T>(items: readonly T[], n: number): T | undefined => items[n % Math.max(1, items.length)];

interface Done {
  document: ProjectDocument;
  changes: readonly Change[];
}

/** One edit by one of the commands; nothing where it is refused. */
function act(document: ProjectDocument, { kind, place, a, b, word }: Gesture): Done {
  const graph: GraphId = pick([null, null, ...Object.keys(document.networks)], place) ?? null;
  const { nodes, edges, notes } = graphAt(document, graph) ?? { nodes: [], edges: [], notes: [] };
  const node = pick(nodes, a);
  const all = fullSelection(document, graph);
  const some = (ids: readonly string[]) => ids.filter((_, i) => (b >> (i % 10)) % 2 === 1).slice(0, 4);
  const selection = { nodes: some(all.nodes), edges: some(all.edges), notes: some(all.notes) };
  const run = <A>(command: Command<A>, args: A): Done => {
    const plan = command.plan({ document, catalogue, graph, selection }, args);
    if (!plan.ok) return { document, changes: [] };
    return { document: perform(startEditing(document), command, plan, 0).document, changes: plan.changes };
  };
  const id = node?.id ?? '';
  const port = (type: string | undefined, side: 'inputs' | 'outputs', n: number) =>
    pick(Object.keys(catalogue.find(type ?? '')?.[side] ?? {}), n) ?? '';
  const other = pick(nodes, b);
  const setting = pick(Object.keys(node?.settings ?? {}), b) ?? '';
  const note = pick(notes, a)?.id ?? '';
  switch (kind) {
    case 0:
      return run(commands.addNode, { type: pick(catalogue.all, a)?.type ?? '', position: { x: a, y: b } });
    case 1:
      return run(commands.connect, {
        source: { node: id, port: port(node?.type, 'outputs', b) },
        target: { node: other?.id ?? '', port: port(other?.type, 'inputs', a) },
      });
    case 2:
      return run(commands.deleteSelection, {});
    case 3:
      return run(commands.disconnect, { edges: [pick(edges, a)?.id ?? ''] });
    case 4:
      return run(commands.moveNodes, { nodes: { [id]: { x: b, y: a } } });
    case 5:
      return run(commands.setSetting, {
        node: id,
        setting,
        value: pick([a + 1, true, 'drawn', [a + 1, b + 1]], b) ?? 0,
      });
    case 6:
      return run(commands.renameNode, { node: id, title: word });
    case 7:
      return run(commands.duplicateSelection, {});
    case 8:
      return run(commands.addNote, { position: { x: a, y: b }, text: word });
    case 9:
      return run(commands.editNote, { note, text: word });
    case 10:
      return run(commands.setSeed, { seed: a });
    default:
      return run(commands.setTitle, { title: word });
  }
}

const worked = (gestures: readonly Gesture[]): ProjectDocument =>
  gestures.reduce((document, one) => act(document, one).document, vae());

const idOf = (graph: GraphId | undefined): string => (graph === null ? 'study' : (graph ?? 'none'));

/** Everything that a comparison says, one line each. */
function said(difference: DocumentDifference, swapped = false): string[] {
  const [plus, minus] = swapped ? ['-', '+'] : ['+', '-'];
  const change = (a: string, b: string) => (swapped ? `${b} to ${a}` : `${a} to ${b}`);
  const lines = difference.fields.map(({ field, from, to }) => `field ${field} ${change(from, to)}`);
  for (const { before, after, nodes, wires, notes, groups, moved, implied } of difference.graphs) {
    const graph = change(idOf(before), idOf(after));
    const say = (line: string) => lines.push(`${graph}: ${line}`);
    if (before === undefined || after === undefined) say(`alone ${implied}`);
    for (const { id } of nodes.added) say(`${plus}node ${id}`);
    for (const { id } of nodes.removed) say(`${minus}node ${id}`);
    for (const { before, after, settings, fields } of nodes.changed) {
      for (const { key, from, to } of settings) say(`node ${change(before.id, after.id)} ${key} ${change(from, to)}`);
      for (const { field, from, to } of fields) say(`node ${change(before.id, after.id)} ${field} ${change(from, to)}`);
    }
    for (const { id } of wires.added) say(`${plus}wire ${id}`);
    for (const { id } of wires.removed) say(`${minus}wire ${id}`);
    for (const [name, items] of [
      ['note', notes],
      ['group', groups],
    ] as const) {
      for (const id of items.added) say(`${plus}${name} ${id}`);
      for (const id of items.removed) say(`${minus}${name} ${id}`);
      say(`${items.changed.length} ${name} changed`);
    }
    say(`${moved} moved`);
  }
  return lines.sort();
}

/** The document as it comes back from a file: equal, and no object shared. */
function reread(document: ProjectDocument): ProjectDocument {
  const parsed = parseDocument(serializeDocument(document), catalogue, 'copy');
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.document;
}

/** The document as somebody else would have made it: other ids throughout, nodes in another order. */
function foreign(document: ProjectDocument): ProjectDocument {
  const renamed = (graph: Graph): Graph => ({
    ...graph,
    nodes: graph.nodes
      .map((node) => ({
        ...node,
        id: `their-${node.id}`.slice(0, 64),
        ...(node.network && { network: `their-${node.network}` }),
      }))
      .reverse(),
    edges: graph.edges.map(({ source, target, ...edge }) => ({
      ...edge,
      source: { ...source, node: `their-${source.node}` },
      target: { ...target, node: `their-${target.node}` },
    })),
  });
  const networks = Object.entries(document.networks).map(([id, graph]) => [`their-${id}`, renamed(graph)]);
  return { ...document, study: renamed(document.study), networks: Object.fromEntries(networks) };
}

const NOTHING = { fields: [], graphs: [] };

describe('comparing documents', () => {
  it('says nothing of a document and itself, read again from its file too', () => {
    fc.assert(
      fc.property(sessions, (gestures) => {
        const document = worked(gestures);
        expect(compareDocuments(document, document, catalogue)).toMatchObject(NOTHING);
        expect(compareDocuments(document, reread(document), catalogue)).toMatchObject(NOTHING);
      }),
    );
  });

  it('says the same of the documents the other way round, with before and after exchanged', () => {
    fc.assert(
      fc.property(sessions, sessions, (first, second) => {
        const [a, b] = [worked(first), worked(second)];
        expect(said(compareDocuments(b, a, catalogue), true)).toEqual(said(compareDocuments(a, b, catalogue)));
      }),
    );
  });

  it('says the same both ways of projects whose ids have nothing in common', () => {
    fc.assert(
      fc.property(sessions, sessions, (first, second) => {
        const [a, b] = [worked(first), foreign(worked(second))];
        expect(said(compareDocuments(b, a, catalogue), true)).toEqual(said(compareDocuments(a, b, catalogue)));
      }),
    );
  });

  it('says of one command what the command did, and nothing else', () => {
    fc.assert(
      fc.property(sessions, gesture, (gestures, last) => {
        const before = worked(gestures);
        const { document: after, changes } = act(before, last);
        const difference = compareDocuments(reread(before), after, catalogue);
        expect(did(difference)).toEqual(planned(before, changes));
      }),
      { numRuns: 300 },
    );
  });
});

/** What was added, removed and changed, without words. */
function did({ fields, graphs }: DocumentDifference): string[] {
  const lines = fields.map(({ field }) => `document ${field}`);
  for (const { before, after, nodes, wires, notes, moved } of graphs) {
    if (before === undefined) lines.push(`+network ${after}`);
    else if (after === undefined) lines.push(`-network ${before}`);
    else {
      const graph = idOf(after);
      lines.push(...nodes.added.map(({ id }) => `${graph} +node ${id}`));
      lines.push(...nodes.removed.map(({ id }) => `${graph} -node ${id}`));
      lines.push(...wires.added.map(({ id }) => `${graph} +wire ${id}`));
      lines.push(...wires.removed.map(({ id }) => `${graph} -wire ${id}`));
      for (const { after, settings, fields } of nodes.changed) {
        lines.push(
          ...[...settings.map(({ key }) => key), ...fields.map(({ field }) => field)].map(
            (key) => `${graph} node ${after.id} ${key}`,
          ),
        );
      }
      lines.push(...notes.added.map((id) => `${graph} +note ${id}`));
      lines.push(...notes.removed.map((id) => `${graph} -note ${id}`));
      lines.push(...notes.changed.map((id) => `${graph} note ${id}`));
      if (moved > 0) lines.push(`${graph} moved ${moved}`);
    }
  }
  return lines.sort();
}

function planned(before: ProjectDocument, changes: readonly Change[]): string[] {
  const lines = changes.flatMap((change): string[] => {
    switch (change.type) {
      case 'node.add':
        return [`${idOf(change.graph)} +node ${change.node.id}`];
      case 'node.remove':
        return [`${idOf(change.graph)} -node ${change.node}`];
      case 'edge.add':
        return [`${idOf(change.graph)} +wire ${change.edge.id}`];
      case 'edge.remove':
        return [`${idOf(change.graph)} -wire ${change.edge}`];
      case 'note.add':
        return [`${idOf(change.graph)} +note ${change.note.id}`];
      case 'note.remove':
        return [`${idOf(change.graph)} -note ${change.note}`];
      case 'note.update': {
        const text = graphAt(before, change.graph)?.notes.find(({ id }) => id === change.note)?.text;
        return change.patch.text === text ? [] : [`${idOf(change.graph)} note ${change.note}`];
      }
      case 'node.settings':
        return Object.keys(change.set).map((key) => `${idOf(change.graph)} node ${change.node} ${key}`);
      case 'node.rename': {
        const { title, type } = graphAt(before, change.graph)?.nodes.find(({ id }) => id === change.node) ?? {};
        const unseen = title === undefined && change.title === catalogue.find(type ?? '')?.title;
        return unseen ? [] : [`${idOf(change.graph)} node ${change.node} title`];
      }
      case 'nodes.move':
        return [`${idOf(change.graph)} moved ${Object.keys(change.positions).length}`];
      case 'network.add':
        return [`+network ${change.network}`];
      case 'network.remove':
        return [`-network ${change.network}`];
      case 'document.update':
        return Object.keys(change.patch).map((field) => `document ${field}`);
      case 'group.add':
      case 'group.remove':
        return [];
      default:
        throw new Error(`No command here plans ${change.type}.`);
    }
  });
  // A wire that takes the place of another between the same ports is the same wire.
  const replaced = lines.filter((line) => line.includes(' +wire ') && lines.includes(line.replace('+', '-')));
  return lines.filter((line) => !replaced.includes(line) && !replaced.includes(line.replace('-', '+'))).sort();
}
