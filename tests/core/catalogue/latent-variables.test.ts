import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { analyse, ProbeBuilder } from '../../../src/core/compile';
import type { ProjectDocument } from '../../../src/core/graph/document';
import { type HostData, interpret, type NamedArrays, type Program, packParameters } from '../../../src/core/tensor';
import { assigned, changed, errorsOf, node, template, tinyVae, wire } from '../compile/documents';
import { type Feeds, freshParameters, planOf, someFeeds } from '../compile/run';
import { linearVae, tinyHierarchy, twoAutoencoders } from './latent-documents';

/** Runs programs of a document in double precision, on fresh weights but for those that are given. */
const modelOf = (document: ProjectDocument, given: NamedArrays = {}) => {
  const plan = planOf(document);
  const parameters = { ...freshParameters(plan), ...given };
  const state = packParameters(plan.step.groups.parameters.layout, parameters);
  const builder = new ProbeBuilder(document, catalogue, plan.layouts);
  const run = (program: Program, feeds: Feeds): Record<string, HostData> => {
    const used = program.inputs.filter(({ name }) => name in state).map(({ name }) => [name, state[name]]);
    return interpret(program, { ...Object.fromEntries(used), ...feeds }, 'float64');
  };
  const measured = (count: number, feeds: Feeds = {}): Record<string, HostData> => {
    const built = builder.evaluate(count);
    if (!built) throw new Error('nothing is measured');
    return run(built.program, { ...someFeeds(built.feeds), ...feeds });
  };
  return { plan, parameters, builder, run, measured };
};

describe('importance-weighted bound of a linear Gaussian model', () => {
  const SIGMA = 0.5;
  /** Rows are orthogonal, so the posterior is a diagonal Gaussian. */
  const W = [
    [0.6, 0.8],
    [-1.2, 0.9],
  ];
  const B = [0.25, -0.5];
  const X = Array.from({ length: 64 }, () => [
    [0.5, -1],
    [1.5, 0.25],
    [-2, 0.75],
    [0.125, 2],
  ]).flat();
  const squares = W.map((row) => row[0] ** 2 + row[1] ** 2);
  const variances = squares.map((square) => SIGMA ** 2 / (square + SIGMA ** 2));

  const decoder = {
    'decoder/linear/weight': Float32Array.from(W.flat()),
    'decoder/linear/bias': Float32Array.from(B),
  };
  /** q(z | x) is the posterior, but for a mean that lies `off` beside. */
  const encoder = (off: number) => ({
    'encoder/output/weight': Float32Array.from(
      [0, 1].flatMap((axis) => [...W.map((row, i) => row[axis] / (squares[i] + SIGMA ** 2)), 0, 0]),
    ),
    'encoder/output/bias': Float32Array.from([
      ...W.map((row, i) => off - (row[0] * B[0] + row[1] * B[1]) / (squares[i] + SIGMA ** 2)),
      ...variances.map(Math.log),
    ]),
  });

  /** −log N(x; b, WᵀW + σ² I), averaged over the items. */
  const exact = (): number => {
    const [a, b, d] = [
      [0, 0],
      [0, 1],
      [1, 1],
    ].map(([i, j]) => W[0][i] * W[0][j] + W[1][i] * W[1][j] + (i === j ? SIGMA ** 2 : 0));
    const determinant = a * d - b * b;
    const each = X.map(([x, y]) => {
      const [u, v] = [x - B[0], y - B[1]];
      return (
        (d * u * u - 2 * b * u * v + a * v * v) / determinant / 2 + Math.log(2 * Math.PI) + Math.log(determinant) / 2
      );
    });
    return each.reduce((p, q) => p + q, 0) / X.length;
  };

  const boundOf = (samples: number, off: number): { bound: number; elbo: number } => {
    const { measured } = modelOf(linearVae(samples), { ...decoder, ...encoder(off) });
    const { test_iw_bound, test_elbo } = measured(X.length, { 'data.x': X.flat(), 'reconstruction.sigma': [SIGMA] });
    return { bound: test_iw_bound[0], elbo: test_elbo[0] };
  };

  test.each([1, 3, 25])('is −log p(x) itself where q is the posterior, for K = %d', (samples) => {
    expect(boundOf(samples, 0).bound).toBeCloseTo(exact(), 6);
  });

  test('lies above −log p(x) where q misses it, and comes down as K grows', () => {
    const [one, some, many] = [1, 10, 200].map((samples) => boundOf(samples, 0.4).bound - exact());
    // With one draw the distance is that of q from the posterior.
    const missed = variances.reduce((sum, variance) => sum + 0.4 ** 2 / variance / 2, 0);
    expect(Math.abs(one - missed)).toBeLessThan(0.2);
    expect(some).toBeLessThan(one / 2);
    expect(many).toBeLessThan(some / 2);
    expect(many).toBeGreaterThan(-0.02);
  });

  test('costs nothing while a model trains', () => {
    const [with_, without] = [planOf(linearVae(1_000)), planOf(linearVae(1))];
    expect(with_.step.program.nodes.length).toBe(without.step.program.nodes.length);
    expect(with_.feeds.some(({ input }) => input.startsWith('bound.'))).toBe(false);
  });

  test('refuses a q that the decoder does not take', () => {
    const wrong = changed(
      tinyHierarchy(),
      { type: 'node.add', graph: null, node: node('bound', 'metric.importance_bound', { samples: 5 }) },
      ...[wire('data.x', 'bound.x'), wire('encoder_2.q', 'bound.q'), wire('decoder.network', 'bound.network')].map(
        (edge) => ({ type: 'edge.add' as const, graph: null, edge }),
      ),
    );
    expect(analyse(wrong, catalogue).problems).toMatchObject([
      {
        severity: 'warning',
        node: 'bound',
        message: expect.stringContaining('a q of 2 numbers for a decoder that takes 3'),
      },
    ]);
  });
});

describe('reconstruction', () => {
  test('gives σ where the likelihood is Gaussian alone, and nothing is drawn without it', () => {
    const { edges } = analyse(linearVae(5), catalogue);
    expect(edges['reconstruction_sigma-bound_sigma'].text).toBe('scalar');
    const bernoulli = linearVae(5, 'bernoulli');
    expect(analyse(bernoulli, catalogue)).toMatchObject({ ok: true, problems: [] });
    expect(planOf(bernoulli).parameters.map(({ name }) => name)).not.toContain('reconstruction/log_sigma');
  });

  test('shows what the decoder gives as it is, but for logits', () => {
    const shown = (likelihood: string): number => {
      const { builder, run } = modelOf(assigned(tinyVae(), `reconstruction.likelihood=${likelihood}`), {
        'decoder/output/bias': Float32Array.from([50, 50]),
      });
      return run(builder.decode(1).program, { z: [0, 0] }).x[0];
    };
    expect(shown('bernoulli')).toBeCloseTo(1, 6);
    for (const likelihood of ['gaussian', 'gaussian_learned', 'squared_error'])
      expect(shown(likelihood)).toBeGreaterThan(40);
  });
});

/** One row through two layers by hand: tanh in between. */
const twoLayers = (values: NamedArrays, place: string, row: readonly number[]): number[] => {
  const affine = (x: readonly number[], name: string): number[] => {
    const [weight, bias] = [values[`${place}/${name}weight`], values[`${place}/${name}bias`]];
    return Array.from(bias, (b, j) => x.reduce((total, v, i) => total + v * weight[i * bias.length + j], b));
  };
  return affine(affine(row, 'mlp/0.').map(Math.tanh), 'output/');
};

describe('several levels of latents', () => {
  const { builder, parameters, run, measured } = modelOf(tinyHierarchy(), {
    'reconstruction/log_sigma': Float32Array.of(0.25),
  });

  test('are drawn from the top down', () => {
    const { program, noise } = builder.walkBegin('sampler', 1);
    expect(noise.map(({ name, shape }) => [name, shape])).toEqual([
      ['z2', [1, 2]],
      ['z1', [1, 3]],
      ['x', [1, 2]],
    ]);
    const [z2, z1, x] = [
      [0.5, -1.25],
      [0.75, -0.5, 2],
      [1, -2],
    ];
    const prior = twoLayers(parameters, 'prior', z2);
    const below = z1.map((eps, i) => prior[i] + Math.exp(prior[i + 3] / 2) * eps);
    const expected = twoLayers(parameters, 'decoder', below).map((mean, i) => mean + Math.exp(0.25) * 0.3 * x[i]);
    const drawn = Object.fromEntries(noise.map(({ input }, i) => [input, [z2, z1, x][i]]));
    const { frame0 } = run(program, { ...drawn, 'reconstruction.sigma': [0.3] });
    for (const [i, value] of expected.entries()) expect(frame0[i]).toBeCloseTo(value, 6);
  });

  test('have a bound that adds the divergence of each', () => {
    const found = measured(4);
    expect(found.test_kl[0]).toBeGreaterThan(0);
    expect(found.test_elbo[0]).toBeCloseTo(found.test_reconstruction[0] + found.test_kl[0], 10);
  });

  test('are looked at where the decoder takes them, though another encoder stands first', () => {
    expect(
      tinyHierarchy()
        .study.nodes.map(({ id }) => id)
        .indexOf('encoder_2'),
    ).toBe(1);
    const { encoder, decoder, autoencoders, walks } = builder.targets();
    expect([encoder?.node, encoder?.width, decoder?.node]).toEqual(['encoder_1', 3, 'decoder']);
    expect(autoencoders).toEqual([{ encoder: 'encoder_1', decoder: 'decoder', width: 3, itemShape: [2] }]);
    expect(walks).toMatchObject([{ node: 'sampler', levels: ['z2', 'z1', 'x'], frames: 0 }]);
  });

  test('need a prior as wide as q, and one for each level', () => {
    const narrow = assigned(tinyHierarchy(), 'prior.latent=2');
    const problem = analyse(narrow, catalogue).problems.find(({ node: id }) => id === 'kl_1');
    expect(problem?.message).toContain('a q of 3 numbers with a prior of 2');
    expect(problem?.fixes).toMatchObject([
      { type: 'set', label: 'Set the prior’s width to 3', setting: 'latent', value: 3, node: 'prior' },
    ]);
    expect(errorsOf(narrow).map(([, id]) => id)).toContain('sampler');
  });
});

describe('autoencoders', () => {
  const { builder, parameters, run, measured } = modelOf(twoAutoencoders());

  test('give one code for each item, without a spread', () => {
    const { encoder, decoder, autoencoders } = builder.targets();
    expect([encoder?.node, encoder?.columns, decoder?.node]).toEqual([
      'encoder_1',
      ['reconstruction_error'],
      'decoder_1',
    ]);
    expect(autoencoders.map(({ encoder: id, width }) => [id, width])).toEqual([
      ['encoder_1', 1],
      ['encoder_2', 2],
    ]);
    const x = [0.5, -1];
    const [z] = run(builder.encode(1).program, { x }).z;
    expect(z).toBeCloseTo(twoLayers(parameters, 'encoder_1', x)[0], 6);
  });

  test('are each reconstructed with their own decoder', () => {
    const x = [0.5, -1];
    for (const pair of builder.targets().autoencoders) {
      const { x_hat } = run(builder.reconstruct(1, pair), { x });
      const expected = twoLayers(parameters, pair.decoder, twoLayers(parameters, pair.encoder, x));
      for (const [i, value] of expected.entries()) expect(x_hat[i]).toBeCloseTo(value, 6);
    }
  });

  test('are measured by the width of their codes: the mean squared distance', () => {
    const items = [
      [0.5, -1],
      [2, 0.25],
    ];
    const found = measured(2, { 'data.x': items.flat() });
    for (const width of [1, 2]) {
      const distances = items.map((x) => {
        const back = twoLayers(parameters, `decoder_${width}`, twoLayers(parameters, `encoder_${width}`, x));
        return (x[0] - back[0]) ** 2 + (x[1] - back[1]) ** 2;
      });
      expect(found[`test_reconstruction_${width}`][0]).toBeCloseTo((distances[0] + distances[1]) / 2, 6);
    }
  });
});

describe('what z decodes to', () => {
  test('comes from a generator where a study has no decoder', () => {
    const document = template('gan-2d');
    const builder = new ProbeBuilder(document, catalogue, planOf(document).layouts);
    expect(builder.targets()).toMatchObject({ encoder: undefined, decoder: { node: 'generator' }, autoencoders: [] });
    expect(builder.decode(3).itemShape).toEqual([builder.targets().decoder?.width]);
  });
});
