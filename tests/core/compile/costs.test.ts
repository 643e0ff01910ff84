import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { analyse, trace } from '../../../src/core/compile';
import type { ProjectDocument } from '../../../src/core/graph/document';
import { buildPlainProgram, cost } from '../../../src/core/tensor';
import { assigned, chain, changed, flowWith, node, tiedVae, tinyDigits, tinyFlow, tinyVae } from './documents';

const lossCost = (document: ProjectDocument) =>
  cost(buildPlainProgram('loss', { loss: trace(document, catalogue).objectives[0].loss }));

const [ROWS, FROM, TO] = [8, 2, 6];
const linearFlow = (): ProjectDocument => flowWith(chain('x', node('linear', 'layer.linear', { features: TO })));

describe('the cost of a node', () => {
  const { costs } = analyse(linearFlow(), catalogue);

  test('is that of its own operations, whatever comes before it', () => {
    // The bias is part of the product.
    expect(costs['denoiser/linear']).toEqual({
      parameters: FROM * TO + TO,
      flops: 2 * ROWS * FROM * TO,
      activationBytes: expect.any(Number),
    });
    expect(costs['denoiser/linear'].activationBytes).toBeGreaterThanOrEqual(4 * ROWS * TO);
    expect(costs.data).toEqual({ parameters: 0, flops: 0, activationBytes: 0 });
  });

  test('that holds a network is the sum of what is inside', () => {
    const [inside, own] = [['denoiser/input', 'denoiser/linear', 'denoiser/output'], costs.denoiser];
    for (const part of ['parameters', 'flops', 'activationBytes'] as const)
      expect(own[part]).toBe(inside.reduce((total, id) => total + costs[id][part], 0));
  });

  test('is missing where the node could not be built', () => {
    const broken = analyse(assigned(tinyVae(), 'decoder.output_shape=3'), catalogue);
    expect(broken.costs.decoder).toBeDefined();
    expect(broken.costs.reconstruction).toBeUndefined();
    expect(broken.costs.trainer).toBeUndefined();
  });
});

describe('the cost of a step', () => {
  test.each([
    ['a VAE', tinyVae()],
    ['a VAE on digits', tinyDigits()],
    ['a flow', tinyFlow()],
    ['tied networks', tiedVae()],
  ])('of %s is three forward passes of all that its loss needs', (_name, document) => {
    const { flops = 0 } = analyse(document, catalogue);
    const exact = 3 * lossCost(document).flops;
    // Besides the loss, nodes compute what they only report.
    expect(flops).toBeGreaterThanOrEqual(exact);
    expect(flops).toBeLessThan(1.05 * exact + 100);
  });

  test('grows with the batches a step', () => {
    const [one, three] = [tinyVae(), assigned(tinyVae(), 'trainer.accumulate=3')].map((each) =>
      analyse(each, catalogue),
    );
    expect(three.flops).toBe(3 * (one.flops ?? 0));
  });

  test('does not count what no loss needs', () => {
    const apart = changed(
      tinyVae(),
      {
        type: 'node.add',
        graph: null,
        node: { ...node('more', 'network.encoder', { latent: 2 }), network: 'encoder' },
      },
      {
        type: 'edge.add',
        graph: null,
        edge: { id: 'e', source: { node: 'data', port: 'x' }, target: { node: 'more', port: 'x' } },
      },
    );
    expect(analyse(apart, catalogue).flops).toBe(analyse(tinyVae(), catalogue).flops);
  });

  test('in memory is weights, gradients, optimiser state, averages and activations', () => {
    const copies = (...settings: string[]) => {
      const { memory = 0, costs, parameterCount } = analyse(assigned(tinyVae(), ...settings), catalogue);
      const needed = ['data', 'encoder', 'z', 'decoder', 'reconstruction', 'kl', 'trainer'];
      const activations = needed.reduce((total, id) => total + costs[id].activationBytes, 0);
      return (memory - activations) / (4 * parameterCount);
    };
    expect(copies()).toBe(4);
    expect(copies('trainer.ema_decay=0.9')).toBe(5);
    expect(copies('trainer.accumulate=2')).toBe(5);
    expect(
      analyse(changed(tinyVae(), { type: 'node.remove', graph: null, node: 'trainer' }), catalogue).memory,
    ).toBeUndefined();
  });
});
