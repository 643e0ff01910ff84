import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { one, x, y } from '../../../src/core/catalogue/layer-tools';
import { type Catalogue, defineNode } from '../../../src/core/catalogue/types';
import { buildDiagnosis, type Culprit, describeCulprit, firstCulprit } from '../../../src/core/compile';
import type { ProjectDocument } from '../../../src/core/graph/document';
import { interpret, log, type NamedArrays, packParameters, relu, sqrt, type Tensor } from '../../../src/core/tensor';
import { block, blockOf, chain, flowWith, node, tinyFlow, tinyVae } from './documents';
import { type Feeds, freshParameters, planOf, someFeeds } from './run';

const layer = (type: string, title: string, f: (tensor: Tensor) => Tensor) =>
  defineNode({
    type,
    version: 1,
    title,
    level: 'network',
    category: 'layer',
    summary: '',
    help: '',
    inputs: x,
    outputs: y,
    settings: {},
    build: (context) => one(f(context.tensor('x'))),
  });
const dangerous = [layer('test.log', 'Logarithm', log), layer('test.root', 'Root', (h) => sqrt(relu(h)))];
const wider: Catalogue = {
  ...catalogue,
  find: (type) => dangerous.find((each) => each.type === type) ?? catalogue.find(type),
};

interface Case {
  parameters?: (fresh: NamedArrays) => void;
  feeds?: (feeds: Record<string, Float32Array>) => void;
}

/** What a diagnosis finds in a step of float32 arithmetic. */
const culprits = (document: ProjectDocument, { parameters, feeds }: Case = {}): (Culprit | null)[] => {
  const plan = planOf(document, wider);
  const values = freshParameters(plan);
  parameters?.(values);
  return (['values', 'gradients'] as const).map((part) => {
    const diagnosis = buildDiagnosis(document, wider, plan.layouts, part);
    const fed = someFeeds(diagnosis.feeds) as Feeds & Record<string, Float32Array>;
    feeds?.(fed);
    const wanted = new Set(diagnosis.program.inputs.map(({ name }) => name));
    const state = Object.entries(packParameters(plan.step.groups.parameters.layout, values)).filter(([name]) =>
      wanted.has(name),
    );
    const outputs = interpret(diagnosis.program, { ...Object.fromEntries(state), ...fed }, 'float32');
    return firstCulprit(diagnosis, outputs as NamedArrays);
  });
};
const say = (document: ProjectDocument, culprit: Culprit | null): string | null =>
  culprit && describeCulprit(document, wider, culprit);

/** The tiny VAE with another decoder. */
const decoding = (...layers: Parameters<typeof node>[]): ProjectDocument => ({
  ...tinyVae(),
  networks: { ...tinyVae().networks, decoder: chain('z', ...layers.map((each) => node(...each))) },
});

test.each([
  ['a VAE', tinyVae()],
  ['a flow', tinyFlow()],
])('%s whose step is sound has no culprit', (_name, document) => {
  expect(culprits(document)).toEqual([null, null]);
});

test('inside a repeated block it is the layer, for the study node around it', () => {
  const unit = blockOf(
    [node('in', 'block.input'), node('log', 'test.log'), node('out', 'block.output')],
    [
      ['in.y', 'log.x'],
      ['log.y', 'out.x'],
    ],
  );
  const document = flowWith(
    chain(
      'x',
      node('wide', 'layer.linear', { features: 3 }),
      node('bend', 'layer.activation', { activation: 'sigmoid' }),
      block('stack', 'unit', { repeat: 2 }),
    ),
    { unit },
  );
  // Between 0 and 1 the first logarithm is finite and below 0: the second gives NaN.
  const [culprit] = culprits(document);
  expect(culprit).toMatchObject({ what: 'value', network: 'unit', node: 'log', owner: 'denoiser', kind: 'nan' });
  expect(say(document, culprit)).toBe('Denoiser › Logarithm gives NaN');
});

describe('the first node that gives something not finite is named', () => {
  test('data, with the rows that hold it', () => {
    const document = tinyVae();
    const [culprit] = culprits(document, {
      feeds: (feeds) => {
        feeds['data.x'][2 * 3] = Number.NaN;
        feeds['data.x'][2 * 12 + 1] = Number.NaN;
      },
    });
    expect(culprit).toEqual({ what: 'value', node: 'data', kind: 'nan', rows: [3, 12] });
    expect(say(document, culprit)).toBe('Points in the plane gives NaN');
  });

  test('a layer inside a network: the logarithm of negative numbers', () => {
    const document = decoding(['first', 'layer.linear', { features: 4, spectral: false }], ['log', 'test.log']);
    const [culprit] = culprits(document);
    expect(culprit).toMatchObject({ what: 'value', network: 'decoder', node: 'log', owner: 'decoder', kind: 'nan' });
    expect(culprit?.rows?.length).toBeGreaterThan(0);
    expect(say(document, culprit)).toBe('Decoder › Logarithm gives NaN');
  });

  test('the one of several layers of one title that overflows, by its number', () => {
    const document = decoding(
      ['a', 'layer.linear', { features: 4, spectral: false }],
      ['b', 'layer.linear', { features: 4, spectral: false }],
    );
    const [culprit] = culprits(document, {
      parameters: (fresh) => {
        fresh['decoder/a/weight'].fill(2e30);
        fresh['decoder/b/weight'].fill(2e30);
      },
    });
    expect(culprit).toMatchObject({ network: 'decoder', node: 'b' });
    expect(say(document, culprit)).toMatch(/^Decoder › Linear 2 gives (NaN|infinity)$/);
  });

  test('an objective whose square overflows, though the network’s output is finite', () => {
    const document = tinyVae();
    const [culprit] = culprits(document, {
      parameters: (fresh) => {
        fresh['decoder/output/bias'].fill(1e30);
      },
    });
    expect(culprit).toEqual({ what: 'value', node: 'reconstruction', kind: 'infinite', rows: null });
    expect(say(document, culprit)).toBe('Reconstruction gives infinity');
  });

  test('the node that feeds a network, not the network’s Input layer', () => {
    const document = tinyFlow();
    const [culprit] = culprits(document, { feeds: (feeds) => feeds['noise.noise'].fill(Number.POSITIVE_INFINITY) });
    expect(culprit).toMatchObject({ node: 'noise', kind: 'infinite', rows: [0, 1, 2, 3, 4, 5, 6, 7] });
  });

  test('weights that are ruined already', () => {
    const document = tinyVae();
    const [culprit] = culprits(document, {
      parameters: (fresh) => {
        fresh['decoder/mlp/0.weight'][1] = Number.NaN;
      },
    });
    expect(culprit).toMatchObject({ what: 'parameter', network: 'decoder', node: 'mlp', parameter: '0.weight' });
    expect(say(document, culprit)).toBe('"0.weight" of Decoder › MLP holds NaN');
  });

  test('the layer of a gradient, nearest to the loss, where every value is finite', () => {
    const document = decoding(['first', 'layer.linear', { features: 4, spectral: false }], ['root', 'test.root']);
    const [value, gradient] = culprits(document);
    expect(value).toBeNull();
    expect(gradient).toMatchObject({ what: 'gradient', network: 'decoder', node: 'first', parameter: 'bias' });
    expect(say(document, gradient)).toBe(
      'all values are finite, but the gradient of "bias" of Decoder › Linear is NaN',
    );
  });
});
