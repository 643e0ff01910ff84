import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { ProbeBuilder, type ProbeProgram } from '../../../src/core/compile';
import type { ProjectDocument } from '../../../src/core/graph/document';
import { interpret, type NamedArrays, packParameters } from '../../../src/core/tensor';
import { assigned, template, tinyDigits, tinyFlow, tinyVae } from './documents';
import { freshParameters, planOf, someFeeds } from './run';

const probesOf = (document: ProjectDocument) => {
  const plan = planOf(document);
  const parameters = freshParameters(plan);
  const builder = new ProbeBuilder(document, catalogue, plan.layouts);
  const state = packParameters(plan.step.groups.parameters.layout, parameters);
  const run = ({ program }: Pick<ProbeProgram, 'program'>, feeds: Record<string, ArrayLike<number>>) => {
    const used = program.inputs.filter(({ name }) => name in state).map(({ name }) => [name, state[name]]);
    return interpret(program, { ...Object.fromEntries(used), ...feeds }, 'float64');
  };
  return { builder, parameters, run };
};

/** One row through two layers by hand: tanh in between. */
const twoLayers = (values: NamedArrays, place: string, row: number[]): number[] => {
  const affine = (x: number[], name: string) => {
    const [weight, bias] = [values[`${place}/${name}weight`], values[`${place}/${name}bias`]];
    return Array.from(bias, (b, j) => x.reduce((total, v, i) => total + v * weight[i * bias.length + j], b));
  };
  return affine(affine(row, 'mlp/0.').map(Math.tanh), 'output/');
};

const expectNear = (found: ArrayLike<number>, expected: readonly number[]): void => {
  expect(found.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(found[i]).toBeCloseTo(value, 12);
  });
};

describe('what views may ask', () => {
  test('of a VAE', () => {
    const { encoder, decoder, samplers, sampleMeasures } = probesOf(tinyVae()).builder.targets();
    expect(encoder).toMatchObject({ node: 'encoder', width: 2, itemShape: [2], data: 'data' });
    expect(decoder).toMatchObject({ node: 'decoder', width: 2, itemShape: [2] });
    expect([samplers, sampleMeasures]).toEqual([[], []]);
  });

  test('of a flow', () => {
    expect(probesOf(tinyFlow()).builder.targets()).toEqual({
      encoder: undefined,
      decoder: undefined,
      autoencoders: [],
      samplers: [
        {
          node: 'sampler',
          type: 'sampler.euler',
          itemShape: [2],
          labels: undefined,
          settings: { num_inference_steps: 4, guidance_scale: 1 },
        },
      ],
      walks: [],
      densities: [],
      sequences: [],
      codes: undefined,
      adversarial: undefined,
      sampleMeasures: [{ node: 'quality', sampler: 'sampler', data: 'data' }],
      measures: expect.arrayContaining([
        { name: 'sliced_wasserstein', node: 'quality' },
        { name: 'modes_covered', node: 'quality' },
      ]),
    });
  });

  test('is refused with a sentence where there is nothing to ask', () => {
    const { builder } = probesOf(tinyFlow());
    expect(() => builder.encode(1)).toThrow('This study has nothing to encode with; add an encoder.');
    expect(() => builder.decode(1)).toThrow('This study has nothing to decode with; add a decoder.');
    expect(() => builder.sample('denoiser', 1)).toThrow('"denoiser" is no sampler of this study');
    expect(() => probesOf(tinyVae()).builder.field('kl', 1)).toThrow('"kl" has no network to sample from');
  });
});

describe('a VAE', () => {
  const rows = [
    [0.3, -1],
    [2, 0.5],
    [-0.7, 0],
  ];
  const { builder, parameters, run } = probesOf(tinyVae());

  test('encodes to the mean of q(z | x), the first half of what the network puts out', () => {
    const { z } = run(builder.encode(3), { x: rows.flat() });
    expectNear(
      z,
      rows.flatMap((row) => twoLayers(parameters, 'encoder', row).slice(0, 2)),
    );
  });

  test('shows the decoder’s output as it is under a Gaussian likelihood', () => {
    const { x } = run(builder.decode(3), { z: rows.flat() });
    expectNear(
      x,
      rows.flatMap((row) => twoLayers(parameters, 'decoder', row)),
    );
  });

  test('shows probabilities, the sigmoid of the logits, under a Bernoulli likelihood', () => {
    const bernoulli = probesOf(assigned(tinyVae(), 'reconstruction.likelihood=bernoulli'));
    const { x } = bernoulli.run(bernoulli.builder.decode(3), { z: rows.flat() });
    const logits = rows.flatMap((row) => twoLayers(bernoulli.parameters, 'decoder', row));
    expectNear(
      x,
      logits.map((logit) => 1 / (1 + Math.exp(-logit))),
    );
  });

  test('measures reconstruction and KL with β = 1 on a batch of its own', () => {
    const evaluation = builder.evaluate(5);
    if (!evaluation) throw new Error('a VAE measures its ELBO');
    expect(evaluation.names).toEqual(['test_elbo', 'test_reconstruction', 'test_kl']);
    const batches = evaluation.feeds.flatMap((feed) => (feed.type === 'live' ? [] : [[feed.input, feed.shape]]));
    expect(batches).toEqual([
      ['data.x', [5, 2]],
      ['z.eps', [5, 2]],
    ]);
    const feeds = someFeeds(evaluation.feeds);
    const out = run(evaluation, feeds);
    expect(out.test_elbo[0]).toBeCloseTo(out.test_reconstruction[0] + out.test_kl[0], 12);
    // By hand, from the same x and the same noise.
    const [x, eps] = [feeds['data.x'], feeds['z.eps']];
    const items = Array.from({ length: 5 }, (_, i) => {
      const q = twoLayers(parameters, 'encoder', [x[2 * i], x[2 * i + 1]]);
      const z = [0, 1].map((j) => q[j] + Math.exp(q[j + 2] / 2) * eps[2 * i + j]);
      const mean = twoLayers(parameters, 'decoder', z);
      const nll = [0, 1].map(
        (j) => (x[2 * i + j] - mean[j]) ** 2 / (2 * 0.25) + Math.log(0.5 * Math.sqrt(2 * Math.PI)),
      );
      const kl = [0, 1].map((j) => -0.5 * (1 + q[j + 2] - q[j] ** 2 - Math.exp(q[j + 2])));
      return { nll: nll[0] + nll[1], kl: kl[0] + kl[1] };
    });
    const average = (key: 'nll' | 'kl') => items.reduce((total, item) => total + item[key], 0) / items.length;
    expect(out.test_reconstruction[0]).toBeCloseTo(average('nll'), 6);
    expect(out.test_kl[0]).toBeCloseTo(average('kl'), 6);
  });

  test('of digits takes and gives rows of 784', () => {
    const digits = probesOf(tinyDigits());
    const { x } = digits.run(digits.builder.decode(2), { z: [0, 0, 3, -3] });
    expect(x).toHaveLength(2 * 784);
    expect(Math.min(...x)).toBeGreaterThan(0);
    expect(Math.max(...x)).toBeLessThan(1);
    expect(digits.builder.encode(2).itemShape).toEqual([784]);
  });
});

describe('a flow', () => {
  const { builder, run } = probesOf(tinyFlow());
  const points = [0.5, -1, 1.5, 0.2, 0, 0];

  test('steps along its field, and predicts x₀ from it', () => {
    const { v } = run(builder.field('sampler', 3), { x: points, t: [0.8] });
    const { prevSample, predOriginal } = run(builder.sample('sampler', 3), { x: points, t: [0.8], next: [0.55] });
    expectNear(
      prevSample,
      points.map((x, i) => x + (0.55 - 0.8) * v[i]),
    );
    expectNear(
      predOriginal,
      points.map((x, i) => x - 0.8 * v[i]),
    );
  });

  test('has a field that depends on place and time, each row on its own', () => {
    const field = (x: number[], t: number) => Array.from(run(builder.field('sampler', x.length / 2), { x, t: [t] }).v);
    const all = field(points, 0.8);
    expectNear(all.slice(2, 4), field(points.slice(2, 4), 0.8));
    expect(field(points, 0.1)).not.toEqual(all);
  });

  test('measures nothing on held-out batches', () => {
    expect(builder.evaluate(4)).toBeUndefined();
  });
});

test('probes take their batch size from the question, not from the document', () => {
  const { builder } = probesOf(template('rectified-flow-2d'));
  expect(builder.field('sampler', 7).program.outputs[0].shape).toEqual([7, 2]);
});
