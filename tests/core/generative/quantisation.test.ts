import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  codebookLoss,
  codeShares,
  commitmentLoss,
  follow,
  fromRows,
  nearestCodes,
  perplexity,
  restart,
  rowsOf,
} from '../../../src/core/generative/quantisation';
import {
  add,
  buildProgram,
  gather,
  gradients,
  input,
  interpret,
  mul,
  sin,
  straightThrough,
  sum,
  type Tensor,
} from '../../../src/core/tensor';

interface Golden {
  losses: {
    z: number[];
    codebook: number[];
    weight: number[];
    beta: number;
    shape: [number, number, number, number];
    codes: number;
    tokens: number[];
    z_q: number[];
    reading: number;
    codebookLoss: number;
    commitment: number;
    dZ: number[];
    dCodebook: number[];
    perplexity: number;
  };
  averages: {
    codebook: number[];
    decay: number;
    batches: number[][];
    steps: { counts: number[]; codebook: number[] }[];
  };
}

/** Written by tests/golden/make_quantisation.py. */
const golden: Golden = JSON.parse(readFileSync(new URL('../../golden/quantisation.json', import.meta.url), 'utf8'));

const expectNear = (found: ArrayLike<number>, expected: readonly number[], digits = 10): void => {
  expect(found.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(found[i]).toBeCloseTo(value, digits);
  });
};

const run = (outputs: Record<string, Tensor>, feeds: Record<string, readonly number[]>) =>
  interpret(buildProgram('quantisation', outputs), feeds, 'float64');

describe('the nearest code', () => {
  const { losses } = golden;
  const { shape, codes } = losses;
  const [items, width] = shape;
  const [z, codebook, weight] = [input('z', shape), input('codebook', [codes, width]), input('weight', shape)];
  const rows = rowsOf(z);
  const tokens = nearestCodes(rows, codebook);
  const chosen = gather(codebook, tokens, 0);
  const z_q = straightThrough(fromRows(chosen, shape), z);
  const reading = sum(mul(weight, sin(z_q)));
  const [learned, held] = [codebookLoss(rows, chosen, items), commitmentLoss(rows, chosen, items)];
  const feeds = { z: losses.z, codebook: losses.codebook, weight: losses.weight };

  test('takes the place of each vector, and both losses are those of PyTorch', () => {
    const shares = codeShares(tokens, codes);
    const out = run({ tokens, z_q, reading, learned, held, perplexity: perplexity(shares) }, feeds);
    expect(Array.from(out.tokens)).toEqual(losses.tokens);
    expectNear(out.z_q, losses.z_q);
    expectNear(out.reading, [losses.reading]);
    expectNear(out.learned, [losses.codebookLoss]);
    expectNear(out.held, [losses.commitment]);
    expectNear(out.perplexity, [losses.perplexity], 8);
  });

  test('gives encoder and codes the gradients of PyTorch', () => {
    const total = add(reading, add(learned, mul(losses.beta, held)));
    const [dZ, dCodebook] = gradients(total, [z, codebook]);
    const out = run({ dZ, dCodebook }, feeds);
    expectNear(out.dZ, losses.dZ);
    expectNear(out.dCodebook, losses.dCodebook);
  });

  test('passes the gradient on as identity: that of the reader at the codes, by finite differences there', () => {
    const [dZ] = gradients(reading, [z]);
    const found = run({ dZ }, feeds).dZ;
    const read = (at: readonly number[]): number =>
      at.reduce((total, value, i) => total + losses.weight[i] * Math.sin(value), 0);
    const h = 1e-5;
    losses.z_q.forEach((_, i) => {
      const moved = (by: number) => losses.z_q.map((value, k) => (k === i ? value + by : value));
      expect(found[i]).toBeCloseTo((read(moved(h)) - read(moved(-h))) / (2 * h), 8);
    });
    // Nothing of it reaches the codes, which the codebook loss alone moves.
    const [dCodes] = gradients(reading, [codebook]);
    expect(Math.max(...Array.from(run({ dCodes }, feeds).dCodes, Math.abs))).toBe(0);
  });
});

describe('moving averages', () => {
  const { averages } = golden;
  const [codes, width] = [averages.codebook.length / 3, 3];
  const count = averages.batches[0].length / width;
  const rows = input('rows', [count, width]);
  const before = { codebook: input('codes', [codes, width]), counts: input('used', [codes]) };
  const next = follow(before, rows, nearestCodes(rows, before.codebook), input('decay', []));

  test('are those of N and m, which PyTorch keeps', () => {
    let state = { codes: averages.codebook, used: Array.from({ length: codes }, () => 1) };
    averages.batches.forEach((batch, k) => {
      const out = run({ ...next }, { rows: batch, decay: [averages.decay], ...state });
      expectNear(out.counts, averages.steps[k].counts);
      expectNear(out.codebook, averages.steps[k].codebook);
      state = { codes: Array.from(out.codebook), used: Array.from(out.counts) };
    });
  });

  test('leave a code that nobody chooses where it is, for as long as it takes', () => {
    const codebook = [0, 0, 0, ...Array.from({ length: (codes - 1) * width }, () => 1e3)];
    const batch = Array.from({ length: count * width }, (_, i) => Math.sin(i));
    const out = run({ ...next }, { rows: batch, decay: [averages.decay], codes: codebook, used: [1, 1, 0, 1e-30, 1] });
    expect(Array.from(out.codebook.slice(width))).toEqual(codebook.slice(width));
  });

  test('bring back codes that are chosen too rarely: onto rows of the batch, each another one', () => {
    const draws = input('draws', [codes]);
    const placed = restart(before, rows, draws, 1);
    const batch = Array.from({ length: count * width }, (_, i) => i);
    const codebook = Array.from({ length: codes * width }, (_, i) => -1 - i);
    const feeds = { rows: batch, codes: codebook, used: [0.5, 2, 0, 1, 0.99], draws: [0, 0.5, 0.5, 0.1, 0.999999] };
    const out = run({ ...placed }, feeds);
    expect(Array.from(out.counts)).toEqual([1, 2, 1, 1, 1]);
    const rowOf = (code: number) => Array.from(out.codebook.slice(code * width, (code + 1) * width));
    // 12 rows in five parts: the draws of codes 0, 2 and 4 lie in rows 0, 6 and 11.
    expect([rowOf(0), rowOf(2), rowOf(4)]).toEqual(
      [0, 6, 11].map((row) => batch.slice(row * width, (row + 1) * width)),
    );
    expect([rowOf(1), rowOf(3)]).toEqual([codebook.slice(3, 6), codebook.slice(9, 12)]);
    expect(run({ ...placed }, feeds)).toEqual(out);
  });
});

test('rows go back to the maps that they come from', () => {
  const z = input('z', [2, 3, 2, 4]);
  const values = Array.from({ length: 48 }, (_, i) => i);
  const out = run({ back: fromRows(rowsOf(z), z.shape), rows: rowsOf(z) }, { z: values });
  expect(Array.from(out.back)).toEqual(values);
  expect(Array.from(out.rows.slice(0, 3))).toEqual([0, 8, 16]);
});

test('perplexity counts codes that are used alike', () => {
  const shares = input('shares', [4]);
  const told = (...values: number[]) => run({ p: perplexity(shares) }, { shares: values }).p[0];
  expect(told(0.25, 0.25, 0.25, 0.25)).toBeCloseTo(4, 8);
  expect(told(0.5, 0.5, 0, 0)).toBeCloseTo(2, 7);
  expect(told(1, 0, 0, 0)).toBeCloseTo(1, 7);
});
