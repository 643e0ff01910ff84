import { describe, expect, it, test } from 'vitest';
import { canConnect, type GraphId, type ProjectDocument } from '../../../src/core/graph';
import { catalogue, edge, node, vae, withStudy } from './support';

function attempt(from: string, to: string, document: ProjectDocument = vae(), graph: GraphId = null) {
  const { source, target } = edge('new', from, to);
  return canConnect(document, catalogue, graph, source, target);
}

describe('canConnect', () => {
  it('takes a wire that fits, and says which one would give way on a single input', () => {
    const document = withStudy(vae(), { edges: vae().study.edges.filter(({ id }) => id !== 'e5') });
    expect(attempt('digits.x', 'compare.b', document)).toEqual({ ok: true });
    expect(attempt('z.z', 'compare.b')).toEqual({ ok: true, replaces: 'e5' });
  });

  it('never replaces on an input that takes many wires', () => {
    const document = withStudy(vae(), { edges: vae().study.edges.filter(({ id }) => id !== 'e8') });
    expect(attempt('kl.loss', 'trainer.losses', document)).toEqual({ ok: true });
  });

  it('works inside a network', () => {
    expect(attempt('in.y', 'out.x', vae(), 'encoder')).toEqual({ ok: true, replaces: 'linear1-out' });
  });

  const noSuchType = withStudy(vae(), { nodes: [...vae().study.nodes, node('new', 'new.thing')] });

  test.each([
    [
      'digits.labels',
      'decoder.z',
      `Can't connect "labels" to "z" of Decoder: z takes latent values; labels are classes.`,
    ],
    ['encoder.q', 'decoder.z', `Can't connect "q" to "z" of Decoder: z takes latent values; q is a distribution.`],
    [
      'kl.loss',
      'compare.b',
      `Can't connect "loss" to "b" of Difference: b takes data or latent values; loss is a loss.`,
    ],
    ['digits.x', 'encoder.x', `Can't connect "x" to "x" of Encoder: they are connected already.`],
    ['kl.loss', 'trainer.losses', `Can't connect "loss" to "losses" of Trainer: they are connected already.`],
    [
      'decoder.x',
      'encoder.x',
      `Can't connect "x" to "x" of Encoder: Encoder already feeds Decoder, so this would close a loop.`,
    ],
    ['digits.y', 'encoder.x', 'Digits has no output "y".'],
    ['digits.x', 'encoder.valueOf', 'Encoder has no input "valueOf".'],
    ['ghost.x', 'encoder.x', 'There is no node "ghost".'],
    ['new.x', 'encoder.x', 'The ports of new.thing are not known, because its type "new.thing" is not.'],
  ])('refuses %s → %s with a sentence', (from, to, message) => {
    expect(attempt(from, to, noSuchType)).toEqual({ ok: false, message });
  });

  it('refuses a node that would feed itself', () => {
    expect(attempt('linear1.y', 'linear1.x', vae(), 'encoder')).toEqual({
      ok: false,
      message: `Can't connect "y" to "x" of Linear: a node cannot feed itself.`,
    });
  });

  it('refuses in a network that is gone', () => {
    expect(attempt('a.y', 'b.x', vae(), 'gone')).toEqual({ ok: false, message: 'The project has no network "gone".' });
  });
});
