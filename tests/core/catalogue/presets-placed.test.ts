import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { analyse } from '../../../src/core/compile';
import { apply, type Command, commands, emptySelection, type ProjectDocument } from '../../../src/core/graph';
import { parsed, template } from '../compile/documents';
import { definitionOf } from './preset-studies';

/** Carries out a command in a graph; gives the document after it and the node that it selects. */
function carriedOut<Args>(document: ProjectDocument, graph: string | null, command: Command<Args>, args: Args) {
  const plan = command.plan({ document, catalogue, graph, selection: emptySelection }, args);
  if (!plan.ok) throw new Error(plan.message);
  return { document: apply(document, plan.changes), selected: plan.select?.nodes[0] ?? '' };
}

const flow = template('rectified-flow-2d');
const presets = (definitionOf('block.custom').presets ?? []).map(({ id }) => id);

describe.each(presets)('the block %s', (preset) => {
  const place = (document: ProjectDocument) =>
    carriedOut(document, 'denoiser', commands.addNode, {
      type: 'block.custom',
      preset,
      position: { x: 0, y: 600 },
    });
  const { document, selected } = place(flow);

  test('is placed whole, twice under networks of its own, and can be saved', () => {
    const again = place(document).document;
    expect(parsed(again)).toEqual(again);
    const held = Object.values(again.networks).flatMap(({ nodes }) => nodes.flatMap(({ network }) => network ?? []));
    expect(new Set(held).size).toBe(held.length);
    expect([...held, 'denoiser'].sort()).toEqual(Object.keys(again.networks).sort());
  });

  test('asks for its wires and for nothing else', () => {
    for (const { node, network, message } of analyse(document, catalogue).problems) {
      expect([network, node]).toEqual(['denoiser', selected]);
      expect(message).toContain('is not connected');
    }
  });

  test('is taken apart into its layers', () => {
    const { nodes } = document.networks.denoiser;
    const apart = carriedOut(document, 'denoiser', commands.takeApart, { node: selected }).document;
    expect(parsed(apart)).toEqual(apart);
    expect(apart.networks.denoiser.nodes.some(({ id }) => id === selected)).toBe(false);
    if (preset !== 'empty') expect(apart.networks.denoiser.nodes.length).toBeGreaterThan(nodes.length);
  });
});
