import { describe, expect, it, test } from 'vitest';
import { emptyGraph, type ProjectDocument, portsFit, validateStructure } from '../../../src/core/graph';
import { blank, catalogue, edge, nested, network, node, vae, withStudy } from './support';

const problems = (document: ProjectDocument) => validateStructure(document, catalogue);
const sentences = (document: ProjectDocument) => problems(document).map(({ message }) => message);
const withEdge = (...edges: ReturnType<typeof edge>[]) => withStudy(vae(), { edges: [...vae().study.edges, ...edges] });
const withNode = (...nodes: ReturnType<typeof node>[]) => withStudy(vae(), { nodes: [...vae().study.nodes, ...nodes] });
const withoutEdge = (id: string) => withStudy(vae(), { edges: vae().study.edges.filter((wire) => wire.id !== id) });

describe('validateStructure', () => {
  it('has nothing against a document that is right', () => {
    expect(problems(vae())).toEqual([]);
    expect(problems(blank())).toEqual([]);
  });

  it('outlines the node, the port and the wire that are meant', () => {
    const document = withStudy(withoutEdge('e3'), {
      edges: [...withoutEdge('e3').study.edges, edge('bad', 'digits.labels', 'decoder.z')],
    });
    expect(problems(document)).toEqual([
      {
        severity: 'error',
        edge: 'bad',
        node: 'decoder',
        port: 'z',
        message:
          'The wire from "labels" of Digits to "z" of Decoder does not fit: z takes latent values; labels are classes.',
        fixes: [{ type: 'disconnect', label: 'Delete the wire', edge: 'bad' }],
      },
    ]);
  });

  it('finds problems inside networks and names the network', () => {
    const encoder = network();
    const document = {
      ...vae(),
      networks: { ...vae().networks, encoder: { ...encoder, edges: encoder.edges.slice(1) } },
    };
    expect(problems(document)).toEqual([
      {
        severity: 'error',
        network: 'encoder',
        node: 'linear1',
        port: 'x',
        message: '"x" of Linear is not connected; connect a wire to it.',
        fixes: [
          {
            type: 'connect',
            label: 'Connect Input',
            source: { node: 'in', port: 'y' },
            target: { node: 'linear1', port: 'x' },
          },
          { type: 'add', label: 'Add Input', port: 'x', node: 'layer.input', settings: { name: 'x' } },
        ],
      },
    ]);
  });

  test.each<[string, ProjectDocument, string]>([
    [
      'an unknown type',
      withNode(node('a', 'objective.kk')),
      'Node "a" has the type "objective.kk", which does not exist here; did you mean "objective.kl"?',
    ],
    [
      'a type from another program',
      withNode(node('a', 'pasta.maker')),
      'Node "a" has the type "pasta.maker", which does not exist here; delete the node or update Latent Loom.',
    ],
    [
      'a node of a newer version',
      withNode(node('a', 'data.digits', { version: 3 })),
      'Digits was saved by a newer Latent Loom (version 3 of this node, this one knows up to 1); update Latent Loom to use it.',
    ],
    [
      'a layer in the study',
      withNode(node('a', 'layer.input')),
      'Input belongs inside a network, not in the study; delete it here.',
    ],
    [
      'a setting out of range',
      withNode(node('a', 'data.digits', { settings: { batch: 0 } })),
      '"Batch size" of Digits must be at least 1; it is 0.',
    ],
    ['an open input', withoutEdge('e3'), '"z" of Decoder is not connected; connect latent values to it.'],
    [
      'an open input of two kinds',
      withoutEdge('e4'),
      '"a" of Difference is not connected; connect data or latent values to it.',
    ],
    [
      'a wire to nowhere',
      withEdge(edge('x', 'digits.x', 'ghost.x')),
      'A wire ends at node "ghost", which does not exist in the study; delete the wire.',
    ],
    [
      'an unknown output',
      withEdge(edge('x', 'digits.label', 'compare.b')),
      'Digits has no output "label"; did you mean "labels"?',
    ],
    [
      'an unknown input',
      withEdge(edge('x', 'digits.x', 'compare.weight')),
      'Difference has no input "weight"; delete the wire.',
    ],
    [
      'an inherited name as an input',
      withEdge(edge('x', 'digits.x', 'compare.toString')),
      'Difference has no input "toString"; delete the wire.',
    ],
    [
      'two wires on one input',
      withEdge(edge('x', 'z.z', 'compare.b')),
      '"b" of Difference takes one wire; delete the others.',
    ],
    [
      'a wire drawn twice',
      withEdge(edge('x', 'kl.loss', 'trainer.losses')),
      'The wire from "loss" of KL divergence to "losses" of Trainer is there twice; delete one of the two.',
    ],
    [
      'a wire that closes a loop',
      withStudy(withoutEdge('e1'), { edges: [...withoutEdge('e1').study.edges, edge('x', 'decoder.x', 'encoder.x')] }),
      'The wires form a loop (Encoder → Reparameterize → Decoder → Encoder); delete one of them.',
    ],
    [
      'a network that does not exist',
      { ...vae(), networks: { encoder: network() } },
      'Decoder refers to network "decoder", which does not exist; choose one in its settings.',
    ],
    [
      'a network that nobody uses',
      { ...vae(), networks: { ...vae().networks, spare: network() } },
      'No node uses network "spare"; it is kept in the file.',
    ],
  ])('%s is one sentence', (_, document, sentence) => {
    expect(sentences(document)).toEqual([sentence]);
  });

  it('asks for a network where there is none, and lets nodes of one kind share one', () => {
    const withNetworks = (encoder: string | undefined, decoder: string | undefined) => {
      const nodes = vae().study.nodes.map(({ network: _, ...rest }) => {
        const inside = { encoder, decoder }[rest.id];
        return inside === undefined ? rest : { ...rest, network: inside };
      });
      return withStudy({ ...vae(), networks: { one: network() } }, { nodes });
    };
    expect(sentences(withNetworks('one', undefined))).toEqual([
      'Decoder has no network inside; choose one in its settings.',
    ]);
    expect(sentences(withNetworks('one', 'one'))).toEqual([]);
  });

  const inside = (...nodes: ReturnType<typeof node>[]) => {
    const { encoder, ...networks } = nested().networks;
    return { ...nested(), networks: { ...networks, encoder: { ...encoder, nodes: [...encoder.nodes, ...nodes] } } };
  };

  it('lets blocks share one, and no block one with a node of the study', () => {
    expect(sentences(nested())).toEqual([]);
    expect(sentences(inside(node('odd', 'block.custom', { network: 'decoder' })))).toEqual([
      'Block cannot share network "decoder" with Decoder: one of them is a block; choose one of its own in its settings.',
    ]);
  });

  it('says where a block stands in itself', () => {
    const { inner, ...networks } = nested().networks;
    const self = node('self', 'block.custom', { title: 'Self', network: 'block' });
    const document = {
      ...nested(),
      networks: {
        ...networks,
        inner: { ...inner, nodes: [...inner.nodes, self], edges: [...inner.edges, edge('e', 'deep.y', 'self.x')] },
      },
    };
    expect(problems(document).map(({ network, node: id, message }) => [network, id, message])).toEqual([
      ['block', 'first', 'Block holds itself; take it out of its own inside.'],
      ['inner', 'self', 'Self holds itself; take it out of its own inside.'],
    ]);
    expect(sentences(inside(node('me', 'block.custom', { network: 'encoder' })))).toContain(
      'Block holds itself; take it out of its own inside.',
    );
  });

  it('asks no wire of what is muted', () => {
    expect(sentences(inside(node('free', 'layer.linear', { mode: 'mute' })))).toEqual([]);
    expect(sentences(inside(node('free', 'layer.linear', { mode: 'bypass' })))).toHaveLength(1);
  });

  it('only warns of what can be trained all the same', () => {
    const document = withStudy(
      { ...vae(), networks: { ...vae().networks, spare: network() } },
      { nodes: vae().study.nodes.map((item) => (item.id === 'kl' ? { ...item, network: 'spare' } : item)) },
    );
    expect(problems(document)).toEqual([
      {
        severity: 'warning',
        node: 'kl',
        message: 'KL divergence cannot hold a network, so network "spare" in it is ignored.',
      },
    ]);
  });

  it('says each thing once: nothing about the wires of a node of an unknown type', () => {
    const nodes = vae().study.nodes.map((item) => (item.id === 'z' ? { ...item, type: 'latent.sample' } : item));
    expect(problems(withStudy(vae(), { nodes })).map(({ node: id }) => id)).toEqual(['z']);
  });

  it('shortens a long loop', () => {
    const ids = Array.from({ length: 12 }, (_, i) => `l${i}`);
    const graph = {
      ...emptyGraph,
      nodes: ids.map((id) => node(id, 'layer.linear', { title: id })),
      edges: ids.map((id, i) => edge(`e${i}`, `${id}.y`, `${ids[(i + 1) % 12]}.x`)),
    };
    const document = { ...vae(), networks: { ...vae().networks, encoder: graph } };
    expect(sentences(document)).toEqual([
      'The wires form a loop (l0 → l1 → l2 → l3 → l4 → … → l0); delete one of them.',
    ]);
  });
});

describe('portsFit', () => {
  it('takes the kinds of the input and no others', () => {
    const output = { label: 'z', kinds: ['latent'] as const };
    expect(portsFit(output, { label: 'a', kinds: ['data', 'latent'] })).toBe(true);
    expect(portsFit(output, { label: 'a', kinds: ['data'] })).toBe(false);
  });
});
