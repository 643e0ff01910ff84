/** A short training of the energy-based model in the plane. */

import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { eightGaussiansModes, pointSet } from '../../src/core/data';
import { readSafetensors } from '../../src/core/export';
import { modeCoverage, realFloor, slicedWasserstein } from '../../src/core/metrics';
import { readCheckpoint } from '../../src/files/run-folder';
import type { Session } from '../../src/worker/session';
import { assigned, template } from '../core/compile/documents';
import { openSession, resume, temporaryFolder, trainTo } from './support';

const folder = temporaryFolder();
const document = template('ebm-2d');

const chainsOf = async (session: Session, directory: string): Promise<Float32Array> => {
  await session.checkpoint(false);
  const { tensors } = readSafetensors(await readCheckpoint(directory, session.step), 'checkpoint');
  const data = tensors.get('parameter/chains/buffer')?.data;
  if (!data) throw new Error('the checkpoint holds no chains');
  return Float32Array.from(data);
};

describe('persistent chains', () => {
  test('line up: a step moves the first ones, to the end of the queue', async () => {
    const directory = join(folder, 'queue');
    const session = await openSession(document, directory);
    await trainTo(session, 1);
    const before = await chainsOf(session, directory);
    await trainTo(session, 2);
    const after = await chainsOf(session, directory);
    const numbers = 2 * 256;
    expect(after.subarray(0, -numbers)).toEqual(before.subarray(numbers));
    const steps = after.subarray(-numbers).map((value, i) => value - before[i]);
    const rms = Math.sqrt(steps.reduce((total, step) => total + step ** 2, 0) / numbers);
    // 20 steps of noise 0.1 alone lead 0.45 away.
    expect(rms).toBeGreaterThan(0.3);
    expect(rms).toBeLessThan(0.9);
  });

  test('are kept: 6 steps are 3 steps and 3 resumed steps, bit for bit', async () => {
    const small = assigned(document, 'data.batch_size=32', 'chains.capacity=96');
    const whole = await openSession(small, join(folder, 'whole'));
    const all = await trainTo(whole, 6);
    const directory = join(folder, 'halves');
    const first = await openSession(small, directory);
    const before = await trainTo(first, 3);
    await first.checkpoint(false);
    const second = await resume(small, directory);
    expect([...before, ...(await trainTo(second, 6))]).toEqual(all);
    expect(await second.weightsSha256()).toBe(await whole.weightsSha256());
    expect(await chainsOf(second, directory)).toEqual(await chainsOf(whole, join(folder, 'whole')));
  });

  test('begin anew as often as the setting says, also while training', async () => {
    const directory = join(folder, 'restarts');
    const session = await openSession(assigned(document, 'chains.restart=0', 'chains.step_size=0.001'), directory);
    await trainTo(session, 1);
    const still = await chainsOf(session, directory);
    session.setLive('chains', 'restart', 1);
    await trainTo(session, 9);
    const moved = await chainsOf(session, directory);
    const far = (a: Float32Array, b: Float32Array) =>
      a.reduce((total, value, i) => total + Math.abs(value - b[i]), 0) / a.length;
    // Eight steps go around the queue once: with tiny steps only restarts lead away.
    expect(far(moved, still)).toBeGreaterThan(0.5);
  });
});

test('chains find all eight modes, and lie as the data does', async () => {
  const session = await openSession(assigned(document, 'trainer.steps=700'), join(folder, 'modes'));
  await trainTo(session, 700);
  const count = 3_000;
  const samples = await session.probes.draw('sampler', 0, count);
  const { centres, sigma } = eightGaussiansModes;
  const { covered, highQuality } = modeCoverage(samples, centres, sigma, { dim: 2 });
  expect(covered).toBe(8);
  expect(highQuality).toBeGreaterThan(0.85);
  const draw = (step: number) =>
    pointSet('eight-gaussians').sample(count, { seed: 0, stream: 'data/held-out', step }, []).x;
  const key = { seed: 0, stream: 'directions', step: 0 };
  const floor = realFloor(draw, 2, { key, repeats: 4 }).mean;
  expect(slicedWasserstein(samples, draw(0), 2, { key })).toBeLessThan(3 * floor);

  const walk = await session.probes.sample(null, { seed: 1, count: 16 });
  expect([walk.steps, walk.evaluations, walk.samples.length]).toEqual([200, 200, 201 * 16 * 2]);
  expect(Math.max(...walk.samples.subarray(0, 32).map(Math.abs))).toBeLessThanOrEqual(2.5);

  // A mode is more probable than the middle, by far more than the middle than the far corner of the box.
  const { logProb, kind } = await session.probes.density.of(Float32Array.of(centres[0], centres[1], 0, 0), 2);
  expect(kind).toBe('unnormalised');
  expect(logProb[0] - logProb[1]).toBeGreaterThan(3);
}, 60_000);
