import { describe, expect, it } from 'vitest';
import {
  apply,
  type Change,
  compareDocuments,
  type Graph,
  type GraphDifference,
  type ProjectDocument,
} from '../../../src/core/graph';
import { blank, catalogue, edge, network, node, vae, withStudy } from './support';

const NOTHING = { fields: [], graphs: [] };

const edited = (...changes: Change[]): ProjectDocument => apply(vae(), changes);

function only(before: ProjectDocument, after: ProjectDocument): GraphDifference {
  const { graphs } = compareDocuments(before, after, catalogue);
  expect(graphs).toHaveLength(1);
  return graphs[0];
}

describe('settings', () => {
  const settings = (type: string, before: object, after: object) => {
    const [a, b] = [before, after].map((part) => {
      const one = node('n', type);
      return blank({ study: { ...blank().study, nodes: [{ ...one, settings: { ...one.settings, ...part } }] } });
    });
    return compareDocuments(a, b, catalogue).graphs.flatMap(({ nodes }) =>
      nodes.changed.flatMap(({ settings }) => settings.map(({ label, from, to }) => `${label}: ${from} → ${to}`)),
    );
  };

  it('are told in the words of the schema', () => {
    expect(settings('data.digits', { batch: 128 }, { batch: 256 })).toEqual(['Batch size: 128 → 256']);
    expect(settings('objective.kl', { free: false }, { free: true })).toEqual(['Free bits: off → on']);
    expect(settings('objective.kl', {}, { beta: -0.5 })).toEqual(['beta: 1 → −0.5']);
    expect(settings('data.points', { set: 'moons' }, { set: 'drawn' })).toEqual(['Set: Two moons → Drawn by hand']);
    expect(settings('trainer.adam', { hidden: [400, 200] }, { hidden: [] })).toEqual(['Widths: 400, 200 → empty']);
    expect(
      settings(
        'data.points',
        {},
        {
          points: [
            [0, 0],
            [1, 1],
          ],
        },
      ),
    ).toEqual(['Points: 1 point → 2 points']);
    expect(settings('objective.kl', {}, { lost: 3 })).toEqual(['lost: none → 3']);
  });

  it('that are missing count as their defaults', () => {
    const absent = node('n', 'objective.kl', { settings: {} });
    const whole = node('n', 'objective.kl');
    const [a, b] = [absent, whole].map((one) => blank({ study: { ...blank().study, nodes: [one] } }));
    expect(compareDocuments(a, b, catalogue)).toMatchObject(NOTHING);
  });
});

describe('one graph', () => {
  it('names, modes and groups are fields of a node, places are only counted', () => {
    const after = edited(
      { type: 'node.rename', graph: null, node: 'kl', title: 'Rate' },
      { type: 'node.update', graph: null, node: 'kl', patch: { mode: 'mute', group: null } },
      { type: 'nodes.move', graph: null, positions: { z: { x: 1, y: 2 }, digits: { x: 3, y: 4 } } },
      { type: 'node.update', graph: null, node: 'encoder', patch: { collapsed: true } },
      { type: 'edge.points', graph: null, edge: 'e2', points: null },
    );
    const { nodes, moved, wires } = only(vae(), after);
    expect(
      nodes.changed.map(({ after, fields }) => [after.id, ...fields.map(({ from, to }) => `${from} → ${to}`)]),
    ).toEqual([['kl', 'KL divergence → Rate', 'active → muted', 'Losses → none']]);
    expect(moved).toBe(4);
    expect(wires).toEqual({ added: [], removed: [] });
  });

  it('a wire is the same wire under another id, and another one at another port', () => {
    const study = vae().study;
    const renamed = withStudy(vae(), { edges: study.edges.map((each) => ({ ...each, id: `new-${each.id}` })) });
    expect(compareDocuments(vae(), renamed, catalogue)).toMatchObject(NOTHING);
    const [first, ...rest] = study.edges;
    const other = withStudy(vae(), { edges: [edge('e1', 'digits.labels', 'encoder.x'), ...rest] });
    const { wires } = only(vae(), other);
    expect([wires.added.map(({ source }) => source.port), wires.removed]).toEqual([['labels'], [first]]);
  });

  it('groups and notes', () => {
    const after = edited(
      { type: 'group.update', graph: null, group: 'losses', patch: { color: 'red' } },
      { type: 'group.add', graph: null, group: { id: 'more', title: 'More', color: 'grey' } },
      { type: 'note.update', graph: null, note: 'note', patch: { text: 'other', width: 300 } },
    );
    const { groups, notes, moved } = only(vae(), after);
    expect(groups).toEqual({ added: ['more'], removed: [], changed: ['losses'] });
    expect(notes).toEqual({ added: [], removed: [], changed: ['note'] });
    expect(moved).toBe(1);
  });

  it('title, seed and summary of the document', () => {
    const after = edited({ type: 'document.update', patch: { title: 'Other', seed: 3 } });
    expect(compareDocuments(vae(), after, catalogue).fields).toEqual([
      { field: 'title', label: 'title', from: 'VAE on digits', to: 'Other' },
      { field: 'seed', label: 'seed', from: '0', to: '3' },
    ]);
  });

  it('an id that now belongs to another type is a changed node, unless the node went elsewhere', () => {
    const nodes = vae().study.nodes;
    const replaced = nodes.map((each) => (each.id === 'z' ? node('z', 'objective.compare') : each));
    const { changed } = only(vae(), withStudy(vae(), { nodes: replaced })).nodes;
    expect(changed.flatMap(({ fields }) => fields)).toContainEqual({
      field: 'type',
      label: 'type',
      from: 'Reparameterize',
      to: 'Difference',
    });
  });
});

describe('networks', () => {
  it('are compared inside, under the name of the node that holds them', () => {
    const linear = { type: 'node.settings', graph: 'decoder', node: 'linear2', set: { features: 256 } } as const;
    const difference = only(vae(), edited(linear));
    expect([difference.before, difference.after, difference.title]).toEqual(['decoder', 'decoder', 'Decoder']);
    expect(difference.nodes.changed[0].settings[0]).toMatchObject({ key: 'features', from: '64', to: '256' });
  });

  it('are matched through the nodes that hold them, whatever they are called', () => {
    const { encoder, decoder } = vae().networks;
    const nodes = vae().study.nodes.map((each) => (each.id === 'encoder' ? { ...each, network: 'recogniser' } : each));
    const renamed = { ...withStudy(vae(), { nodes }), networks: { recogniser: encoder, decoder } };
    expect(compareDocuments(vae(), renamed, catalogue)).toMatchObject(NOTHING);
    expect(compareDocuments(renamed, vae(), catalogue)).toMatchObject(NOTHING);
  });

  it('that came or went with their nodes are implied by them; a copy beside its original is not', () => {
    const gone = compareDocuments(
      vae(),
      edited({ type: 'node.remove', graph: null, node: 'decoder' }, { type: 'network.remove', network: 'decoder' }),
      catalogue,
    );
    expect(gone.graphs.map(({ before, after, implied }) => [before, after, implied])).toEqual([
      [null, null, false],
      ['decoder', undefined, true],
    ]);
    const tied = edited({
      type: 'node.add',
      graph: null,
      node: node('second', 'network.encoder', { network: 'encoder' }),
    });
    const untied = apply(tied, [
      { type: 'network.add', network: 'own', content: network() },
      { type: 'node.network', graph: null, node: 'second', network: 'own' },
    ]);
    const { graphs } = compareDocuments(tied, untied, catalogue);
    expect(graphs.map(({ before, after, implied }) => [before, after, implied])).toEqual([
      [null, null, false],
      [undefined, 'own', false],
    ]);
    expect(graphs[0].nodes.changed[0].fields).toMatchObject([{ field: 'network', from: 'encoder', to: 'own' }]);
  });

  it('that nothing holds are compared by id', () => {
    const difference = only(blank({ networks: { lost: network() } }), blank({ networks: { lost: network(1) } }));
    expect(difference.nodes.added.map(({ id }) => id)).toEqual(['linear2']);
  });
});

/** A chain of layers under ids that begin with `name`. */
function chain(name: string, features: readonly number[]): Graph {
  const types = ['layer.input', ...features.map(() => 'layer.linear'), 'layer.output'];
  const nodes = types.map((type, i) =>
    node(`${name}${i}`, type, type === 'layer.linear' ? { settings: { features: features[i - 1] } } : {}),
  );
  const edges = nodes.slice(1).map(({ id }, i) => edge(`w${i}`, `${nodes[i].id}.y`, `${id}.x`));
  return { ...blank().study, nodes, edges };
}
const inside = (graph: Graph): ProjectDocument => blank({ networks: { only: graph } });

describe('projects of different origin', () => {
  it('are matched by type and place in the wiring', () => {
    expect(compareDocuments(inside(chain('a', [1, 2, 3])), inside(chain('b', [1, 2, 3])), catalogue).graphs).toEqual(
      [],
    );
    const { nodes, wires } = only(inside(chain('a', [8, 16, 32])), inside(chain('b', [8, 16, 64])));
    expect(nodes.changed.map(({ before, after }) => [before.id, after.id])).toEqual([['a3', 'b3']]);
    expect([nodes.added, nodes.removed, wires.added, wires.removed]).toEqual([[], [], [], []]);
  });

  it('a layer more in the middle is one node and its wires', () => {
    const { nodes, wires } = only(inside(chain('a', [8, 32])), inside(chain('b', [8, 16, 32])));
    expect(nodes.changed).toEqual([]);
    expect(nodes.added.map(({ id }) => id)).toEqual(['b2']);
    expect([wires.added.length, wires.removed.length]).toEqual([2, 1]);
  });

  it('a name tells two nodes apart that stand alike', () => {
    const study = (names: readonly string[], prefix: string) =>
      blank({
        study: { ...blank().study, nodes: names.map((title, i) => node(`${prefix}${i}`, 'objective.kl', { title })) },
      });
    const { fields, graphs } = compareDocuments(study(['a', 'b'], 'x'), study(['b', 'a'], 'y'), catalogue);
    expect([fields, graphs]).toEqual([[], []]);
  });

  it('keep the pairs of the comparison before an edit, so that what is edited stays what it was', () => {
    const [ours, theirs] = [inside(chain('a', [8, 16])), inside(chain('b', [8, 16]))];
    const first = compareDocuments(theirs, ours, catalogue);
    const edited = apply(ours, [
      { type: 'node.settings', graph: 'only', node: 'a1', set: { features: 16 } },
      { type: 'node.settings', graph: 'only', node: 'a2', set: { features: 8 } },
      ...ours.networks.only.edges.map(({ id }): Change => ({ type: 'edge.remove', graph: 'only', edge: id })),
    ]);
    const changed = (earlier?: typeof first) =>
      compareDocuments(theirs, edited, catalogue, earlier).graphs[0].nodes.changed.map(({ after }) => after.id);
    expect(changed(first)).toEqual(['a1', 'a2']);
    expect(changed()).toEqual([]);
  });
});
