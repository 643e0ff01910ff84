/** Runs of autoregressive models of pixels: what they learn beside PyTorch, how they draw, and how they go on from a digit. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pixelStudy } from '../core/catalogue/pixel-studies';
import { tinyDigits } from '../core/compile/documents';
import { Client } from './client';
import { openSession, temporaryFolder, trainTo } from './support';

interface Golden {
  small: { steps: number; batch: number; rate: number; losses: number[]; nats_per_dim: number };
}

/** The same network from the same weights on the same batches by PyTorch, written by tests/golden/make_pixels.py. */
const { small }: Golden = JSON.parse(readFileSync(new URL('../golden/pixels.json', import.meta.url), 'utf8'));

const folder = temporaryFolder();
const levels = 4;
const trained = await openSession(
  pixelStudy({
    levels,
    downsample: 4,
    batch: small.batch,
    trainer: { steps: small.steps, learning_rate: small.rate, schedule: 'cosine' },
  }),
  join(folder, 'small'),
);

test('learns as PyTorch does: the same first losses, and held-out nats per pixel within 0.1 %', async () => {
  const rows = await trainTo(trained, small.steps);
  const loss = trained.info.series.findIndex(({ node }) => node === 'loss');
  small.losses.forEach((expected, step) => {
    expect(rows[step][loss]).toBeCloseTo(expected, 4);
  });
  const { nats_per_dim: nats, bits_per_dim: bits, test_nll: nll } = await trained.evaluate();
  expect(Math.abs(nats / small.nats_per_dim - 1)).toBeLessThan(1e-3);
  expect(bits).toBeCloseTo(nats / Math.LN2, 5);
  expect(nll).toBeCloseTo(49 * nats, 3);
});

describe('drawing pixel by pixel', () => {
  const draw = (seed: number, count: number, given?: { item: number; known: number }) =>
    trained.probes.sample(null, { seed, count, ...(given && { given }) });

  test('is told as a walk whose frames fill from the top', async () => {
    expect(trained.info.probes.walks).toMatchObject([
      { node: 'sampler', unit: 'pixel', frames: 49, evaluations: 49, given: { rows: 7, columns: 7 } },
    ]);
    const { samples, steps, itemShape, evaluations } = await draw(1, 2);
    expect([steps, itemShape, evaluations]).toEqual([49, [1, 7, 7], 49]);
    const frame = (k: number) => Array.from(samples.subarray(2 * 49 * k, 2 * 49 * k + 49));
    expect(frame(0)).toEqual(new Array(49).fill(0.5));
    for (const k of [1, 20, 48]) {
      expect(frame(k).slice(k)).toEqual(new Array(49 - k).fill(0.5));
      expect(frame(k).slice(0, k)).toEqual(frame(49).slice(0, k));
    }
    for (const grey of frame(49)) expect((grey * (levels - 1)) % 1).toBeCloseTo(0, 5);
  });

  test('gives the same pictures for the same seed, the first of many being those of few, and others for another', async () => {
    const end = async (seed: number, count: number) => Array.from((await draw(seed, count)).samples.slice(-49 * count));
    const three = await end(5, 3);
    expect(await end(5, 3)).toEqual(three);
    expect(await end(6, 3)).not.toEqual(three);
    expect((await end(5, 5)).slice(0, 3 * 49)).toEqual(three);
  });

  test('goes on from the first pixels of a held-out digit, which stay as they are', async () => {
    const whole = Array.from((await draw(1, 1, { item: 3, known: 49 })).samples.slice(-49));
    const digit = trained.probes.data('test', 3, 1).values;
    const mean = (row: number, column: number) =>
      Array.from({ length: 16 }, (_, i) => digit[(4 * row + (i >> 2)) * 28 + 4 * column + (i & 3)]).reduce(
        (a, b) => a + b,
      ) / 16;
    whole.forEach((grey, i) => {
      expect(Math.round(grey * 3)).toBe(Math.min(3, Math.floor(mean(Math.floor(i / 7), i % 7) * levels + 1e-6)));
    });
    const known = 24;
    const { samples, steps } = await draw(1, 16, { item: 3, known });
    const pictures = Array.from({ length: 16 }, (_, i) =>
      Array.from(samples.slice(-49 * 16).subarray(49 * i, 49 * i + 49)),
    );
    for (const picture of pictures) expect(picture.slice(0, known)).toEqual(whole.slice(0, known));
    expect(new Set(pictures.map(String)).size).toBeGreaterThan(8);
    const at = (frame: number) => Array.from(samples.subarray(frame * 16 * 49, frame * 16 * 49 + 49));
    expect(steps).toBe(49);
    for (const frame of [0, 10, known])
      expect(at(frame)).toEqual([...whole.slice(0, known), ...new Array(25).fill(0.5)]);
    expect(at(known + 1)[known]).not.toBe(0.5);
  });

  test('with none known is drawing from nothing, with the same numbers', async () => {
    expect((await draw(4, 2, { item: 0, known: 0 })).samples).toEqual((await draw(4, 2)).samples);
  });

  test('tells what cannot be given', async () => {
    await expect(draw(1, 1, { item: 0, known: 50 })).rejects.toThrow('An item has 49 places');
    await expect(draw(1, 1, { item: 10_000, known: 3 })).rejects.toThrow('There is no held-out item 10000');
    const other = await openSession(tinyDigits(), join(folder, 'other'));
    expect(other.info.probes.walks).toMatchObject([{ node: 'sampler', given: null }]);
  });
});

test('pictures of 2 × 2 pixels are drawn as often as the model says that they are', async () => {
  const session = await openSession(
    pixelStudy({ levels: 2, downsample: 14, trainer: { learning_rate: 0.03 } }),
    join(folder, 'tiny'),
  );
  // After more steps all would be black: few quarters of a digit are half white.
  await trainTo(session, 4);
  const images = new Float32Array(16 * 784);
  for (let picture = 0; picture < 16; picture++)
    for (let pixel = 0; pixel < 784; pixel++) {
      const place = 2 * Math.floor(pixel / (28 * 14)) + Math.floor((pixel % 28) / 14);
      images[picture * 784 + pixel] = (picture >> place) & 1;
    }
  const { logProb, kind } = await session.probes.density.of(images, 16);
  const probabilities = Array.from(logProb, Math.exp);
  expect(kind).toBe('exact');
  expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 5);

  const count = 40_000;
  const apart = async (): Promise<number> => {
    const { samples } = await session.probes.sample(null, { seed: 2, count });
    const seen = new Array(16).fill(0);
    const last = samples.subarray(samples.length - 4 * count);
    for (let i = 0; i < count; i++)
      seen[last[4 * i] + 2 * last[4 * i + 1] + 4 * last[4 * i + 2] + 8 * last[4 * i + 3]]++;
    return seen.reduce((total, n, i) => total + Math.abs(n / count - probabilities[i]), 0) / 2;
  };
  // Of a fair sample of this size the distance is about 0.008.
  expect(await apart()).toBeLessThan(0.016);
  session.setLive('sampler', 'temperature', 0.7);
  expect(await apart()).toBeGreaterThan(0.03);
});

test('a run trains on while pictures are drawn from weights that stay as they are', async () => {
  const client = new Client(join(folder, 'beside'));
  const document = pixelStudy({ downsample: 2, batch: 8, trainer: { learning_rate: 0.01, steps: 100_000 } });
  await client.request('session.open', { document, resume: null });
  const request = { channel: 'samples', node: 'sampler', seed: 1, count: 4, num_inference_steps: 1 };
  const before = await client.request('probe.sample', request);
  await client.request('train.start', { until: null });
  const newest = (): number =>
    Math.max(0, ...client.events.map(({ payload }) => ('step' in payload ? Number(payload.step) : 0)));
  const start = newest();
  const now = await client.request('probe.sample', request);
  const then = await client.request('probe.sample', { ...request, weights: { step: 0 } });
  expect(newest()).toBeGreaterThan(start + 2);
  expect(then.samples).toEqual(before.samples);
  expect(now.step).toBeLessThan(newest());
  await client.server.end();
});
