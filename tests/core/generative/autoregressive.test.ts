import { describe, expect, test } from 'vitest';
import {
  bitsOf,
  drawToken,
  placed,
  shifted,
  tokenLogProbs,
  tokenNll,
} from '../../../src/core/generative/autoregressive';
import { entropyBits, likeliestTokens, pickToken, tokenDistribution } from '../../../src/core/generative/host-draw';
import {
  buildProgram,
  constant,
  input,
  interpret,
  normal,
  scalar,
  type Tensor,
  uniform,
} from '../../../src/core/tensor';
import { evaluate, number } from './support';

const V = 11;
const N = 400;
const logits = normal(new Float32Array(N * V), { seed: 2, stream: 'logits', step: 0 }).map((value) => 3 * value);
const at = uniform(new Float32Array(N), { seed: 2, stream: 'uniform', step: 0 });
const row = (i: number): Float32Array => logits.slice(i * V, (i + 1) * V);

/** Tokens that the program draws from the rows of logits. */
const drawn = (options: { temperature?: number; topK?: number | 'live' }, k = 0): number[] => {
  const topK = options.topK === 'live' ? input('k', []) : options.topK;
  const temperature = options.temperature === undefined ? undefined : input('temperature', []);
  const tokens = drawToken(input('logits', [N, V]), input('uniform', [N]), { temperature, topK });
  const program = buildProgram('draw', { tokens });
  const fed = { logits, uniform: at, k: [k], temperature: [options.temperature ?? 1] };
  const feeds = Object.fromEntries(program.inputs.map(({ name }) => [name, fed[name as keyof typeof fed]]));
  return Array.from(interpret(program, feeds).tokens);
};

/** The same on the host, in another way: running sums of double precision. */
const expected = (temperature: number, topK: number): number[] =>
  Array.from({ length: N }, (_, i) => pickToken(tokenDistribution(row(i), temperature, topK).drawn, at[i]));

describe('a token is drawn by the distribution function', () => {
  test.each([
    { temperature: 1, topK: 0 },
    { temperature: 0.3, topK: 0 },
    { temperature: 2.5, topK: 0 },
    { temperature: 1, topK: 1 },
    { temperature: 0.8, topK: 4 },
    { temperature: 1, topK: V + 5 },
  ])('$temperature, top $topK', ({ temperature, topK }) => {
    expect(drawn({ temperature, topK })).toEqual(expected(temperature, topK));
    expect(drawn({ temperature, topK: 'live' }, topK)).toEqual(expected(temperature, topK));
  });

  test('as often as its probability says', () => {
    const counts = new Array<number>(3).fill(0);
    const probabilities = [0.5, 0.2, 0.3];
    const draws = 20_000;
    const numbers = uniform(new Float32Array(draws), { seed: 1, stream: 'many', step: 0 });
    const same = constant(
      Float32Array.from({ length: 3 * draws }, (_, i) => Math.log(probabilities[i % 3])),
      [draws, 3],
    );
    const program = buildProgram('many', { tokens: drawToken(same, input('u', [draws])) });
    for (const token of interpret(program, { u: numbers }).tokens) counts[token]++;
    for (const [token, count] of counts.entries())
      expect(Math.abs(count / draws - probabilities[token])).toBeLessThan(4 * Math.sqrt(0.25 / draws));
  });

  test('never one that cannot be, at the ends of the range either', () => {
    const cannot = -1e9;
    const rows = constant(Float32Array.of(cannot, 0, 0, cannot, cannot, 0, 0, cannot), [2, 4]);
    const program = buildProgram('ends', { tokens: drawToken(rows, input('u', [2])) });
    expect([...interpret(program, { u: [0, 1 - 2 ** -24] }).tokens]).toEqual([1, 2]);
  });
});

describe('on the host', () => {
  test('what is told of the next token sums to 1, and top k keeps the likeliest', () => {
    const { model, drawn: from } = tokenDistribution(row(0), 0.7, 3);
    expect(model.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(from.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    const kept = likeliestTokens(model, 3);
    expect(likeliestTokens(from, V).slice(0, 3)).toEqual(kept);
    expect(from.filter((p) => p > 0)).toHaveLength(3);
  });

  test('entropy of even odds is the number of bits that tell them apart', () => {
    expect(entropyBits(new Float64Array(8).fill(1 / 8))).toBeCloseTo(3, 12);
    expect(entropyBits(Float64Array.of(1, 0))).toBe(0);
  });
});

describe('likelihood', () => {
  const tokens = constant(Int32Array.of(2, 0, 1, 1, 2, 0), [2, 3]);
  const given = { shape: [2, 3, 3], values: Array.from(logits.slice(0, 18)) };
  /** log softmax by hand. */
  const logProbs = [2, 0, 1, 1, 2, 0].map((token, i) => {
    const scores = given.values.slice(3 * i, 3 * i + 3);
    return scores[token] - Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0));
  });

  test('is log p of each token', () => {
    const { shape, values } = evaluate(({ l }) => tokenLogProbs(l, tokens), { l: given });
    expect(shape).toEqual([2, 3]);
    for (const [i, value] of values.entries()) expect(value).toBeCloseTo(logProbs[i], 6);
  });

  test('averaged with the other sign it is the loss, in nats and in bits', () => {
    const nats = -logProbs.reduce((a, b) => a + b) / 6;
    expect(evaluate(({ l }) => tokenNll(l, tokens), { l: given }).values[0]).toBeCloseTo(nats, 6);
    expect(evaluate(({ x }) => bitsOf(x), { x: number(nats) }).values[0]).toBeCloseTo(nats / Math.log(2), 6);
  });
});

describe('places', () => {
  const run = (result: Tensor): number[] => Array.from(interpret(buildProgram('places', { result }), {}).result);
  const tokens = constant(Int32Array.of(1, 2, 3, 4, 5, 6), [2, 3]);

  test('move one on behind the start token', () => {
    expect(run(shifted(tokens, 9))).toEqual([9, 1, 2, 9, 4, 5]);
    expect(run(shifted(constant(Int32Array.of(1, 2), [2, 1]), 9))).toEqual([9, 9]);
  });

  test('are taken one by one', () => {
    expect(run(placed(tokens, scalar(1, 'int32'), constant(Int32Array.of(7, 8), [2])))).toEqual([1, 7, 3, 4, 8, 6]);
  });
});
