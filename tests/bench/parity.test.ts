import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { compare, isWithinLimits, parityOf } from '../../bench/parity';
import { hasTorch } from '../../bench/torch';

const torch = await hasTorch();
const array = (...values: number[]): Float32Array => Float32Array.from(values);

const initial = { w: array(0, 0), b: array(1) };
const theirs = {
  losses: { loss: [2, 4] },
  gradients: { w: array(1, -8), b: array(0.25) },
  trained: { w: array(3, 0), b: array(5) },
};

describe('comparing with PyTorch', () => {
  test('finds no error between equal trials', () => {
    const found = compare('w', initial, theirs, theirs);
    expect(found).toEqual({ workload: 'w', lossError: 0, gradientError: 0, updateError: 0 });
    expect(isWithinLimits(found)).toBe(true);
  });

  test('takes the largest relative error of losses', () => {
    const ours = { ...theirs, losses: { loss: [2, 4.5] } };
    expect(compare('w', initial, ours, theirs).lossError).toBe(0.125);
  });

  test('measures a gradient by the largest entry of its tensor', () => {
    const ours = { ...theirs, gradients: { w: array(2, -8), b: array(0.25) } };
    expect(compare('w', initial, ours, theirs).gradientError).toBe(0.125);
  });

  test('measures the whole update by its norm', () => {
    // PyTorch moved by (3, 0, 4), a norm of 5; ours ends half a unit away.
    const ours = { ...theirs, trained: { w: array(3, 0.5), b: array(5) } };
    expect(compare('w', initial, ours, theirs).updateError).toBeCloseTo(0.1);
  });

  test('does not pass what is no number', () => {
    const ours = { ...theirs, losses: { loss: [2, Number.NaN] } };
    expect(isWithinLimits(compare('w', initial, ours, theirs))).toBe(false);
  });

  test.skipIf(!torch)('exchanges weights and feeds with it', async () => {
    const script = fileURLToPath(new URL('../../bench/parity.py', import.meta.url));
    const rows = await parityOf(script, ['realnvp', 'vae-400'], {});
    expect(rows.map((row) => row.workload)).toEqual(['realnvp', 'vae-400']);
    for (const row of rows) expect(row).toSatisfy(isWithinLimits);
  });
});
