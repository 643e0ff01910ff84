import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { trace } from '../../../src/core/compile/trace';
import { commands, type EditContext, type ProjectDocument, parseDocument } from '../../../src/core/graph';
import { plan, run } from './planning';

/** A flow in the plane whose network has a layer and an activation of the width that comes in (3) in its middle. */
function flow(): { document: ProjectDocument; network: string } {
  const file = new URL('../../../resources/templates/rectified-flow-2d.json', import.meta.url);
  const parsed = parseDocument(readFileSync(file, 'utf8'), catalogue);
  if (!parsed.ok) throw new Error(parsed.problem);
  const network = Object.keys(parsed.document.networks)[0];
  let { document } = parsed;
  const wire = () => document.networks[network].edges.find(({ source }) => source.node === 'concat')?.id ?? '';
  const at = () => open(document, network, []);
  for (const type of ['layer.activation', 'layer.linear'])
    document = run(at(), commands.addOnEdge, { edge: wire(), type, position: { x: 0, y: 0 } });
  document = run(at(), commands.setSetting, { node: 'linear', setting: 'features', value: 3 });
  return { document, network };
}

const open = (document: ProjectDocument, graph: string, nodes: string[]): EditContext => ({
  document,
  catalogue,
  graph,
  selection: { nodes, edges: [], notes: [] },
});

/** Sizes of all parameters, in order of size; throws where the document has a problem. */
function parameters(document: ProjectDocument): number[] {
  const { problems, parameters: specs } = trace(document, catalogue);
  expect(problems).toEqual([]);
  return [...specs.values()]
    .map(({ spec }) => spec.shape.reduce((product, extent) => product * extent, 1))
    .sort((a, b) => a - b);
}

describe('to the compiler', () => {
  const { document, network } = flow();
  const selected = open(document, network, ['linear', 'activation']);
  const made = plan(selected, commands.makeBlock, { title: 'Stage' });
  const blocked = run(selected, commands.makeBlock, { title: 'Stage' });

  it('a block is what it was made of', () => {
    expect(made.select?.nodes).toEqual(['stage']);
    expect(parameters(blocked)).toEqual(parameters(document));
  });

  it('a block that repeats is its repetitions, one wired after the other', () => {
    const at = open(blocked, network, []);
    const repeated = run(at, commands.setSetting, { node: 'stage', setting: 'repeat', value: 3 });
    const apart = run(open(repeated, network, []), commands.takeApart, { node: 'stage' });
    expect(parameters(repeated).filter((size) => size === 9)).toHaveLength(3);
    expect(parameters(apart)).toEqual(parameters(repeated));
    expect(apart.networks[network].nodes.filter(({ type }) => type === 'layer.linear')).toHaveLength(3);
  });

  it('tied blocks share their weights until one is untied', () => {
    const twice = run(open(blocked, network, []), commands.addOnEdge, {
      edge: blocked.networks[network].edges.find(({ source }) => source.node === 'stage')?.id ?? '',
      type: 'block.custom',
      position: { x: 0, y: 0 },
    });
    const id = plan(open(twice, network, []), commands.selectAll, {}).select?.nodes.at(-1) ?? '';
    const tied = run(open(twice, network, []), commands.useNetwork, { node: id, network: 'stage' });
    expect(id).toBe('block');
    expect(parameters(tied)).toEqual(parameters(blocked));
    const untied = run(open(tied, network, []), commands.untie, { node: id });
    expect(parameters(untied)).toHaveLength(parameters(blocked).length + 2);
  });

  it('a muted port of a block keeps its wires outside, and what is taken apart does not get them', () => {
    const port = blocked.networks.stage.nodes.find(({ type }) => type === 'block.input')?.id ?? '';
    const muted = run(open(blocked, 'stage', []), commands.setMode, { nodes: [port], mode: 'mute' });
    const into = ({ networks }: ProjectDocument, node: string) =>
      networks[network].edges.filter(({ target }) => target.node === node);
    expect(into(muted, 'stage').map(({ target }) => target.port)).toEqual([port]);
    expect(trace(muted, catalogue).problems).toEqual([]);
    const apart = run(open(muted, network, []), commands.takeApart, { node: 'stage' });
    expect(into(apart, 'linear')).toEqual([]);
  });
});
