import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { apply, commands, type EditContext, emptySelection, graphAt } from '../../../src/core/graph';
import { offerFits, planOffer } from '../../../src/renderer/editor/add-node';
import { endsBetween, farChoices, portChoices } from '../../../src/renderer/editor/connect-choices';
import { usual } from '../../../src/renderer/editor/likely';
import { type Offer, offersFor } from '../../../src/renderer/editor/offers';
import { endNode, nextNode } from '../../../src/renderer/editor/walk';
import { nodesIn } from '../../../src/renderer/shell/clipboard';
import { vaeDigits } from '../template';

const document = vaeDigits();
const study: EditContext = { document, catalogue, graph: null, selection: emptySelection };
const encoder: EditContext = { ...study, graph: 'encoder' };

const offer = (context: EditContext, id: string): Offer => {
  const found = offersFor(context.document, context.graph).find((candidate) => candidate.id === id);
  if (!found) throw new Error(`${id} is not offered.`);
  return found;
};

const planned = (context: EditContext, plan: ReturnType<typeof planOffer>) => {
  if (!plan.ok) throw new Error(plan.message);
  const after = apply(context.document, plan.changes);
  return { document: after, graph: graphAt(after, context.graph), added: plan.select?.nodes ?? [] };
};

describe('what is put on the canvas', () => {
  const from = { node: 'encoder', port: 'q', side: 'source' } as const;

  it('is joined to the wire that was dropped, in one plan', () => {
    const reparameterize = offer(study, 'node:latent.reparameterize');
    const { graph, added } = planned(study, planOffer(study, reparameterize, { x: 0, y: 0 }, { from }));
    expect(graph?.edges.at(-1)).toMatchObject({
      source: { node: 'encoder', port: 'q' },
      target: { node: added[0], port: 'q' },
    });
  });

  it('is offered for a wire only where it fits', () => {
    const fitting = offersFor(document, null).filter((candidate) => offerFits(study, candidate, { from }));
    expect(fitting.map(({ id }) => id)).toContain('node:latent.reparameterize');
    expect(fitting.map(({ id }) => id)).not.toContain('node:data.mnist');
  });

  it('goes into a wire', () => {
    const edge = graphAt(document, 'encoder')?.edges[0];
    if (!edge) throw new Error('The encoder has no wire.');
    const activation = offer(encoder, 'node:layer.activation');
    const { graph, added } = planned(encoder, planOffer(encoder, activation, { x: 0, y: 0 }, { edge: edge.id }));
    expect(
      graph?.edges.some(({ source, target }) => source.node === edge.source.node && target.node === added[0]),
    ).toBe(true);
    expect(
      graph?.edges.some(({ source, target }) => source.node === added[0] && target.node === edge.target.node),
    ).toBe(true);
    expect(graph?.edges).toHaveLength((graphAt(document, 'encoder')?.edges.length ?? 0) + 1);
  });

  it('is a fragment of several nodes that goes into a wire by its ends', () => {
    let at = planned(encoder, offer(encoder, 'node:layer.linear').plan(encoder, { x: 0, y: 0 }));
    const first = { ...encoder, document: at.document, selection: { ...emptySelection, nodes: at.added } };
    at = planned(
      first,
      planOffer(
        first,
        offer(first, 'node:layer.activation'),
        { x: 200, y: 0 },
        { from: { node: at.added[0], port: 'y', side: 'source' } },
      ),
    );
    const both = {
      ...encoder,
      document: at.document,
      selection: { ...emptySelection, nodes: [first.selection.nodes[0], at.added[0]] },
    };
    const copied = commands.copySelection.plan(both, {});
    const text = copied.ok ? (copied.clipboard ?? '') : '';
    const fragment: Offer = {
      ...offer(encoder, 'node:layer.linear'),
      plan: (context, position) => commands.paste.plan(context, { text, position }),
    };
    const edge = graphAt(document, 'encoder')?.edges[0];
    const { graph, added } = planned(encoder, planOffer(encoder, fragment, { x: 0, y: 0 }, { edge: edge?.id ?? '' }));
    expect(added).toHaveLength(2);
    const links = graph?.edges.map(({ source, target }) => `${source.node} ${target.node}`);
    expect(links).toContain(`${edge?.source.node} ${added[0]}`);
    expect(links).toContain(`${added[0]} ${added[1]}`);
    expect(links).toContain(`${added[1]} ${edge?.target.node}`);
  });

  it('is a block of this project, with a copy of its graph or tied to it, and never inside itself', () => {
    const added = planned(encoder, commands.addNode.plan(encoder, { type: 'block.custom', position: { x: 0, y: 0 } }));
    const context = { ...encoder, document: added.document };
    const network = added.graph?.nodes.find(({ id }) => id === added.added[0])?.network ?? '';
    const block = offer(context, `project:${network}`);
    const networkOf = (tied: boolean) => {
      const { graph, added } = planned(context, planOffer(context, block, { x: 0, y: 200 }, null, tied));
      return graph?.nodes.find(({ id }) => id === added[0])?.network;
    };
    expect(networkOf(true)).toBe(network);
    expect(networkOf(false)).not.toBe(network);
    expect(offersFor(context.document, network).some(({ id }) => id === `project:${network}`)).toBe(false);
  });

  it('knows what people usually put behind a layer', () => {
    expect(usual('layer.conv2d', 'layer.activation')).toBeGreaterThan(usual('layer.conv2d', 'layer.input'));
  });
});

describe('wiring at the keyboard', () => {
  it('offers the ports of a node, free ones first', () => {
    const choices = portChoices(study, 'encoder');
    expect(choices.map(({ taken }) => taken)).toEqual([...choices.map(({ taken }) => taken)].sort());
    expect(choices.map(({ end }) => `${end.side} ${end.port}`)).toContain('target x');
  });

  it('offers only what fits, and the wire that it draws is taken', () => {
    const from = { node: 'data', port: 'x', side: 'source' } as const;
    const far = farChoices(study, from);
    expect(far.length).toBeGreaterThan(0);
    for (const { end } of far) expect(commands.connect.plan(study, endsBetween(from, end)).ok).toBe(true);
    const back = endsBetween(far[0].end, from);
    expect(back).toEqual(endsBetween(from, far[0].end));
  });
});

describe('walking', () => {
  it('follows the wires on and back', () => {
    const next = nextNode(document.study, 'data', 'right');
    expect(document.study.edges.some(({ source, target }) => source.node === 'data' && target.node === next?.id)).toBe(
      true,
    );
    expect(nextNode(document.study, 'encoder', 'left')?.id).toBe('data');
    expect(nextNode(document.study, 'data', 'left')).toBeUndefined();
  });

  it('goes up and down to what stands there', () => {
    for (const node of document.study.nodes) {
      const above = nextNode(document.study, node.id, 'up');
      if (above) expect(above.position.y).toBeLessThan(node.position.y);
    }
  });

  it('has ends, a loop or not', () => {
    expect(document.study.edges.some(({ target }) => target.node === endNode(document.study, 'first')?.id)).toBe(false);
    const loop = {
      ...document.study,
      edges: [
        ...document.study.edges,
        { id: 'back', source: { node: 'trainer', port: 'y' }, target: { node: 'data', port: 'x' } },
      ],
    };
    expect(endNode(loop, 'first')).toBeDefined();
    expect(endNode({ ...loop, nodes: [] }, 'last')).toBeUndefined();
  });
});

describe('text that is pasted', () => {
  const copied = commands.copySelection.plan({ ...study, selection: { ...emptySelection, nodes: ['encoder'] } }, {});
  const text = copied.ok ? (copied.clipboard ?? '') : '';
  it.each([
    ['as it was copied', text],
    ['in a fence', `Try this:\n\`\`\`json\n${text}\n\`\`\`\nIt works.`],
  ])('%s adds the nodes', (_how, given) => {
    const plan = commands.paste.plan(study, { text: nodesIn(given) });
    expect(plan.ok && plan.select?.nodes).toHaveLength(1);
  });
  it('of any other kind is refused in a sentence', () => {
    const plan = commands.paste.plan(study, { text: nodesIn('good morning') });
    expect(plan.ok ? '' : plan.message).toMatch(/^[A-Z].*\.$/);
  });
});

describe('ports of the graph itself', () => {
  const added = planned(encoder, commands.addNode.plan(encoder, { type: 'block.custom', position: { x: 0, y: 0 } }));
  const block = added.graph?.nodes.find(({ id }) => id === added.added[0])?.network ?? '';
  const types = (place: string) => offersFor(added.document, place).map(({ type }) => type);
  it('are those of a network in a network', () => {
    expect(types('encoder')).toContain('layer.output');
    expect(types('encoder')).not.toContain('block.output');
  });
  it('are those of a block in a block', () => {
    expect(types(block)).toContain('block.output');
    expect(types(block)).not.toContain('layer.output');
  });
});
