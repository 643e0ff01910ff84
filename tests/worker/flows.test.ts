/** Normalizing flows as views ask them: densities, the way from noise layer by layer, noise that is given. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/worker/user-error';
import { assigned, template } from '../core/compile/documents';
import { openSession, resume, temporaryFolder, trainTo } from './support';

const folder = temporaryFolder();
const document = assigned(template('realnvp-2d'), 'trainer.steps=500', 'trainer.learning_rate=0.003');
const moons = await openSession(document, join(folder, 'moons'));
await trainTo(moons, 500);

/** Middles of cells over a box that holds all data, and the area of one. */
const grid = (cells: number, half = 4) => {
  const side = (2 * half) / cells;
  const points = new Float32Array(2 * cells * cells);
  for (let i = 0; i < cells * cells; i++) {
    points[2 * i] = ((i % cells) + 0.5) * side - half;
    points[2 * i + 1] = (Math.floor(i / cells) + 0.5) * side - half;
  }
  return { points, count: cells * cells, area: side * side };
};

describe('a RealNVP on two moons, after 500 steps', () => {
  test('has learned: a far better likelihood than a normal distribution has, and not one that cannot be', async () => {
    const { test_nll: nll } = await moons.evaluate();
    // Of data of standard deviation 1 a normal distribution has log(2πe) = 2.84 nats; the entropy of the moons is 1.28.
    expect(nll).toBeLessThan(1.6);
    expect(nll).toBeGreaterThan(1.28);
  });

  test('its density sums up to 1 over the plane', async () => {
    const { points, count, area } = grid(256);
    const { logProb, kind } = await moons.probes.density.of(points, count);
    expect(kind).toBe('exact');
    expect(Math.abs(logProb.reduce((sum, value) => sum + Math.exp(value) * area, 0) - 1)).toBeLessThan(0.01);
  });

  test('tells views of its layers and its density', () => {
    const { walks, densities } = moons.info.probes;
    expect(walks).toMatchObject([{ node: 'sampler', unit: 'layer', frames: 8, perFrame: 1, noise: 2, classes: 0 }]);
    expect(densities).toMatchObject([{ node: 'density', kind: 'exact', dimensions: 2, classes: 0 }]);
  });

  test('goes from noise to data layer by layer: one coordinate moves in each', async () => {
    const { samples, predOriginal, steps, times } = await moons.probes.sample(null, { seed: 1, count: 50 });
    expect([steps, predOriginal.length, times.length]).toEqual([8, 0, 9]);
    for (let layer = 0; layer < 8; layer++) {
      const moved = [0, 1].map((axis) =>
        Array.from({ length: 50 }, (_, i) => i).some(
          (i) => samples[(layer * 50 + i) * 2 + axis] !== samples[((layer + 1) * 50 + i) * 2 + axis],
        ),
      );
      expect(moved.filter(Boolean).length).toBe(1);
    }
  });

  test('begins with noise that is given, and gives the same for the same', async () => {
    const drawn = await moons.probes.sample(null, { seed: 1, count: 50 });
    const noise = drawn.samples.slice(0, 100);
    const given = await moons.probes.sample('sampler', { seed: 99, count: 50, noise });
    expect(given.samples).toEqual(drawn.samples);
    const other = await moons.probes.sample('sampler', { seed: 1, count: 50, noise: noise.map((value) => -value) });
    expect(other.samples.slice(0, 100)).toEqual(noise.map((value) => -value));
    expect(other.samples.slice(800)).not.toEqual(drawn.samples.slice(800));
  });

  test('refuses noise of another size', async () => {
    const asked = moons.probes.sample('sampler', { seed: 1, count: 50, noise: new Float32Array(99) });
    await expect(asked).rejects.toThrow(UserError);
    await expect(asked).rejects.toThrow('An item is made of 2 numbers of noise; 99 came for 50 items.');
  });
});

test('a sampler with a path of noise takes none that is given', async () => {
  const flow = await openSession(template('rectified-flow-2d'), join(folder, 'path'));
  await expect(flow.probes.sample(null, { seed: 1, count: 5, noise: new Float32Array(10) })).rejects.toThrow(
    'draws its noise itself',
  );
});

test('a Glow that is resumed goes on bit for bit, with its act norms where the first batch put them', async () => {
  const small = assigned(
    template('realnvp-2d'),
    'couplings.repeat=2',
    'couplings.actnorm=true',
    'couplings.mixing=invertible_1x1',
    'trainer.steps=20',
  );
  const whole = await openSession(small, join(folder, 'whole'));
  const rows = await trainTo(whole, 12);
  const directory = join(folder, 'halves');
  const first = await openSession(small, directory);
  const before = await trainTo(first, 5);
  await first.checkpoint(false);
  const second = await resume(small, directory);
  expect([...before, ...(await trainTo(second, 12))]).toEqual(rows);
});
