import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { buildNodeOutput, buildStatistics, readStatistics } from '../../../src/core/compile';
import { emptyGraph, type Graph, type ProjectDocument } from '../../../src/core/graph/document';
import { interpret, type NamedArrays, packParameters } from '../../../src/core/tensor';
import { chain, node, normedVae, parsed, tinyFlow, tinyVae, wire } from './documents';
import { freshParameters, planOf, someFeeds } from './run';

const BATCH = 6;

interface Case {
  document: ProjectDocument;
  parameters?: (fresh: NamedArrays) => void;
  feeds?: (feeds: Record<string, Float32Array>) => void;
}

const prepared = ({ document, parameters }: Case) => {
  const plan = planOf(document);
  const values = freshParameters(plan);
  parameters?.(values);
  const { layout } = plan.step.groups.parameters;
  return { layout, values, state: packParameters(layout, values) };
};

const taken = (state: NamedArrays, names: readonly { name: string }[]) =>
  Object.fromEntries(names.flatMap(({ name }) => (Object.hasOwn(state, name) ? [[name, state[name]]] : [])));

/** Statistics of a document for some numbers, and the way to look one up. */
const statistics = (given: Case) => {
  const { layout, values, state } = prepared(given);
  const built = buildStatistics(given.document, catalogue, [layout], BATCH);
  const feeds = someFeeds(built.feeds) as Record<string, Float32Array>;
  given.feeds?.(feeds);
  const outputs = interpret(built.program, { ...taken(state, built.program.inputs), ...feeds });
  const read = readStatistics(built, outputs as NamedArrays);
  const key = ({ network, node: id }: { network: string | null; node: string }) =>
    network === null ? id : `${network}/${id}`;
  return {
    ...read,
    fresh: values,
    feeds,
    value: (place: string) => read.values.find((each) => key(each) === place)!,
    parameter: (place: string) => read.parameters.find((each) => `${key(each)}/${each.name}` === place)!,
  };
};

/** What one port gives for the same numbers. */
const output = (given: Case, network: string | null, id: string, port: string) => {
  const { layout, state } = prepared(given);
  const built = buildNodeOutput(given.document, catalogue, [layout], BATCH, { network, node: id, port });
  const feeds = someFeeds(built.feeds) as Record<string, Float32Array>;
  given.feeds?.(feeds);
  const outputs = interpret(built.program, { ...taken(state, built.program.inputs), ...feeds });
  return { built, parts: built.parts.map(({ output: name }) => outputs[name] as Float32Array) };
};

const mean = (numbers: ArrayLike<number>): number => Array.from(numbers).reduce((a, b) => a + b, 0) / numbers.length;
const spread = (numbers: ArrayLike<number>): number =>
  Math.sqrt(mean(Array.from(numbers, (each) => (each - mean(numbers)) ** 2)));
const rms = (numbers: ArrayLike<number>): number => Math.sqrt(mean(Array.from(numbers, (each) => each ** 2)));

/** The tiny VAE with another decoder, or with more graphs. */
const decoding = (decoder: Graph, more: Record<string, Graph> = {}): ProjectDocument =>
  parsed({ ...tinyVae(), networks: { ...tinyVae().networks, ...more, decoder } });

const linear = (id: string, features: number) => node(id, 'layer.linear', { features, spectral: false });
const relu = node('relu', 'layer.activation', { activation: 'relu' });

describe('values', () => {
  test('are those of a plain computation', () => {
    const given = { document: tinyVae() };
    const { value, values } = statistics(given);
    for (const place of values.filter(({ part }) => part === null)) {
      const [numbers] = output(given, place.network, place.node, place.port).parts;
      expect(place.mean).toBeCloseTo(mean(numbers), 5);
      expect(place.std).toBeCloseTo(spread(numbers), 5);
      expect(place.min).toBeCloseTo(Math.min(...numbers), 6);
      expect(place.max).toBeCloseTo(Math.max(...numbers), 6);
    }
    expect(value('encoder/mlp')).toMatchObject({ shape: [BATCH, 5], units: 5, activation: 'tanh', owner: 'encoder' });
    expect(value('reconstruction')).toMatchObject({ shape: [], units: 1, std: 0, activation: null });
  });

  test('of a distribution are its mean and its log-variance', () => {
    const given = { document: tinyVae() };
    const parts = statistics(given).values.filter((each) => each.network === null && each.node === 'encoder');
    const [mu, logVar] = output(given, null, 'encoder', 'q').parts;
    expect(parts.map(({ part }) => part)).toEqual(['mean', 'logVar']);
    expect(parts[0].mean).toBeCloseTo(mean(mu), 5);
    expect(parts[1].mean).toBeCloseTo(mean(logVar), 5);
  });

  test('dead units are those that are 0 for every item', () => {
    const document = decoding(chain('z', linear('wide', 4), relu));
    const { value } = statistics({
      document,
      parameters: (fresh) => {
        fresh['decoder/wide/weight'].fill(0.1);
        fresh['decoder/wide/bias'].set([-50, 50, -50, 50]);
      },
    });
    expect(value('decoder/relu')).toMatchObject({ activation: 'relu', reluUnits: 4, dead: 0.5, zeros: 0.5 });
    expect(value('decoder/wide')).toMatchObject({ activation: null, reluUnits: 0, dead: 0, zeros: 0 });
  });

  test('units behind a ReLU inside a layer count, and those of a layer before do not', () => {
    const mlp = node('mlp', 'block.mlp', { hidden: [6, 2], activation: 'relu' });
    const { value } = statistics({
      document: decoding(chain('z', mlp, { ...relu, mode: 'bypass' as const }, linear('after', 3))),
      parameters: (fresh) => {
        fresh['decoder/mlp/0.weight'].fill(0.01);
        fresh['decoder/mlp/0.bias'].set([-50, -50, -50, 50, 50, 50]);
        fresh['decoder/mlp/1.bias'].set([-500, 500]);
      },
    });
    expect(value('decoder/mlp')).toMatchObject({ activation: 'relu', reluUnits: 8, dead: 0.5 });
    expect(value('decoder/relu')).toMatchObject({ activation: null, reluUnits: 0, dead: 0 });
    expect(value('decoder/after')).toMatchObject({ reluUnits: 0 });
  });

  test('a unit that is 0 for some items only is alive', () => {
    const document = decoding(chain('z', linear('wide', 4), relu));
    const { value } = statistics({ document });
    const found = value('decoder/relu');
    expect(found.zeros).toBeGreaterThan(0);
    expect(found.dead).toBeLessThan(found.zeros);
  });

  test('units of pictures are channels, of sequences the last axis', () => {
    const document = decoding(
      chain(
        'z',
        linear('wide', 18),
        node('fold', 'layer.reshape', { shape: [2, 3, 3] }),
        node('conv', 'layer.conv2d', { channels: 5, stride: 1 }),
        node('unfold', 'layer.reshape', { shape: [4, 5] }),
      ),
    );
    const { value } = statistics({ document });
    expect(['fold', 'conv', 'unfold'].map((id) => value(`decoder/${id}`).units)).toEqual([2, 5, 5]);
  });

  test('tanh at its bounds is saturated', () => {
    const wide = (size: number) =>
      statistics({ document: tinyVae(), parameters: (fresh) => fresh['encoder/mlp/0.bias'].fill(size) });
    expect(wide(30).value('encoder/mlp').saturated).toBe(1);
    expect(wide(0).value('encoder/mlp').saturated).toBeLessThan(0.5);
  });

  test('numbers that are not finite are counted, and left out of the rest', () => {
    const { value, feeds } = statistics({
      document: tinyVae(),
      feeds: (fed) => {
        fed['data.x'][3] = Number.NaN;
        fed['data.x'][4] = Number.NEGATIVE_INFINITY;
      },
    });
    const kept = Array.from(feeds['data.x']).filter(Number.isFinite);
    const found = value('data');
    expect(found.notFinite).toBeCloseTo(2 / 12, 6);
    expect(found.mean).toBeCloseTo(mean(kept), 5);
    expect(found.std).toBeCloseTo(spread(kept), 5);
  });

  test('dropout is off and nothing is updated: two readings of the same weights agree', () => {
    const document = normedVae();
    const { value } = statistics({ document });
    const [before, after] = [value('encoder/norm'), value('encoder/drop')];
    expect([after.mean, after.std]).toEqual([before.mean, before.std]);
  });
});

describe('networks that run more than once', () => {
  const block: Graph = {
    ...emptyGraph,
    nodes: [node('in', 'block.input'), linear('inner', 4), node('out', 'block.output')],
    edges: [wire('in.y', 'inner.x'), wire('inner.y', 'out.x')],
  };
  const repeated = (weights: 'own' | 'shared') =>
    decoding(
      chain('z', linear('wide', 4), { ...node('block', 'block.custom', { repeat: 3, weights }), network: 'inside' }),
      { inside: block },
    );
  /** The chain wires ports called x and y; a block has those of its own inside. */
  const wired = (document: ProjectDocument): ProjectDocument => {
    const { decoder } = document.networks;
    const edges = decoder.edges.map(({ id, source, target }) => ({
      id,
      source: source.node === 'block' ? { node: 'block', port: 'out' } : source,
      target: target.node === 'block' ? { node: 'block', port: 'in' } : target,
    }));
    return { ...document, networks: { ...document.networks, decoder: { ...decoder, edges } } };
  };

  test.each(['own', 'shared'] as const)('of a repeated block it is the last repetition, weights %s', (weights) => {
    const given = { document: wired(repeated(weights)) };
    const { value } = statistics(given);
    const last = value('inside/inner');
    expect(last).toMatchObject({ owner: 'decoder', uses: 1, repetitions: 3 });
    const [block] = output(given, 'decoder', 'block', 'out').parts;
    expect(last.mean).toBeCloseTo(mean(block), 5);
    expect(last.std).toBeCloseTo(spread(block), 5);
  });

  test('parameters of each repetition are told apart', () => {
    const { parameters } = statistics({ document: wired(repeated('own')) });
    const own = parameters.filter(({ network }) => network === 'inside').map(({ name }) => name);
    expect(own).toEqual(['0.weight', '0.bias', '1.weight', '1.bias', '2.weight', '2.bias']);
  });

  test('of tied networks it is the use on data', () => {
    const base = tinyVae();
    const study = {
      ...base.study,
      nodes: [
        ...base.study.nodes,
        { ...node('again', 'network.encoder', { latent: 2 }), network: 'encoder' },
        node('kl2', 'objective.kl'),
      ],
      edges: [
        ...base.study.edges,
        wire('decoder.x_hat', 'again.x'),
        wire('again.q', 'kl2.q'),
        wire('kl2.loss', 'trainer.losses'),
      ],
    };
    const tied = { document: parsed({ ...base, study }) };
    expect(statistics(tied).value('encoder/mlp')).toMatchObject({ owner: 'encoder', uses: 2, repetitions: 1 });
    expect(output(tied, 'encoder', 'mlp', 'y').parts).toEqual(output({ document: base }, 'encoder', 'mlp', 'y').parts);
  });
});

describe('parameters', () => {
  test('weights and gradients are those of finite differences', () => {
    const nudged = (by: number) => ({
      document: tinyVae(),
      parameters: (fresh: NamedArrays) => {
        fresh['decoder/output/bias'][0] += by;
      },
    });
    const { parameter, fresh } = statistics(nudged(0));
    expect(parameter('decoder/mlp/0.weight').weight).toBeCloseTo(rms(fresh['decoder/mlp/0.weight']), 5);
    const loss = (by: number): number =>
      ['reconstruction', 'kl'].reduce((sum, id) => sum + output(nudged(by), null, id, 'loss').parts[0][0], 0);
    const other = {
      document: tinyVae(),
      parameters: (moved: NamedArrays) => {
        moved['decoder/output/bias'][1] += 0.01;
      },
    };
    const total = (given: Case): number =>
      ['reconstruction', 'kl'].reduce((sum, id) => sum + output(given, null, id, 'loss').parts[0][0], 0);
    const slopes = [(loss(0.01) - loss(0)) / 0.01, (total(other) - loss(0)) / 0.01];
    expect(parameter('decoder/output/bias').gradient / rms(slopes)).toBeCloseTo(1, 1);
  });

  test('a gradient that explodes is far above the others; what is not trained has none', () => {
    const { parameter } = statistics({
      document: normedVae(),
      parameters: (fresh) => fresh['decoder/output/weight'].fill(1e4),
    });
    expect(parameter('decoder/mlp/0.weight').gradient).toBeGreaterThan(1e3);
    expect(parameter('encoder/norm/running_mean')).toMatchObject({ trainable: false, gradient: 0 });
  });

  test('of a denoiser are reached by its loss', () => {
    const { parameters } = statistics({ document: tinyFlow() });
    expect(parameters.every(({ weight }) => Number.isFinite(weight))).toBe(true);
    expect(parameters.some(({ gradient }) => gradient > 0)).toBe(true);
  });
});

describe('what a node gives', () => {
  const muted = (): ProjectDocument => {
    const base = tinyVae();
    const nodes = base.study.nodes.map((each) => (each.id === 'elbo' ? { ...each, mode: 'mute' } : each));
    return parsed({ ...base, study: { ...base.study, nodes } });
  };

  test('labels and losses are numbers too', () => {
    const { built, parts } = output({ document: tinyVae() }, null, 'data', 'label');
    expect([built.kind, built.parts[0].shape, parts[0].length]).toEqual(['label', [BATCH], BATCH]);
    expect(output({ document: tinyVae() }, null, 'kl', 'loss').built.parts[0].shape).toEqual([]);
  });

  test('a bypassed layer gives what it is given', () => {
    const document = decoding(chain('z', linear('wide', 4), { ...relu, mode: 'bypass' as const }));
    const through = output({ document }, 'decoder', 'relu', 'y').parts;
    expect(through).toEqual(output({ document }, 'decoder', 'wide', 'y').parts);
    expect(Math.min(...through[0])).toBeLessThan(0);
  });

  test.each([
    ['a muted node', muted(), 'elbo', 'x', 'Held-out −ELBO is muted, so it gives nothing; unmute it to see numbers.'],
    [
      'a node that came later',
      tinyVae(),
      'new',
      'y',
      'This node is not part of the open run; press Train to take the graph over as it is now.',
    ],
    [
      'a sampler',
      tinyFlow(),
      'sampler',
      'trajectory',
      'This port gives a trajectory, which has no numbers of its own; look at a node that uses it.',
    ],
  ])('%s says why it gives nothing', (_name, document, id, port, message) => {
    expect(() => output({ document }, null, id, port)).toThrow(new RangeError(message));
  });
});
