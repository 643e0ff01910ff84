import { describe, expect, it, test } from 'vitest';
import { commands, type ProjectDocument, validateStructure } from '../../../src/core/graph';
import { plan, refusal, run, wires } from './planning';
import { blank, catalogue, context, edge, nested, node, vae } from './support';

const { duplicateTied, untie, useNetwork, addTied, deleteSelection, setPreset } = commands;
const origin = { x: 0, y: 0 };
const inside = (document = nested(), nodes: string[] = []) => context(document, { nodes }, 'encoder');
const networkOf = (document: ProjectDocument, id: string) =>
  [...document.study.nodes, ...document.networks.encoder.nodes].find((item) => item.id === id)?.network;

describe('tied nodes', () => {
  it('come of duplicating a selection with the networks shared', () => {
    const document = run(inside(nested(), ['block', 'twin', 'a']), duplicateTied, {});
    expect(document.networks.encoder.nodes.slice(-3).map(({ id, network }) => [id, network])).toEqual([
      ['a_2', undefined],
      ['block_2', 'block'],
      ['twin_2', 'block'],
    ]);
    expect(Object.keys(document.networks)).toEqual(Object.keys(nested().networks));
    expect(refusal(inside(), duplicateTied, {})).toBe('No node or note is selected.');
  });

  it('keep the network when one of them goes', () => {
    const once = run(inside(nested(), ['block']), deleteSelection, {});
    expect(Object.keys(once.networks).sort()).toEqual(['block', 'decoder', 'encoder', 'inner']);
    const twice = run(inside(once, ['twin']), deleteSelection, {});
    expect(Object.keys(twice.networks).sort()).toEqual(['decoder', 'encoder']);
  });

  it('are untied with copies of the network and of the blocks in it', () => {
    const document = run(inside(), untie, { node: 'twin' });
    expect(networkOf(document, 'twin')).toBe('block_2');
    expect(document.networks.block_2.nodes.find(({ id }) => id === 'first')?.network).toBe('inner_2');
    expect(document.networks.inner_2).toEqual(nested().networks.inner);
    expect(validateStructure(document, catalogue)).toEqual([]);
    expect(refusal(inside(document), untie, { node: 'twin' })).toBe(
      'Twin is tied to no other node; its network is its own.',
    );
    expect(refusal(inside(), untie, { node: 'a' })).toBe('Linear has no network inside.');
  });

  it('are added from the networks of the project', () => {
    const at = inside();
    const document = run(at, addTied, { network: 'block', position: { x: 5.4, y: 0 } });
    expect(document.networks.encoder.nodes.at(-1)).toMatchObject({
      id: 'block_2',
      type: 'block.custom',
      network: 'block',
      position: { x: 5, y: 0 },
      settings: { repeat: 1 },
    });
    expect(plan(at, addTied, { network: 'block', position: origin }).select?.nodes).toEqual(['block_2']);
    const encoder = run(context(vae()), addTied, { network: 'encoder', position: origin });
    expect(encoder.study.nodes.at(-1)).toMatchObject({ id: 'encoder_2', type: 'network.encoder', network: 'encoder' });
  });

  it('are added as blocks where nothing holds the network any more', () => {
    const spare = { ...blank(), networks: { net: vae().networks.encoder, block: nested().networks.inner } };
    const document = run(context(spare, {}, 'net'), addTied, { network: 'block', position: origin });
    expect(document.networks.net.nodes.at(-1)).toMatchObject({ id: 'block', type: 'block.custom', network: 'block' });
  });

  it('choose a network of the project, and what nobody holds then goes', () => {
    const own = run(inside(), untie, { node: 'twin' });
    const document = run(inside(own), useNetwork, { node: 'twin', network: 'block' });
    expect(document).toEqual(nested());
    expect(plan(inside(), useNetwork, { node: 'twin', network: 'block' }).changes).toEqual([]);
    // What is inside the old network may be what is chosen.
    const deep = run(inside(own), useNetwork, { node: 'twin', network: 'inner_2' });
    expect(Object.keys(deep.networks).sort()).toEqual(['block', 'decoder', 'encoder', 'inner', 'inner_2']);
  });

  it('keep their wires by the names and the order of ports', () => {
    const port = (id: string, type: string, title: string, y: number) =>
      node(id, type, { title, position: { x: 0, y } });
    const other = {
      ...nested().networks.inner,
      nodes: [
        port('first', 'block.input', 'side', 0),
        port('second', 'block.input', 'x', 90),
        port('only', 'block.output', 'result', 0),
      ],
      edges: [edge('e', 'second.y', 'only.x')],
    };
    const document = { ...nested(), networks: { ...nested().networks, other } };
    const tied = run(inside(document), useNetwork, { node: 'twin', network: 'other' });
    expect(wires(tied, 'encoder').slice(7, 9)).toEqual(['block.y → twin.second', 'twin.only → out.x']);
    expect(tied.networks.encoder.edges.map(({ id }) => id)).toEqual(
      nested().networks.encoder.edges.map(({ id }) => id),
    );
    const closed = { ...document.networks, other: { ...other, nodes: other.nodes.slice(2), edges: [] } };
    const cut = run(inside({ ...document, networks: closed }), useNetwork, { node: 'twin', network: 'other' });
    expect(wires(cut, 'encoder').filter((wire) => wire.includes('twin'))).toEqual(['twin.only → out.x']);
    const back = run(inside(tied), setPreset, { node: 'twin', preset: 'one' });
    expect(wires(back, 'encoder')).toEqual(wires(nested(), 'encoder'));
  });

  test.each([
    [() => refusal(inside(), useNetwork, { node: 'a', network: 'block' }), 'Linear cannot hold a network.'],
    [() => refusal(inside(), useNetwork, { node: 'twin', network: 'none' }), 'The project has no network "none".'],
    [
      () => refusal(inside(), useNetwork, { node: 'twin', network: 'decoder' }),
      'Twin cannot use network "decoder", because that is a network that a study node holds.',
    ],
    [
      () => refusal(context(nested()), useNetwork, { node: 'decoder', network: 'inner' }),
      'Decoder cannot use network "inner", because that is a block.',
    ],
    [
      () => refusal(context(nested(), {}, 'block'), useNetwork, { node: 'first', network: 'block' }),
      'Block would hold itself, because network "block" is inside network "block" or is it.',
    ],
    [
      () => refusal(context(nested(), {}, 'inner'), addTied, { network: 'block', position: origin }),
      'Block would hold itself, because network "inner" is inside network "block" or is it.',
    ],
    [
      () => refusal(context(nested()), addTied, { network: 'block', position: origin }),
      'Block belongs inside a network; open that and add it there.',
    ],
    [
      () => refusal(inside(), addTied, { network: 'decoder', position: origin }),
      'Decoder belongs in the study; open that and add it there.',
    ],
    [() => refusal(inside(), addTied, { network: 'none', position: origin }), 'The project has no network "none".'],
  ])('are refused with a sentence: %#', (attempt, message) => {
    expect(attempt()).toBe(message);
  });
});
