import { expect, test } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import type { Judging } from '../../../src/core/catalogue/types';
import { uniform } from '../../../src/core/tensor';

const LENGTH = 8;

/** So many windows of tokens without a pattern. */
const windows = (count: number, step: number): Float32Array =>
  uniform(new Float32Array(count * LENGTH), { seed: 1, stream: 'windows', step }).map((value) =>
    Math.floor(value * 20),
  );

/** A text that holds out so many windows. */
const textOf = (heldOut: number): Judging => ({
  dataset: { type: 'text', text: 'own', file: 'a.txt', tokenizer: 'character', vocabulary: 20, length: LENGTH },
  itemShape: [LENGTH],
  classes: undefined,
  items: () => windows(heldOut, 0),
  look: () => Promise.reject(new Error('a text is no picture')),
});

const measured = (heldOut: number) =>
  catalogue.find('metric.texts')?.sampleMeasure?.measure(windows(64, 1), textOf(heldOut));

test('texts are compared with as many held-out windows', async () => {
  const { mmd, mmd_floor: floor, c2st_accuracy: accuracy } = (await measured(40)) ?? {};
  expect(mmd).toBeCloseTo(floor, 1);
  expect(accuracy).toBeGreaterThan(0);
});

test('a text too short to hold out windows for both sides is told nothing of, and the run is measured all the same', async () => {
  for (const heldOut of [1, 2, 7]) expect(await measured(heldOut)).toEqual({});
  expect(await measured(8)).toHaveProperty('mmd');
});
