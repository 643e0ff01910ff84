import { describe, expect, it, test } from 'vitest';
import { commands, type Fix, type Problem, validateStructure } from '../../../src/core/graph';
import { plan, refusal, run, wires } from './planning';
import { catalogue, context, nested, vae } from './support';

const { insertOnEdge, addOnEdge, dissolve, applyFix, addNode } = commands;
const origin = { x: 0, y: 0 };
const inside = (document = nested(), nodes: string[] = []) => context(document, { nodes }, 'encoder');
const loose = (type: string) => run(inside(), addNode, { type, position: origin });

describe('insertOnEdge', () => {
  it('leads a wire through a node, in its place among the wires of its input', () => {
    const document = run(inside(loose('layer.linear')), insertOnEdge, { edge: 'a-c', node: 'linear' });
    expect(wires(document, 'encoder').slice(3, 6)).toEqual([
      'b.y → c.inputs',
      'linear.y → c.inputs',
      'in.y → c.inputs',
    ]);
    expect(wires(document, 'encoder').at(-1)).toBe('a.y → linear.x');
    expect(document.networks.encoder.edges.some(({ points }) => points)).toBe(false);
    expect(validateStructure(document, catalogue)).toEqual([]);
  });

  it('fits blocks by their ports', () => {
    const document = run(inside(), addOnEdge, { edge: 'in-a', type: 'block.custom', position: origin });
    expect(wires(document, 'encoder').filter((wire) => wire.includes('block_2'))).toEqual([
      'block_2.y → a.x',
      'in.y → block_2.x',
    ]);
  });

  test.each([
    [inside(), 'ghost', 'a', 'There is no wire "ghost" in network "encoder".'],
    [inside(), 'in-a', 'ghost', 'There is no node "ghost" in network "encoder".'],
    [inside(), 'in-a', 'a', 'Linear is at an end of this wire already.'],
    [
      inside(),
      'in-a',
      'c',
      'Add cannot go on this wire: it comes before or after it already, so this would close a loop.',
    ],
    [inside(), 'b-off', 'twin', 'Twin does not fit on this wire: "x" of it is connected already; disconnect it first.'],
    [
      inside(),
      'in-c',
      'b',
      'Bend does not fit on this wire: "x" or "condition" of it is connected already; disconnect it first.',
    ],
    [
      inside(loose('layer.output')),
      'in-a',
      'output',
      'Output does not fit on this wire: it has no output that "x" takes.',
    ],
    [inside(loose('layer.input')), 'in-a', 'input', 'Input does not fit on this wire: it has no input that takes "y".'],
  ])('refuses with a sentence: %#', (at, edge, node, message) => {
    expect(refusal(at, insertOnEdge, { edge, node })).toBe(message);
  });

  it('adds nothing where the new node does not fit', () => {
    const args = { edge: 'e1', type: 'objective.kl', position: origin };
    expect(refusal(context(vae()), addOnEdge, args)).toBe(
      'KL divergence does not fit on this wire: it has no input that takes "x".',
    );
    expect(refusal(context(vae()), addOnEdge, { ...args, edge: 'ghost' })).toBe(
      'There is no wire "ghost" in the study.',
    );
  });
});

describe('dissolve', () => {
  it('connects what came in to what was fed, in the place of the old wires', () => {
    const document = run(inside(nested(), ['a', 'b']), dissolve, {});
    expect(wires(document, 'encoder')).toEqual([
      'in.y → c.inputs',
      'c.y → block.x',
      'block.y → twin.x',
      'twin.y → out.x',
      'in.y → off.x',
    ]);
    expect(validateStructure(document, catalogue)).toEqual([]);
  });

  it('goes through blocks by their ports, and keeps their network while another holds it', () => {
    const document = run(inside(nested(), ['block']), dissolve, {});
    expect(wires(document, 'encoder')).toContain('c.y → twin.x');
    expect(Object.keys(document.networks)).toContain('block');
  });

  it('heals no wire where the kinds differ', () => {
    const document = run(context(vae(), { nodes: ['encoder'] }), dissolve, {});
    expect(wires(document, null)).toEqual([
      'z.z → decoder.z',
      'decoder.x → compare.a',
      'digits.x → compare.b',
      'compare.loss → trainer.losses',
      'kl.loss → trainer.losses',
    ]);
    expect(refusal(context(vae(), { edges: ['e1'] }), dissolve, {})).toBe('No node is selected.');
  });
});

describe('applyFix', () => {
  const problem = (part: Partial<Problem>): Problem => ({
    severity: 'error',
    message: 'Wrong.',
    network: 'encoder',
    ...part,
  });
  const fix = (at: ReturnType<typeof context>, where: Partial<Problem>, how: Fix) =>
    run(at, applyFix, { problem: problem(where), fix: how });

  it('puts a node with settings on a wire, in the middle', () => {
    const how: Fix = {
      type: 'insert',
      label: 'Insert Linear',
      port: 'x',
      node: 'layer.linear',
      settings: { features: 8 },
    };
    const document = fix(inside(), { node: 'a' }, how);
    expect(wires(document, 'encoder')).toContain('linear.y → a.x');
    expect(wires(document, 'encoder')).toContain('in.y → linear.x');
    expect(document.networks.encoder.nodes.at(-1)).toMatchObject({
      position: { x: 120, y: 0 },
      settings: { features: 8 },
    });
    const planned = plan(inside(), applyFix, { problem: problem({ node: 'a' }), fix: how });
    expect([planned.label, planned.select?.nodes]).toEqual(['Quick fix: Insert Linear', ['linear']]);
    expect(plan(context(nested()), applyFix, { problem: problem({ node: 'a' }), fix: how }).select).toBeUndefined();
  });

  it('puts it on the wire that the problem names', () => {
    const how: Fix = { type: 'insert', label: 'Insert', port: 'inputs', node: 'layer.linear' };
    const document = fix(inside(), { node: 'c', edge: 'a-c' }, how);
    expect(wires(document, 'encoder')).toContain('a.y → linear.x');
  });

  it('adds a node to the left and connects it', () => {
    const how: Fix = { type: 'add', label: 'Add a linear layer', port: 'inputs', node: 'layer.linear' };
    const document = fix(inside(), { node: 'c' }, how);
    expect(document.networks.encoder.nodes.at(-1)?.position).toEqual({ x: 480, y: 0 });
    expect(wires(document, 'encoder').at(-1)).toBe('linear.y → c.inputs');
  });

  it('sets a setting here or elsewhere, and takes a wire away', () => {
    const set = { type: 'set', label: 'Set it', setting: 'features', value: 9 } as const;
    const features = (document: ReturnType<typeof nested>, network: string, id: string) =>
      document.networks[network].nodes.find((item) => item.id === id)?.settings.features;
    expect(features(fix(context(nested()), { node: 'a' }, set), 'encoder', 'a')).toBe(9);
    expect(features(fix(inside(), { node: 'a' }, { ...set, node: 'deep', network: 'inner' }), 'inner', 'deep')).toBe(9);
    const study = fix(inside(), {}, { ...set, setting: 'beta', node: 'kl', network: null });
    expect(study.study.nodes[5].settings.beta).toBe(9);
    expect(wires(fix(inside(), {}, { type: 'disconnect', label: 'Cut', edge: 'in-a' }), 'encoder')).toHaveLength(9);
  });

  const gone = 'What this fix would change is not there any more.';
  test.each<[Fix, Partial<Problem>, string]>([
    [{ type: 'insert', label: '', port: 'x', node: 'layer.linear' }, { node: 'in' }, gone],
    [{ type: 'add', label: '', port: 'x', node: 'layer.linear' }, { node: 'ghost' }, gone],
    [{ type: 'set', label: '', setting: 'features', value: 1 }, {}, gone],
    [{ type: 'disconnect', label: '', edge: 'ghost' }, {}, 'There is no such wire.'],
    [{ type: 'add', label: '', port: 'x', node: 'layer.output' }, { node: 'a' }, 'Output has no output to connect.'],
    [
      { type: 'insert', label: '', port: 'x', node: 'layer.linear', settings: { features: 0 } },
      { node: 'a' },
      '"Features" of Linear must be at least 1; it is 0.',
    ],
  ])('refuses with a sentence: %#', (how, where, message) => {
    expect(refusal(inside(), applyFix, { problem: problem(where), fix: how })).toBe(message);
  });
});
