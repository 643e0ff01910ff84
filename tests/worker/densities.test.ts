import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from '../../src/core/catalogue';
import { pointSet } from '../../src/core/data';
import { defaultSettings } from '../../src/core/graph';
import type { ProjectDocument } from '../../src/core/graph/document';
import { realFloor, slicedWasserstein } from '../../src/core/metrics';
import type { Session } from '../../src/worker/session';
import { assigned, template } from '../core/compile/documents';
import { openSession, resume, temporaryFolder, trainTo } from './support';

const folder = temporaryFolder();
const document = template('density-2d');
/** Without the measures of samples, which are tested where they are. */
const unjudged: ProjectDocument = {
  ...document,
  study: {
    ...document.study,
    nodes: document.study.nodes.map((node) => (node.type === 'metric.points' ? { ...node, mode: 'mute' } : node)),
  },
};

/** Places in the middle of the cells of a square grid about 0, and the area of a cell. */
const grid = (reach: number, cells: number): { points: Float32Array; area: number } => {
  const side = (2 * reach) / cells;
  const points = new Float32Array(2 * cells * cells);
  for (let row = 0; row < cells; row++)
    for (let column = 0; column < cells; column++)
      points.set([-reach + (column + 0.5) * side, -reach + (row + 0.5) * side], 2 * (row * cells + column));
  return { points, area: side * side };
};

describe('a kernel density and a mixture of the same points', () => {
  let session: Session;
  beforeAll(async () => {
    session = await openSession(unjudged, join(folder, 'fitted'));
    await trainTo(session, 150);
  });

  test('say so to whoever asks what the model knows', () => {
    expect(session.info.probes.densities).toMatchObject([
      {
        node: 'kde',
        kind: 'exact',
        dimensions: 2,
        numbers: 2,
        latent: false,
        scan: { setting: 'bandwidth', title: 'Bandwidth h' },
      },
      { node: 'mixture', kind: 'exact', dimensions: 2, latent: false, scan: null },
    ]);
    expect(session.info.parameterCount).toBe(0);
  });

  test.each(['kde', 'mixture'])('the density of %s is 1 in all', async (node) => {
    const { points, area } = grid(4, 160);
    const { logProb } = await session.probes.density.of(points, points.length / 2, { node });
    expect(logProb.reduce((sum, value) => sum + area * Math.exp(value), 0)).toBeCloseTo(1, 2);
  });

  test.each(['kde_samples', 'mixture_samples'])('what %s draws is distributed as the data', async (node) => {
    // As many as the kernel density remembers.
    const count = 1_000;
    const set = pointSet('pinwheel');
    const real = (index: number) => set.sample(count, { seed: 0, stream: 'data/other', step: index }, []).x;
    const key = { seed: 0, stream: 'directions', step: 0 };
    const floor = realFloor(real, 2, { key, repeats: 8 }).mean;
    const distances: number[] = [];
    for (let seed = 0; seed < 4; seed++) {
      const samples = await session.probes.draw(node, seed, count);
      distances.push(slicedWasserstein(samples, real(seed), 2, { key }));
      expect(await session.probes.draw(node, seed, count)).toEqual(samples);
    }
    expect(distances.reduce((sum, each) => sum + each / 4, 0)).toBeLessThan(1.5 * floor);
  });

  test('as the bandwidth falls what it remembers becomes probable without end, and held-out points do not', async () => {
    const { values, count } = session.probes.data('test', 0, 2_000);
    const asked = Float32Array.of(0.5, 0.25, 0.09, 0.03, 0.01, 0.001);
    const { heldOut, training, leaveOneOut, present } = await session.probes.density.scan({
      values: asked,
      x: values,
      count,
    });
    const gap = training.map((value, i) => value - heldOut[i]);
    for (let i = 1; i < asked.length; i++) expect(gap[i]).toBeGreaterThan(gap[i - 1] - 0.03);
    expect(training[5]).toBeGreaterThan(4);
    expect(heldOut[5]).toBeLessThan(-1_000);
    // The best of these widths is neither the widest nor the narrowest, and leaving items out finds it without held-out ones.
    expect(heldOut.indexOf(Math.max(...heldOut))).toBe(2);
    expect(leaveOneOut.indexOf(Math.max(...leaveOneOut))).toBe(2);
    expect(present).toBeCloseTo(0.15, 6);
    const { logProb } = await session.probes.density.of(values, count, { node: 'kde' });
    const [same] = (await session.probes.density.scan({ values: Float32Array.of(0.15), x: values, count })).heldOut;
    expect(same).toBeCloseTo(
      logProb.reduce((sum, value) => sum + value / count, 0),
      4,
    );
  });

  test('the likelihood of held-out points is measured for both, each under its own name', async () => {
    const metrics = await session.evaluate();
    expect(metrics.test_nll).toBeLessThan(1.85);
    expect(metrics['test_nll:mixture_test']).toBeLessThan(1.75);
    const { logProb, count } = await session.probes.density.of(...everything(session), { node: 'mixture' });
    const mean = logProb.reduce((sum, value) => sum + value / count, 0);
    expect(metrics['test_nll:mixture_test']).toBeCloseTo(-mean, 3);
  });

  test('the bandwidth moves while it goes on, and the density with it', async () => {
    const { values } = session.probes.data('test', 0, 1);
    const before = await session.probes.density.of(values, 1, { node: 'kde' });
    session.setLive('kde', 'bandwidth', 1);
    const after = await session.probes.density.of(values, 1, { node: 'kde' });
    session.setLive('kde', 'bandwidth', 0.15);
    expect(Math.abs(after.logProb[0] - before.logProb[0])).toBeGreaterThan(0.1);
  });
});

const everything = (session: Session): [Float32Array, number] => {
  const { values, count } = session.probes.data('test', 0, 10_000);
  return [values, count];
};

test('a fit of 12 steps is 6 steps and 6 resumed steps, bit for bit', async () => {
  const whole = await openSession(document, join(folder, 'whole'));
  const rows = await trainTo(whole, 12);
  const directory = join(folder, 'halves');
  const first = await openSession(document, directory);
  const before = await trainTo(first, 6);
  await first.checkpoint(false);
  await first.close();
  const second = await resume(document, directory);
  expect([...before, ...(await trainTo(second, 12))]).toEqual(rows);
  expect(await second.weightsSha256()).toBe(await whole.weightsSha256());
});

test('likelihood of fresh points rises as expectation maximisation goes on', async () => {
  const session = await openSession(document, join(folder, 'rises'));
  const names = session.info.series.map(({ name }) => name);
  const rows = await trainTo(session, 100);
  const mean = (from: number, to: number): number =>
    rows.slice(from, to).reduce((sum, row) => sum + row[names.indexOf('mixture_nll')] / (to - from), 0);
  expect(mean(0, 5) - mean(20, 40)).toBeGreaterThan(0.1);
  expect(mean(20, 40) - mean(80, 100)).toBeGreaterThan(0);
});

test('a learned bandwidth and a mixture by gradient find what scan and expectation maximisation find', async () => {
  const learned = assigned(document, 'kde.bandwidth_rule=learned', 'mixture.fit=gradient', 'data.batch_size=256');
  const trainer = catalogue.find('trainer.adam');
  if (!trainer) throw new Error('There is no Adam trainer.');
  const adam = defaultSettings(trainer);
  const nodes = learned.study.nodes.map((node) =>
    node.id === 'fit'
      ? { ...node, type: 'trainer.adam', settings: { ...adam, learning_rate: 0.03, steps: 300 } }
      : node.id === 'kde'
        ? { ...node, settings: { ...node.settings, bandwidth: 0.6 } }
        : node,
  );
  const session = await openSession({ ...learned, study: { ...learned.study, nodes } }, join(folder, 'learned'));
  await trainTo(session, 300);
  const { values, count } = session.probes.data('test', 0, 2_000);
  const { present } = await session.probes.density.scan({ values: Float32Array.of(0.1), x: values, count });
  expect(present).toBeGreaterThan(0.07);
  expect(present).toBeLessThan(0.13);
  const { logProb } = await session.probes.density.of(values, count, { node: 'mixture' });
  expect(logProb.reduce((sum, value) => sum + value / count, 0)).toBeGreaterThan(-1.75);
});
