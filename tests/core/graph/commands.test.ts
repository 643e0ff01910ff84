import { describe, expect, it, test } from 'vitest';
import {
  commands,
  type PlannedChanges,
  type ProjectDocument,
  perform,
  serializeDocument,
  startEditing,
  undo,
  validateStructure,
} from '../../../src/core/graph';
import { plan, refusal, run } from './planning';
import { blank, catalogue, context, nested, node, vae, withStudy } from './support';

const origin = { x: 0, y: 0 };
const study = context(vae());
const nodeIds = (document: ProjectDocument) => document.study.nodes.map(({ id }) => id);

describe('every command', () => {
  const loose = run(context(nested(), {}, 'encoder'), commands.addNode, { type: 'layer.linear', position: origin });
  const bookmarks = ['first', 'second'].map((id) => ({ id, title: id, lens: 'latent', view: {} }));
  const set = run(context(loose), commands.setSetting, { node: 'kl', setting: 'beta', value: 3 });
  const before = { ...set, bookmarks };
  const at = context(before, { nodes: ['encoder', 'z'], edges: ['e4'], notes: ['note'] });
  const inside = context(before, { nodes: ['a', 'b'] }, 'encoder');
  const problem = { severity: 'error', message: 'Wrong.', network: 'encoder' } as const;
  const text = plan(at, commands.copySelection, {}).clipboard ?? '';
  const ends = { source: { node: 'z', port: 'z' }, target: { node: 'compare', port: 'b' } };
  const plans: { [N in keyof typeof commands]: PlannedChanges } = {
    addNode: plan(at, commands.addNode, { type: 'network.decoder', position: origin }),
    deleteSelection: plan(at, commands.deleteSelection, {}),
    connect: plan(at, commands.connect, ends),
    disconnect: plan(at, commands.disconnect, { edges: ['e1', 'e8'] }),
    moveNodes: plan(at, commands.moveNodes, { nodes: { z: { x: 5, y: 6 } }, notes: { note: origin } }),
    setSetting: plan(at, commands.setSetting, { node: 'kl', setting: 'beta', value: 4 }),
    resetSetting: plan(at, commands.resetSetting, { node: 'kl', setting: 'beta' }),
    renameNode: plan(at, commands.renameNode, { node: 'kl', title: 'Prior' }),
    setPreset: plan(at, commands.setPreset, { node: 'encoder', preset: 'mlp2' }),
    copySelection: plan(at, commands.copySelection, {}),
    cutSelection: plan(at, commands.cutSelection, {}),
    paste: plan(at, commands.paste, { text }),
    duplicateSelection: plan(at, commands.duplicateSelection, {}),
    selectAll: plan(at, commands.selectAll, {}),
    addNote: plan(at, commands.addNote, { position: origin, text: 'Hello' }),
    editNote: plan(at, commands.editNote, { note: 'note', text: 'Hello' }),
    deleteNote: plan(at, commands.deleteNote, { note: 'note' }),
    dissolve: plan(at, commands.dissolve, {}),
    setPoints: plan(at, commands.setPoints, { edge: 'e2', points: [{ x: 1.2, y: 2 }] }),
    insertOnEdge: plan(inside, commands.insertOnEdge, { edge: 'in-c', node: 'linear' }),
    addOnEdge: plan(inside, commands.addOnEdge, { edge: 'in-a', type: 'layer.linear', position: origin }),
    align: plan(at, commands.align, { side: 'left', sizes: {} }),
    distribute: plan(at, commands.distribute, { axis: 'x', sizes: { encoder: { width: 50, height: 5 } } }),
    setMode: plan(at, commands.setMode, { nodes: ['z'], mode: 'mute' }),
    setCollapsed: plan(at, commands.setCollapsed, { nodes: ['z'], collapsed: true }),
    makeBlock: plan(inside, commands.makeBlock, { title: 'Stem' }),
    takeApart: plan(inside, commands.takeApart, { node: 'block' }),
    untie: plan(inside, commands.untie, { node: 'twin' }),
    useNetwork: plan(at, commands.useNetwork, { node: 'decoder', network: 'encoder' }),
    addTied: plan(inside, commands.addTied, { network: 'block', position: origin }),
    duplicateTied: plan(at, commands.duplicateTied, {}),
    groupSelection: plan(at, commands.groupSelection, {}),
    ungroup: plan(at, commands.ungroup, { group: 'losses' }),
    editGroup: plan(at, commands.editGroup, { group: 'losses', color: 'red' }),
    applyFix: plan(at, commands.applyFix, {
      problem,
      fix: { type: 'disconnect', label: 'Take it away', edge: 'in-a' },
    }),
    addBookmark: plan(at, commands.addBookmark, { title: 'View', lens: 'latent', view: {} }),
    renameBookmark: plan(at, commands.renameBookmark, { bookmark: 'first', title: 'Other' }),
    replaceBookmark: plan(at, commands.replaceBookmark, { bookmark: 'first', view: { count: 7 } }),
    moveBookmark: plan(at, commands.moveBookmark, { bookmark: 'first', index: 1 }),
    removeBookmark: plan(at, commands.removeBookmark, { bookmark: 'first' }),
    setTitle: plan(at, commands.setTitle, { title: 'Other' }),
    setSeed: plan(at, commands.setSeed, { seed: 5 }),
  };
  const names = Object.keys(commands) as (keyof typeof commands)[];

  test.each(names)('%s is taken back byte for byte by undo, unless it is not recorded', (name) => {
    const command = commands[name];
    const state = perform(startEditing(before), command, plans[name], 0);
    const changed = serializeDocument(state.document) !== serializeDocument(before);
    expect(changed).toBe(command.history !== 'ignore');
    expect(serializeDocument(undo(state)?.state.document ?? before)).toBe(serializeDocument(before));
  });

  test.each(names)('%s has a key to merge by exactly if it merges', (name) => {
    expect(plans[name].mergeKey !== undefined).toBe(commands[name].history === 'merge');
  });

  it('has an id of its own', () => {
    expect(new Set(Object.values(commands).map(({ id }) => id)).size).toBe(names.length);
  });
});

describe('addNode', () => {
  it('gives readable ids, each its own', () => {
    const args = { type: 'network.decoder', position: { x: 10.4, y: -0.2 } };
    const first = run(context(blank()), commands.addNode, args);
    const second = run(context(first), commands.addNode, args);
    expect(nodeIds(second)).toEqual(['decoder', 'decoder_2']);
    expect(second.study.nodes[0].position).toEqual({ x: 10, y: 0 });
    expect(plan(context(first), commands.addNode, args).select?.nodes).toEqual(['decoder_2']);
  });

  it('puts a preset with complete settings inside', () => {
    const args = { type: 'network.decoder', position: origin, preset: 'mlp2' };
    const document = run(context(blank()), commands.addNode, args);
    expect(document.study.nodes[0].network).toBe('decoder');
    expect(document.networks.decoder.nodes.map(({ id }) => id)).toEqual(['in', 'linear1', 'linear2', 'out']);
    expect(document.networks.decoder.nodes[1].settings).toEqual({ features: 64 });
  });

  it('adds layers inside a network', () => {
    const document = run(context(vae(), {}, 'encoder'), commands.addNode, { type: 'layer.linear', position: origin });
    expect(document.networks.encoder.nodes.map(({ id }) => id)).toEqual(['in', 'linear1', 'out', 'linear']);
    expect(document.study).toEqual(vae().study);
  });

  test.each([
    [study, 'no.such', 'There is no node of type "no.such".'],
    [study, 'layer.linear', 'Linear belongs inside a network; open that and add it there.'],
    [context(vae(), {}, 'encoder'), 'objective.kl', 'KL divergence belongs in the study; open that and add it there.'],
    [context(vae(), {}, 'gone'), 'layer.linear', 'The project has no network "gone".'],
  ])('refuses what does not belong there', (at, type, message) => {
    expect(refusal(at, commands.addNode, { type, position: origin })).toBe(message);
  });

  it('refuses a preset and a position that do not exist', () => {
    const type = 'network.encoder';
    expect(refusal(study, commands.addNode, { type, position: origin, preset: 'unet' })).toBe(
      'Encoder has no preset "unet".',
    );
    expect(refusal(study, commands.addNode, { type, position: { x: Number.NaN, y: 0 } })).toBe(
      'A position needs two numbers.',
    );
  });

  it('stops where the file would become too large to open', () => {
    const nodes = Array.from({ length: 2_000 }, (_, i) => node(`n${i}`, 'data.digits'));
    const full = context(withStudy(blank(), { nodes }), { nodes: ['n0'] });
    expect(refusal(full, commands.addNode, { type: 'data.digits', position: origin })).toBe(
      'A project holds at most 2000 nodes in a graph.',
    );
    expect(refusal(full, commands.duplicateSelection, {})).toBe('Pasting this would exceed the limit of 2000 nodes.');
  });
});

describe('deleteSelection', () => {
  it('takes the wires and the network of a node along', () => {
    const document = run(context(vae(), { nodes: ['encoder'] }), commands.deleteSelection, {});
    expect(document.study.edges.map(({ id }) => id)).toEqual(['e3', 'e4', 'e5', 'e7', 'e8']);
    expect(Object.keys(document.networks)).toEqual(['decoder']);
  });

  it('keeps a network that another node still uses', () => {
    const shared = vae().study.nodes.map((item) => (item.id === 'decoder' ? { ...item, network: 'encoder' } : item));
    const document = run(
      context(withStudy(vae(), { nodes: shared }), { nodes: ['encoder'] }),
      commands.deleteSelection,
      {},
    );
    expect(Object.keys(document.networks).sort()).toEqual(['decoder', 'encoder']);
  });

  it('leaves other graphs alone, and passes over what is not there', () => {
    const selection = { nodes: ['linear1', 'ghost'], notes: ['note'] };
    const document = run(context(vae(), selection, 'encoder'), commands.deleteSelection, {});
    expect(document.study).toEqual(vae().study);
    expect(document.networks.encoder).toMatchObject({ nodes: [{ id: 'in' }, { id: 'out' }], edges: [] });
    expect(refusal(context(vae(), { nodes: ['ghost'] }), commands.deleteSelection, {})).toBe('Nothing is selected.');
  });

  it('leaves a document without new problems when everything goes', () => {
    const all = plan(study, commands.selectAll, {}).select;
    expect(run(context(vae(), all), commands.deleteSelection, {})).toEqual({
      ...blank(),
      title: vae().title,
      models: ['M04'],
    });
  });
});

describe('connect', () => {
  it('replaces the wire on a single input in one step', () => {
    const ends = { source: { node: 'z', port: 'z' }, target: { node: 'compare', port: 'b' } };
    const { edges } = run(study, commands.connect, ends).study;
    expect(edges.map(({ id }) => id)).toEqual(['e1', 'e2', 'e3', 'e4', 'e6', 'e7', 'e8', 'z-compare']);
  });

  it('says why a wire cannot be', () => {
    const ends = { source: { node: 'digits', port: 'labels' }, target: { node: 'decoder', port: 'z' } };
    expect(refusal(study, commands.connect, ends)).toBe(
      `Can't connect "labels" to "z" of Decoder: z takes latent values; labels are classes.`,
    );
  });

  it('leaves nothing to disconnect where there is no wire', () => {
    expect(refusal(study, commands.disconnect, { edges: ['ghost'] })).toBe('There is no such wire.');
  });
});

describe('moveNodes', () => {
  it('plans nothing where nothing moves, and passes over nodes that are gone', () => {
    const nodes = { digits: { x: 0.3, y: 0 }, ghost: { x: 5, y: 5 } };
    expect(plan(study, commands.moveNodes, { nodes }).changes).toEqual([]);
  });

  it('refuses a position that is no number', () => {
    const nodes = { digits: { x: Number.POSITIVE_INFINITY, y: 0 } };
    expect(refusal(study, commands.moveNodes, { nodes })).toBe('A position needs two numbers.');
  });
});

describe('settings', () => {
  test.each([
    ['kl', 'beta', -1, '"beta" of KL divergence must be at least 0; it is −1.'],
    ['kl', 'beta', Number.NaN, '"beta" of KL divergence must be a number at least 0; it is NaN.'],
    ['kl', 'gamma', 1, 'KL divergence has no setting "gamma".'],
    ['ghost', 'beta', 1, 'There is no node "ghost" in the study.'],
  ])('%s.%s refuses %s', (id, setting, value, message) => {
    expect(refusal(study, commands.setSetting, { node: id, setting, value })).toBe(message);
  });

  it('go back to their defaults, and unknown ones go away', () => {
    const kl = node('kl', 'objective.kl', { settings: { beta: 4, free: true, gamma: 3 } });
    const at = context(withStudy(blank(), { nodes: [kl] }));
    const reset = (setting: string) => run(at, commands.resetSetting, { node: 'kl', setting }).study.nodes[0].settings;
    expect(reset('beta')).toEqual({ beta: 1, free: true, gamma: 3 });
    expect(reset('gamma')).toEqual({ beta: 4, free: true });
    expect(refusal(at, commands.resetSetting, { node: 'kl', setting: 'delta' })).toBe(
      'KL divergence has no setting "delta".',
    );
  });
});

describe('setPreset', () => {
  const first = (document: ProjectDocument, id: string) => document.networks[id].nodes.length;

  it('replaces the network and keeps its id', () => {
    const document = run(study, commands.setPreset, { node: 'encoder', preset: 'mlp2' });
    expect(document.study).toEqual(vae().study);
    expect(first(document, 'encoder')).toBe(4);
  });

  it('repairs a node whose network is missing, and parts one that is tied from the others', () => {
    const missing = { ...vae(), networks: { encoder: vae().networks.encoder } };
    const repaired = run(context(missing), commands.setPreset, { node: 'decoder', preset: 'mlp1' });
    expect(validateStructure(repaired, catalogue)).toEqual([]);

    const nodes = vae().study.nodes.map((item) => (item.id === 'decoder' ? { ...item, network: 'encoder' } : item));
    const shared = withStudy({ ...vae(), networks: { encoder: vae().networks.encoder } }, { nodes });
    const parted = run(context(shared), commands.setPreset, { node: 'decoder', preset: 'mlp2' });
    expect(validateStructure(parted, catalogue)).toEqual([]);
    expect([first(parted, 'encoder'), first(parted, 'encoder_2')]).toEqual([3, 4]);
  });

  it('brings the blocks of a preset along under ids of their own', () => {
    const at = context(nested(), {}, 'encoder');
    const document = run(at, commands.setPreset, { node: 'block', preset: 'nested' });
    expect(Object.keys(document.networks).sort()).toEqual([
      'block',
      'block_2',
      'decoder',
      'encoder',
      'inner',
      'inner_2',
    ]);
    expect(document.networks.block_2.nodes.map((item) => item.network).filter(Boolean)).toEqual(['inner_2', 'inner_2']);
    expect(document.networks.inner_2.nodes[1].settings).toEqual({ features: 64 });
    expect(validateStructure(document, catalogue)).toEqual([]);
    const added = run(at, commands.addNode, { type: 'block.custom', position: origin, preset: 'nested' });
    expect(added.networks.encoder.nodes.at(-1)).toMatchObject({
      id: 'a_block_in_a_block',
      title: 'A block in a block',
      network: 'a_block_in_a_block',
    });
    expect(added.networks.a_block_in_a_block).toEqual(document.networks.block_2);
    // The other node keeps what the two shared; without it, the blocks inside go too.
    const both = run(context(document, {}, 'encoder'), commands.setPreset, { node: 'twin', preset: 'one' });
    expect(Object.keys(both.networks).sort()).toEqual(['block', 'block_2', 'decoder', 'encoder', 'inner_2']);
  });

  it('is refused for nodes without presets', () => {
    expect(refusal(study, commands.setPreset, { node: 'kl', preset: 'mlp1' })).toBe(
      'KL divergence cannot hold a network.',
    );
  });
});

describe('names, notes, title and seed', () => {
  it('goes back to the title of the catalogue with an empty name', () => {
    const named = run(study, commands.renameNode, { node: 'kl', title: 'Prior ' });
    expect(named.study.nodes[5].title).toBe('Prior ');
    expect(run(context(named), commands.renameNode, { node: 'kl', title: ' ' })).toEqual(vae());
  });

  test.each([
    [
      refusal(study, commands.renameNode, { node: 'kl', title: 'x'.repeat(81) }),
      'A name has at most 80 characters; this one has 81.',
    ],
    [refusal(study, commands.setTitle, { title: ' ' }), 'A project needs a title.'],
    [
      refusal(study, commands.setTitle, { title: 'x'.repeat(121) }),
      'A title has at most 120 characters; this one has 121.',
    ],
    [refusal(study, commands.setSeed, { seed: -1 }), 'The seed must be a whole number from 0 to 2147483647; it is −1.'],
    [
      refusal(study, commands.setSeed, { seed: 2 ** 31 }),
      'The seed must be a whole number from 0 to 2147483647; it is 2147483648.',
    ],
    [refusal(study, commands.editNote, { note: 'ghost', text: '' }), 'There is no note "ghost" in the study.'],
    [
      refusal(study, commands.editNote, { note: 'note', text: 'x'.repeat(20_001) }),
      'A note has at most 20000 characters; this one has 20001.',
    ],
    [refusal(context(vae(), {}, 'gone'), commands.addNote, { position: origin }), 'The project has no network "gone".'],
  ])('refuse with a sentence: %s', (message, expected) => {
    expect(message).toBe(expected);
  });

  it('gives notes ids of their own', () => {
    const { notes } = run(study, commands.addNote, { position: origin }).study;
    expect(notes.map(({ id }) => id)).toEqual(['note', 'note_2']);
  });

  it('adds notes inside networks too', () => {
    const { networks } = run(context(vae(), {}, 'encoder'), commands.addNote, { position: origin, text: '$x^2$' });
    expect(networks.encoder.notes).toEqual([{ id: 'note', position: origin, width: 240, text: '$x^2$' }]);
  });

  it('keeps a note wide enough to read', () => {
    expect(run(study, commands.editNote, { note: 'note', width: 3.2 }).study.notes[0].width).toBe(80);
  });
});
