import { describe, expect, it, test } from 'vitest';
import {
  commands,
  type GraphNode,
  LIMITS,
  type ProjectDocument,
  portsOf,
  validateStructure,
} from '../../../src/core/graph';
import { plan, refusal, run, wires } from './planning';
import { catalogue, context, definitionOf, edge, nested, node, vae } from './support';

const { makeBlock, takeApart } = commands;
const at = (nodes: string[], document = nested(), graph: string | null = 'encoder', notes: string[] = []) =>
  context(document, { nodes, notes }, graph);
const nodeIn = (document: ProjectDocument, network: string, id: string): GraphNode => {
  const found = document.networks[network].nodes.find((item) => item.id === id);
  if (!found) throw new Error(`no ${id}`);
  return found;
};
const portLabels = (document: ProjectDocument, network: string, id: string) => {
  const { inputs, outputs } = portsOf(nodeIn(document, network, id), definitionOf('block.custom'), document.networks);
  return [Object.values(inputs).map(({ label }) => label), Object.values(outputs).map(({ label }) => label)];
};
const encoderWith = (document: ProjectDocument, part: Partial<ProjectDocument['study']>): ProjectDocument => ({
  ...document,
  networks: { ...document.networks, encoder: { ...document.networks.encoder, ...part } },
});

describe('makeBlock', () => {
  it('turns the wires across its border into ports, and keeps the order of wires', () => {
    const document = run(at(['a', 'b']), makeBlock, { title: 'Stem' });
    expect(validateStructure(document, catalogue)).toEqual([]);
    expect(wires(document, 'encoder')).toEqual(
      [
        'stem.bend.x → c.inputs',
        'stem.linear.x → c.inputs',
        'in.y → c.inputs',
        'c.y → block.x',
        'block.y → twin.x',
        'twin.y → out.x',
        'stem.bend.x → off.x',
        'in.y → stem.x',
      ].map((wire) => wire.replace(/\.x →/, ' →')),
    );
    expect(wires(document, 'stem')).toEqual([
      'x.y → a.x',
      'a.y → b.x',
      'x.y → b.condition',
      'a.y → linear.x',
      'b.y → bend.x',
    ]);
    expect(portLabels(document, 'encoder', 'stem')).toEqual([['x'], ['Linear', 'Bend']]);
  });

  it('stands in the middle of what it was made of, with its ports left and right of it', () => {
    const document = run(at(['a', 'b']), makeBlock, { title: 'Stem' });
    expect(nodeIn(document, 'encoder', 'stem')).toMatchObject({
      title: 'Stem',
      position: { x: 360, y: 0 },
      group: 'g',
    });
    expect(document.networks.stem.nodes.map(({ id, position }) => [id, position.x, position.y])).toEqual([
      ['x', 0, 0],
      ['linear', 720, 0],
      ['bend', 720, 110],
      ['a', 240, 0],
      ['b', 480, 0],
    ]);
    expect(plan(at(['a', 'b']), makeBlock, {}).select?.nodes).toEqual(['block_2']);
  });

  it('takes a whole group and notes along, and leaves a group that others are in', () => {
    const whole = run(at(['a', 'b'], nested(), 'encoder', ['memo']), makeBlock, {});
    expect(whole.networks.encoder.groups).toEqual([]);
    expect(whole.networks.block_2).toMatchObject({
      groups: [{ id: 'g', title: 'Stem' }],
      notes: [{ id: 'memo', group: 'g', position: { x: 240, y: 400 } }],
    });
    const half = run(at(['a']), makeBlock, {});
    expect(half.networks.encoder.groups).toEqual(half.networks.block_2.groups);
  });

  it('names ports after what they feed, and after their sources where that would not tell them apart', () => {
    expect(portLabels(run(at(['b']), makeBlock, {}), 'encoder', 'block_2')).toEqual([['x', 'condition'], ['y']]);
    expect(portLabels(run(at(['c']), makeBlock, {}), 'encoder', 'block_2')).toEqual([
      ['Bend', 'Linear', 'Input'],
      ['y'],
    ]);
  });

  it('gives ports to what is open where nothing is wired yet', () => {
    const loose = [node('m', 'layer.modulate'), node('n', 'layer.linear', { position: { x: 200, y: 50 } })];
    const document = encoderWith(nested(), { nodes: [...nested().networks.encoder.nodes, ...loose] });
    const made = run(at(['m', 'n'], document), makeBlock, { title: 'Part' });
    expect(portLabels(made, 'encoder', 'part')).toEqual([
      ['Modulate', 'Linear'],
      ['Modulate', 'Linear'],
    ]);
    expect(wires(made, 'part')).toEqual([
      'modulate.y → m.x',
      'linear.y → n.x',
      'm.y → modulate_2.x',
      'n.y → linear_2.x',
    ]);
  });

  test.each([
    [at([]), 'No node is selected.'],
    [at(['z'], vae(), null), 'A block is made of layers; open a network and select some there.'],
    [
      at(['in', 'a']),
      '"Input" is where something enters or leaves this graph, so it stays here; leave it out of the selection.',
    ],
    [at(['a', 'c']), '"Bend" lies between the selected nodes, so the block would feed itself; select it too.'],
    [
      at(['linear', 'x'], nested(), 'block'),
      '"x" is where something enters or leaves this graph, so it stays here; leave it out of the selection.',
    ],
  ])('refuses with a sentence: %#', (where, message) => {
    expect(refusal(where, makeBlock, {})).toBe(message);
  });

  it('refuses a long name', () => {
    expect(refusal(at(['a']), makeBlock, { title: 'x'.repeat(81) })).toBe(
      'A name has at most 80 characters; this one has 81.',
    );
  });
});

const repeated = (settings: Record<string, number | string>) =>
  encoderWith(nested(), {
    nodes: nested().networks.encoder.nodes.map((item) =>
      item.id === 'block' ? { ...item, settings: { ...item.settings, ...settings } } : item,
    ),
  });

describe('takeApart', () => {
  it('puts what is inside a block in its place', () => {
    const made = run(at(['a', 'b'], nested(), 'encoder', ['memo']), makeBlock, { title: 'Stem' });
    const document = run(at([], made), takeApart, { node: 'stem' });
    const sorted = ({ networks }: ProjectDocument) =>
      networks.encoder.nodes.toSorted((p, q) => (p.id < q.id ? -1 : 1)).map(({ group: _, ...item }) => item);
    expect(sorted(document)).toEqual(sorted(nested()));
    expect(wires(document, 'encoder').toSorted()).toEqual(wires(nested(), 'encoder').toSorted());
    expect(document.networks.encoder.groups).toEqual(nested().networks.encoder.groups);
    expect(Object.keys(document.networks).sort()).toEqual(['block', 'decoder', 'encoder', 'inner']);
  });

  it('leaves the network to the other nodes that hold it, and copies the blocks in it', () => {
    const document = run(at([]), takeApart, { node: 'block' });
    expect(validateStructure(document, catalogue)).toEqual([]);
    expect(nodeIn(document, 'encoder', 'twin').network).toBe('block');
    expect(nodeIn(document, 'encoder', 'first').network).toBe('inner_2');
    expect(wires(document, 'encoder')).toContain('c.y → linear.x');
    expect(wires(document, 'encoder')).toContain('first.y → twin.x');
  });

  it('unrolls a block that repeats with weights of its own, one after the other', () => {
    const document = run(at([], repeated({ repeat: 3 })), takeApart, { node: 'block' });
    expect(validateStructure(document, catalogue)).toEqual([]);
    const added = wires(document, 'encoder').filter((wire) => /linear|first/.test(wire));
    expect(added).toEqual([
      'first_3.y → twin.x',
      'c.y → linear.x',
      'linear.y → first.x',
      'first.y → linear_2.x',
      'linear_2.y → first_2.x',
      'first_2.y → linear_3.x',
      'linear_3.y → first_3.x',
    ]);
    const networks = ['first', 'first_2', 'first_3'].map((id) => nodeIn(document, 'encoder', id).network);
    expect(new Set(networks).size).toBe(3);
  });

  it('moves aside what stands in the way on the right, and nothing where there is room', () => {
    const document = run(at([], repeated({ repeat: 2 })), takeApart, { node: 'block' });
    const x = (id: string) => nodeIn(document, 'encoder', id).position.x;
    expect([x('linear'), x('first'), x('linear_2'), x('first_2')]).toEqual([960, 1160, 1400, 1600]);
    expect([x('c'), x('twin'), x('out')]).toEqual([720, 1840, 2080]);
    const far = encoderWith(nested(), {
      nodes: nested().networks.encoder.nodes.map((item) =>
        item.id === 'block' ? { ...item, position: { x: 960, y: 4_000 } } : item,
      ),
    });
    const alone = run(at([], far), takeApart, { node: 'block' });
    expect(nodeIn(alone, 'encoder', 'linear').position).toEqual({ x: 860, y: 4_000 });
    expect(nodeIn(alone, 'encoder', 'twin').position.x).toBe(1_200);
  });

  it('passes through what a block hands on unchanged', () => {
    const block = nested().networks.block;
    const short = {
      ...nested(),
      networks: { ...nested().networks, block: { ...block, edges: [edge('e', 'x.y', 'y.x')] } },
    };
    expect(wires(run(at([], short), takeApart, { node: 'block' }), 'encoder')).toContain('c.y → twin.x');
  });

  const tooMany = Array.from({ length: 40 }, (_, i) => node(`n${i}`, 'layer.linear'));
  const large = repeated({ repeat: 64 });
  const muted = encoderWith(nested(), {
    nodes: nested().networks.encoder.nodes.map((item) =>
      item.id === 'block' ? { ...item, mode: 'mute' as const } : item,
    ),
  });
  const inner = nested().networks.inner;
  const recursive = {
    ...nested(),
    networks: {
      ...nested().networks,
      inner: { ...inner, nodes: [...inner.nodes, node('self', 'block.custom', { network: 'block' })] },
    },
  };
  test.each([
    [nested(), 'a', 'Linear is not a block, so it cannot be taken apart.'],
    [nested(), 'ghost', 'There is no node "ghost" in network "encoder".'],
    [muted, 'block', 'Block is muted, which its nodes could not be as one; end that first.'],
    [recursive, 'block', 'Block holds itself, so it cannot be taken apart; delete it here.'],
    [
      repeated({ repeat: 2, weights: 'shared' }),
      'block',
      'Block shares its weights among 2 repetitions, which separate nodes could not; repeat it once first.',
    ],
    [repeated({ repeat: 1.5 }), 'block', 'How often Block repeats is not a whole number from 1; correct it first.'],
    [
      { ...large, networks: { ...large.networks, block: { ...large.networks.block, nodes: tooMany } } },
      'block',
      `Taken apart, Block would leave 2567 nodes here; a graph holds at most ${LIMITS.nodes}.`,
    ],
  ])('refuses with a sentence: %#', (document, id, message) => {
    expect(refusal(at([], document), takeApart, { node: id })).toBe(message);
  });

  it('refuses where one input would need the same wire twice', () => {
    const block = nested().networks.block;
    const both = {
      ...block,
      nodes: [...block.nodes, node('x2', 'block.input', { title: 'x2' }), node('sum', 'layer.add')],
      edges: [edge('1', 'x.y', 'sum.inputs'), edge('2', 'x2.y', 'sum.inputs')],
    };
    const document = encoderWith(
      { ...nested(), networks: { ...nested().networks, block: both } },
      { edges: [...nested().networks.encoder.edges, edge('twice', 'c.y', 'block.x2')] },
    );
    expect(refusal(at([], document), takeApart, { node: 'block' })).toBe(
      'Taken apart, Block would need two wires from "c" to "sum"; put a layer on one of them first.',
    );
  });
});
