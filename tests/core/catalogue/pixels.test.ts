/** Autoregressive models of pixels: how pictures become tokens, what the network sees, and what it says of whole pictures. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { analyse, compilePlan, ProbeBuilder } from '../../../src/core/compile';
import { initialize } from '../../../src/core/compile/initialize';
import { tokenLogProbs } from '../../../src/core/generative/autoregressive';
import { greyLevels, networkPixels, quantizePixels } from '../../../src/core/generative/pixels';
import type { ProjectDocument } from '../../../src/core/graph/document';
import {
  buildProgram,
  constant,
  integers,
  interpret,
  type NamedArrays,
  packParameters,
  sizeOf,
  sum,
  type Tensor,
} from '../../../src/core/tensor';
import { assigned, template } from '../compile/documents';
import { asked, modelOf, pixelStudy } from './pixel-studies';
import { definitionOf, presetOf } from './preset-studies';

interface Golden {
  forward: { tokens: number[][]; logits: number[]; logProb: number[] };
}

/** From PyTorch, written by tests/golden/make_pixels.py. */
const golden: Golden = JSON.parse(readFileSync(new URL('../../golden/pixels.json', import.meta.url), 'utf8'));

const numbersOf = (tensor: Tensor): number[] => Array.from(interpret(buildProgram('value', { tensor }), {}).tensor);

/** Parameters as a run with this seed begins. */
const begun = (document: ProjectDocument, seed = document.seed): NamedArrays =>
  Object.fromEntries(
    compilePlan(document, catalogue).parameters.map(({ name, shape, initializer }) => [
      name,
      initialize(initializer, sizeOf(shape), { seed, stream: `initialize/${name}`, step: 0 }),
    ]),
  );

describe('pictures as tokens', () => {
  const picture = (values: number[], height: number, width: number): Tensor =>
    constant(Float32Array.from(values), [1, 1, height, width]);

  test('two levels part at one half', () => {
    const x = picture([0, 0.25, 0.499, 0.5, 0.75, 1], 2, 3);
    expect(numbersOf(quantizePixels(x, 2, [2, 3]))).toEqual([0, 0, 0, 1, 1, 1]);
  });

  test('256 levels keep every grey of 8 bits', () => {
    const all = Array.from({ length: 256 }, (_, i) => i);
    const x = picture(
      all.map((i) => i / 255),
      16,
      16,
    );
    const tokens = quantizePixels(x, 256, [16, 16]);
    expect(numbersOf(tokens)).toEqual(all);
    numbersOf(greyLevels(tokens, 256)).forEach((grey, i) => {
      expect(grey).toBeCloseTo(i / 255, 6);
    });
  });

  test('a smaller picture is that of the means of its patches', () => {
    const x = picture([0, 1, 0.2, 0.2, 1, 1, 0.2, 0.2], 2, 4);
    expect(numbersOf(quantizePixels(x, 4, [1, 2]))).toEqual([3, 0]);
    expect(() => quantizePixels(x, 4, [1, 3])).toThrow('expected one channel and sides that 1 × 3 pixels divide');
  });

  test('the network is given black as −1 and white as 1', () => {
    const tokens = constant(Int32Array.of(0, 1, 2, 3), [1, 4]);
    const x = networkPixels(tokens, 4, [2, 2]);
    expect(x.shape).toEqual([1, 1, 2, 2]);
    expect(numbersOf(x).map((value) => Number(value.toFixed(5)))).toEqual([-1, -0.33333, 0.33333, 1]);
  });

  test('what does not fit is told in a sentence, with what to do', () => {
    const problem = (...assignments: string[]) =>
      analyse(assigned(pixelStudy(), ...assignments), catalogue).problems.map(({ message }) => message);
    expect(problem('tokens.downsample=3')).toEqual([
      'Pixels to tokens cannot cut 28 × 28 pixels into patches of 3; choose a patch that divides both.',
    ]);
    expect(problem('data.layout=vector')[0]).toMatch(
      /^Pixels to tokens needs images .* set the data's layout to "image"/,
    );
  });
});

test('the preset PixelCNN says what PyTorch’s says, of pixels and of whole pictures', () => {
  const document = pixelStudy({ preset: presetOf('network.pixel_cnn', 'pixelcnn') });
  const [model, parameters] = [modelOf(document, 2), begun(document)];
  const tokens = Int32Array.from(golden.forward.tokens.flat());
  const near = (found: ArrayLike<number>, expected: readonly number[], digits: number) => {
    expect(found).toHaveLength(expected.length);
    expected.forEach((value, i) => {
      expect(found[i]).toBeCloseTo(value, digits);
    });
  };
  near(
    asked(model, parameters, tokens, (x) => model.logits(x)),
    golden.forward.logits,
    5,
  );
  const logProb = (x: Tensor) => sum(tokenLogProbs(model.logits(x), x), { axes: [1] });
  near(asked(model, parameters, tokens, logProb), golden.forward.logProb, 3);
});

/** Every network of pixels that the program comes with. */
const causal: readonly (readonly [string, ProjectDocument, string])[] = [
  ...(definitionOf('network.pixel_cnn').presets ?? []).map(
    (preset) => [`preset ${preset.id}`, pixelStudy({ preset }), 'model'] as const,
  ),
  ...['pixelcnn-digits', 'pixel-transformer-digits'].map(
    (id) => [`template ${id}`, assigned(template(id), 'tokens.downsample=4'), 'network'] as const,
  ),
];

describe.each(causal)('%s', (_name, document, node) => {
  const [model, parameters] = [modelOf(document, 1, node), begun(document)];
  const [length, levels] = [model.itemShape[0], model.vocabulary];
  const logits = (tokens: Int32Array) => asked(model, parameters, tokens, (x) => model.logits(x));
  const tokens = integers(new Int32Array(length), levels, { seed: 1, stream: 'tokens', step: 0 });
  const before = logits(tokens);

  test.each([0, 1, 10, 24, length - 2, length - 1])(
    'says nothing of pixels before or at %d that it learned from it',
    (j) => {
      const other = tokens.map((token, i) => (i === j ? (token + 1) % levels : token));
      const after = logits(other);
      const moved = Array.from({ length }, (_, i) =>
        Array.from({ length: levels }, (__, v) => i * levels + v).some((at) => before[at] !== after[at]),
      );
      expect(moved.slice(0, j + 1)).not.toContain(true);
      if (j < length - 1) expect(moved.slice(j + 1)).toContain(true);
    },
  );
});

test('the probabilities of all pictures of 2 × 2 pixels add up to 1', () => {
  const document = pixelStudy({ levels: 3, downsample: 14 });
  const [model, parameters] = [modelOf(document, 81), begun(document)];
  const all = Int32Array.from({ length: 81 * 4 }, (_, i) => Math.floor(Math.floor(i / 4) / 3 ** (i % 4)) % 3);
  const logProb = asked(model, parameters, all, (x) => sum(tokenLogProbs(model.logits(x), x), { axes: [1] }));
  expect(Array.from(logProb).reduce((total, value) => total + Math.exp(value), 0)).toBeCloseTo(1, 10);
  expect(Math.max(...Array.from(logProb)) - Math.min(...Array.from(logProb))).toBeGreaterThan(0.1);
});

test('what asks the network for something else does not count its parameters as its own', () => {
  const { parametersByNode, parameterCount } = analyse(pixelStudy(), catalogue);
  expect(parametersByNode.model).toBe(parameterCount);
  expect([parametersByNode.likelihood ?? 0, parametersByNode.sampler ?? 0]).toEqual([0, 0]);
});

test('the density of pictures is that of their tokens, and is measured in nats and bits', () => {
  const document = pixelStudy({ downsample: 7 });
  const plan = compilePlan(document, catalogue);
  const builder = new ProbeBuilder(document, catalogue, plan.layouts);
  const parameters = begun(document);
  const state = packParameters(plan.step.groups.parameters.layout, parameters);
  expect(builder.targets().densities).toMatchObject([{ node: 'likelihood', itemShape: [1, 28, 28], kind: 'exact' }]);
  const x = Float32Array.from({ length: 2 * 784 }, (_, i) => ((i * 7919) % 1_000) / 1_000);
  const { logProb } = interpret(builder.density('likelihood', 2).program, { ...state, x });
  const model = modelOf(document, 2);
  const tokens = interpret(
    buildProgram('tokens', { tokens: quantizePixels(constant(x, [2, 1, 28, 28]), 4, [4, 4]) }),
    {},
  ).tokens;
  const expected = asked(model, parameters, Int32Array.from(tokens), (each) =>
    sum(tokenLogProbs(model.logits(each), each), { axes: [1] }),
  );
  Array.from(expected).forEach((value, i) => {
    expect(logProb[i]).toBeCloseTo(value, 3);
  });
  const evaluation = builder.evaluate(2);
  if (!evaluation) throw new Error('the likelihood is measured');
  expect(evaluation.names).toEqual(['test_nll', 'nats_per_dim', 'bits_per_dim']);
  const feed = evaluation.feeds.find(({ type }) => type === 'batch');
  const measured = interpret(evaluation.program, { ...state, [feed?.input ?? 'x']: x });
  const nll = -(expected[0] + expected[1]) / 2;
  expect(measured.test_nll[0]).toBeCloseTo(nll, 3);
  expect(measured.nats_per_dim[0]).toBeCloseTo(nll / 16, 4);
  expect(measured.bits_per_dim[0]).toBeCloseTo(nll / 16 / Math.LN2, 4);
});
