/** Pictures judged in the features of the network that knows digits. */

import { beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from '../../src/core/catalogue';
import { uniform } from '../../src/core/tensor';
import { createEngine } from '../../src/engine';
import { type DataSource, openDataSource } from '../../src/worker/data-source';
import { lookAtPictures } from '../../src/worker/picture-features';

const engine = await createEngine('cpu', { threads: 1 });
const COUNT = 500;
const SIZE = 784;
let source: DataSource;

beforeAll(async () => {
  source = await openDataSource({ type: 'mnist' }, null);
});

const judged = (
  samples: Float32Array,
  { classes, side = 28 }: { classes?: number; side?: number } = {},
): Promise<Record<string, number>> => {
  const measure = catalogue.find('metric.images')?.sampleMeasure;
  if (!measure) throw new Error('metric.images judges nothing.');
  return measure.measure(samples, {
    dataset: { type: 'mnist' },
    itemShape: [1, side, side],
    classes,
    items: (split, offset, count) => source.items(split, offset, count).values,
    look: (pictures) => lookAtPictures(engine, pictures),
  });
};

test('the weights that come with the program read held-out digits, also where they do not fill a batch', async () => {
  const { values, labels } = source.items('test', 0, 1_010);
  const { digits, features } = await lookAtPictures(engine, values);
  const right = digits.filter((digit, i) => digit === labels[i]).length / digits.length;
  expect(right).toBeGreaterThan(0.97);
  expect(features).toHaveLength(1_010 * 64);
  const last = await lookAtPictures(engine, values.slice(-SIZE));
  expect(last.digits[0]).toBe(digits[1_009]);
  last.features.forEach((value, i) => {
    expect(value).toBeCloseTo(features[1_009 * 64 + i], 5);
  });
});

describe('samples', () => {
  test('that are digits stand at the floors', async () => {
    const { values, labels } = source.items('train', 0, COUNT);
    const found = await judged(values, { classes: 10 });
    expect(found.fid).toBeLessThan(2 * found.fid_floor);
    expect(Math.abs(found.kid)).toBeLessThan(0.06);
    expect(Math.abs(found.kid_floor)).toBeLessThan(0.06);
    expect(found.mmd).toBeLessThan(2 * found.mmd_floor);
    expect(found.c2st_accuracy).toBeLessThan(0.6);
    expect(found.classes_covered).toBe(10);
    expect(found.class_entropy).toBeGreaterThan(2.2);
    // Labels in an order of their own agree with classes in turn by chance alone.
    const agree = labels.filter((label, i) => label === i % 10).length / COUNT;
    expect(Math.abs(found.label_accuracy - agree)).toBeLessThan(0.03);
  });

  test('of one class, and noise, lie far above them', async () => {
    const { values, labels } = source.items('train', 0, 4_000);
    const zeros = [...labels.keys()].filter((i) => labels[i] === 0).slice(0, 256);
    const alone = new Float32Array(zeros.length * SIZE);
    for (const [row, i] of zeros.entries()) alone.set(values.subarray(i * SIZE, (i + 1) * SIZE), row * SIZE);
    const one = await judged(alone);
    expect(one.classes_covered).toBe(1);
    expect(one.class_entropy).toBeLessThan(0.1);
    expect(one.fid).toBeGreaterThan(5 * one.fid_floor);
    expect(one.label_accuracy).toBeUndefined();
    const noise = uniform(new Float32Array(COUNT * SIZE), { seed: 1, stream: 'noise', step: 0 });
    const wild = await judged(noise);
    expect(wild.fid).toBeGreaterThan(20 * wild.fid_floor);
    expect(wild.kid).toBeGreaterThan(0.5);
    expect(wild.c2st_accuracy).toBeGreaterThan(0.99);
  });

  test('of half the size are judged beside held-out pictures of as many pixels', async () => {
    const { values } = source.items('train', 0, COUNT);
    const small = new Float32Array(COUNT * 196);
    for (let i = 0; i < COUNT; i++)
      for (let row = 0; row < 28; row++)
        for (let column = 0; column < 28; column++)
          small[i * 196 + (row >> 1) * 14 + (column >> 1)] += values[i * SIZE + row * 28 + column] / 4;
    const found = await judged(small, { side: 14 });
    expect(found.fid).toBeLessThan(2 * found.fid_floor);
    expect(found.c2st_accuracy).toBeLessThan(0.6);
    expect(found.classes_covered).toBe(10);
    // Read by column instead of by row they are no digits any more.
    const turned = small.map((_, i) => small[i - (i % 196) + (i % 14) * 14 + Math.floor((i % 196) / 14)]);
    expect((await judged(turned, { side: 14 })).fid).toBeGreaterThan(5 * found.fid_floor);
  });
});
