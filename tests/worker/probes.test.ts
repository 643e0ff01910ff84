import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { normal } from '../../src/core/tensor';
import { UserError } from '../../src/worker/user-error';
import { tinyDigits, tinyFlow, tinyVae } from '../core/compile/documents';
import { openSession, temporaryFolder, trainTo } from './support';

const folder = temporaryFolder();
const digits = await openSession(tinyDigits(), join(folder, 'digits'));
const plane = await openSession(tinyVae(), join(folder, 'plane'));
const flow = await openSession(tinyFlow(), join(folder, 'flow'));
await trainTo(digits, 5);
await trainTo(plane, 5);
await trainTo(flow, 5);

const latents = (count: number): Float32Array => normal(new Float32Array(2 * count), { seed: 1, stream: 'z', step: 0 });

/** The worst difference; batches of other sizes may sum in another order. */
const apart = (a: Float32Array, b: Float32Array): number => {
  expect(a.length).toBe(b.length);
  return a.reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i])), 0);
};

describe('encode', () => {
  test('gives means, labels and the step, for as many items as there are', async () => {
    const { z, width, labels, count, step } = await digits.probes.encode('test', 300);
    expect([z.length, width, labels.length, count, step]).toEqual([600, 2, 300, 300, 5]);
    expect(Array.from(labels.slice(0, 4))).toEqual([7, 2, 1, 0]);
    expect(new Set(z).size).toBeGreaterThan(300);
    expect((await digits.probes.encode('test', 20_000)).count).toBe(10_000);
  });

  test('of one item is the first row of many', async () => {
    const [one, many] = [await digits.probes.encode('train', 1), await digits.probes.encode('train', 1_100)];
    expect(apart(one.z, many.z.slice(0, 2))).toBeLessThan(1e-5);
    const last = await digits.probes.encode('train', 1_001);
    expect(apart(last.z.slice(2_000), many.z.slice(2_000, 2_002))).toBeLessThan(1e-5);
  });

  test('sees other items in the other split', async () => {
    const [train, test] = [await plane.probes.encode('train', 10), await plane.probes.encode('test', 10)];
    expect(train.z).not.toEqual(test.z);
  });
});

describe('decode', () => {
  test('gives pictures with grey levels in [0, 1]', async () => {
    const { values, itemShape, count, step } = await digits.probes.decode(latents(3), 3);
    expect([values.length, itemShape, count, step]).toEqual([3 * 784, [1, 28, 28], 3, 5]);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThanOrEqual(1);
  });

  test.each([1, 2, 16, 17, 20, 65])('of %d does not depend on the padding', async (count) => {
    const z = latents(100);
    const all = await digits.probes.decode(z, 100);
    const some = await digits.probes.decode(z.slice(0, 2 * count), count);
    expect(apart(some.values, all.values.slice(0, 784 * count))).toBeLessThan(1e-5);
  });

  test('gives points where the data is points', async () => {
    const { values, itemShape } = await plane.probes.decode(latents(4), 4);
    expect([values.length, itemShape]).toEqual([8, [2]]);
  });

  test('refuses latents that are not count × width', async () => {
    await expect(digits.probes.decode(latents(3), 4)).rejects.toThrow(
      new UserError('The decoder takes 2 latent values an item; 6 came for 4.'),
    );
  });
});

test('reconstructions stand beside their originals and go through the latent mean', async () => {
  const { original, reconstruction, itemShape, count, step } = await digits.probes.reconstruct(20);
  expect([original.length, reconstruction.length, itemShape, count, step]).toEqual([
    20 * 784,
    20 * 784,
    [1, 28, 28],
    20,
    5,
  ]);
  expect(original).toEqual(digits.probes.data('test', 0, 20).values);
  const { z } = await digits.probes.encode('test', 20);
  expect(reconstruction).toEqual((await digits.probes.decode(z, 20)).values);
});

test('data are items of a split from an offset on', () => {
  const { values, itemShape, labels, count } = digits.probes.data('test', 2, 3);
  expect([values.length, itemShape, Array.from(labels), count]).toEqual([3 * 784, [1, 28, 28], [1, 0, 4], 3]);
  expect(flow.probes.data('train', 0, 5)).toMatchObject({ itemShape: [2], count: 5 });
});

describe('sample', () => {
  const steps = 4;
  const count = 6;

  test('gives the whole way from noise to data', async () => {
    const { samples, predOriginal, times, ...rest } = await flow.probes.samplers.sample(null, {
      seed: 3,
      count,
      numInferenceSteps: steps,
    });
    expect(rest).toMatchObject({
      steps,
      count,
      itemShape: [2],
      step: 5,
      seed: 3,
      evaluations: steps,
      method: 'sampler.euler',
    });
    expect([samples.length, predOriginal.length]).toEqual([(steps + 1) * count * 2, steps * count * 2]);
    expect(Array.from(times)).toEqual([1, 0.75, 0.5, 0.25, 0]);
    expect(samples.slice(0, count * 2)).toEqual(
      normal(new Float32Array(count * 2), { seed: 3, stream: 'sample', step: 0 }),
    );
  });

  test('is Euler by hand along the field', async () => {
    const size = count * 2;
    const { samples, predOriginal, times } = await flow.probes.samplers.sample(null, {
      seed: 3,
      count,
      numInferenceSteps: steps,
    });
    for (let k = 0; k < steps; k++) {
      const x = samples.slice(k * size, (k + 1) * size);
      const { vectors } = await flow.probes.samplers.field(x, count, times[k]);
      const next = x.map((value, i) => value + (times[k + 1] - times[k]) * vectors[i]);
      const original = x.map((value, i) => value - times[k] * vectors[i]);
      expect(apart(next, samples.slice((k + 1) * size, (k + 2) * size))).toBeLessThan(1e-5);
      expect(apart(original, predOriginal.slice(k * size, (k + 1) * size))).toBeLessThan(1e-5);
    }
  });

  test('the last prediction of x₀ is the sample', async () => {
    const { samples, predOriginal } = await flow.probes.samplers.sample(null, { seed: 1, count, numInferenceSteps: 5 });
    expect(apart(samples.slice(-count * 2), predOriginal.slice(-count * 2))).toBeLessThan(1e-5);
  });

  test('is reproducible by seed, and more samples begin with the fewer', async () => {
    const ask = (seed: number, n: number) =>
      flow.probes.samplers.sample(null, { seed, count: n, numInferenceSteps: 2 });
    const [a, b, c] = [await ask(1, 40), await ask(1, 40), await ask(2, 40)];
    expect(b.samples).toEqual(a.samples);
    expect(c.samples).not.toEqual(a.samples);
    const few = await ask(1, 3);
    expect(few.samples.slice(0, 6)).toEqual(a.samples.slice(0, 6));
  });

  test('goes through large counts in parts that fit together', async () => {
    const n = 2_048 + 3;
    const whole = await flow.probes.samplers.sample(null, { seed: 1, count: n, numInferenceSteps: 2 });
    const rows = [0, 1, 2].map((k) => whole.samples.slice(k * n * 2, (k + 1) * n * 2));
    const { vectors } = await flow.probes.samplers.field(rows[1], n, 0.5);
    expect(
      apart(
        rows[2],
        rows[1].map((x, i) => x - 0.5 * vectors[i]),
      ),
    ).toBeLessThan(1e-5);
  });

  test('end points alone are those of the trajectory', async () => {
    const { samples } = await flow.probes.samplers.sample(null, { seed: 9, count, numInferenceSteps: steps });
    expect(await flow.probes.samplers.draw(null, 9, count, steps)).toEqual(samples.slice(steps * count * 2));
    expect(await flow.probes.samplers.draw('sampler', 9, count)).toEqual(samples.slice(steps * count * 2));
  });

  test.each(['sampler', 'sampler.euler', 'euler'])('finds its sampler by "%s"', async (name) => {
    const found = await flow.probes.samplers.sample(name, { seed: 1, count: 2, numInferenceSteps: 1 });
    expect(found.samples).toEqual(
      (await flow.probes.samplers.sample(null, { seed: 1, count: 2, numInferenceSteps: 1 })).samples,
    );
  });

  test('refuses what is no sampler, and what would not fit in memory', async () => {
    await expect(flow.probes.samplers.sample('denoiser', { seed: 1, count: 2, numInferenceSteps: 1 })).rejects.toThrow(
      new UserError('This study has no sampler "denoiser"; it has sampler.'),
    );
    await expect(
      flow.probes.samplers.sample(null, { seed: 1, count: 100_000, numInferenceSteps: 1_000 }),
    ).rejects.toThrow(new UserError('100000 samples over 1000 steps are too much to show at once; ask for fewer.'));
  });
});

describe('field', () => {
  test('gives a vector a point, each on its own, at the time asked for', async () => {
    const points = latents(9);
    const { vectors, count, t, step } = await flow.probes.samplers.field(points, 9, 0.5);
    expect([vectors.length, count, t, step]).toEqual([18, 9, 0.5, 5]);
    const one = await flow.probes.samplers.field(points.slice(4, 6), 1, 0.5);
    expect(apart(one.vectors, vectors.slice(4, 6))).toBeLessThan(1e-5);
    expect((await flow.probes.samplers.field(points, 9, 0.9)).vectors).not.toEqual(vectors);
  });

  test('refuses points of another dimension', async () => {
    await expect(flow.probes.samplers.field(latents(2), 3, 0)).rejects.toThrow(
      new UserError('The field lives in 2 dimensions; 4 numbers came for 3 points.'),
    );
  });
});

test('probes read the newest weights', async () => {
  const before = await plane.probes.decode(latents(2), 2);
  await trainTo(plane, plane.step + 1);
  const after = await plane.probes.decode(latents(2), 2);
  expect(after.step).toBe(before.step + 1);
  expect(after.values).not.toEqual(before.values);
});

describe('a study that cannot answer says so', () => {
  test.each([
    [
      'encode',
      () => flow.probes.encode('test', 1),
      'This study has no encoder, so there are no latent points; add an Encoder.',
    ],
    [
      'decode',
      () => flow.probes.decode(latents(1), 1),
      'This study has no decoder, so there is nothing to show for z; add a Decoder.',
    ],
    [
      'reconstruct',
      () => flow.probes.reconstruct(1),
      'This study has no encoder, so there are no latent points; add an Encoder.',
    ],
    [
      'sample',
      () => plane.probes.samplers.sample(null, { seed: 1, count: 1, numInferenceSteps: 1 }),
      'This study has no sampler; add one and wire the network into it.',
    ],
    [
      'field',
      () => plane.probes.samplers.field(latents(1), 1, 0),
      'This study has no sampler; add one and wire the network into it.',
    ],
  ])('%s', async (_name, ask, message) => {
    await expect(ask()).rejects.toThrow(new UserError(message));
  });
});
