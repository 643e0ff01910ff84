import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { normal } from '../../src/core/tensor';
import { createEngine } from '../../src/engine';
import { holdBreath } from '../../src/worker/breathe';
import { Nearest } from '../../src/worker/nearest';
import { assigned, template, tinyFlow, tinyVae } from '../core/compile/documents';
import { openSession, temporaryFolder, trainTo } from './support';

const folder = temporaryFolder();
const engine = await createEngine('cpu');
afterAll(() => engine.dispose());

const random = (count: number, stream: string): Float32Array =>
  normal(new Float32Array(count), { seed: 1, stream, step: 0 });

test('the nearest of a set is found for every row, to the rounding of float32', async () => {
  const dim = 5;
  const [rows, queries] = [random(300 * dim, 'rows').map((x) => x + 7), random(131 * dim, 'queries').map((x) => x + 7)];
  queries.set(rows.subarray(40 * dim, 41 * dim), 3 * dim);
  const nearest = await Nearest.among(engine, rows, dim);
  const found = await nearest.of(queries, holdBreath);
  await nearest.release();
  const expected = Float32Array.from({ length: 131 }, (_, i) => {
    let least = Number.POSITIVE_INFINITY;
    for (let j = 0; j < 300; j++) {
      const own = rows.subarray(j * dim, (j + 1) * dim);
      least = Math.min(least, Math.hypot(...own.map((value, d) => value - queries[i * dim + d])));
    }
    return least;
  });
  expect(found[3]).toBeLessThan(0.003);
  for (let i = 0; i < 131; i++) if (i !== 3) expect(found[i]).toBeCloseTo(expected[i], 3);
});

describe('of a latent space', () => {
  const measured = async (name: string, beta: number) => {
    const hidden = ['encoder/mlp.hidden=64', 'decoder/mlp.hidden=64'];
    const document = assigned(template('vae-digits'), ...hidden, 'data.batch_size=64', `kl.beta=${beta}`);
    const session = await openSession(document, join(folder, name));
    await trainTo(session, 500);
    const ask = (seed: number) =>
      session.models.askAtLength(undefined, (probes) => probes.latentQuality(seed, holdBreath));
    return { session, ask, quality: await ask(0) };
  };

  test('a VAE is more complete than an autoencoder of the same making', async () => {
    const [vae, ae] = [await measured('vae', 1), await measured('ae', 0)];
    expect(vae.quality.completeness).toBeGreaterThan(1.5 * ae.quality.completeness);
    // What is near is said by the data alone.
    expect(vae.quality.near).toBe(ae.quality.near);
    expect(vae.quality.near).toBeGreaterThan(0);
    for (const { roughness, count, step } of [vae.quality, ae.quality]) {
      expect([count, step]).toEqual([512, 500]);
      expect(roughness).toBeGreaterThan(0);
      expect(roughness).toBeLessThan(1);
    }
    expect(await vae.ask(0)).toEqual(vae.quality);
    expect((await vae.ask(1)).completeness).not.toBe(vae.quality.completeness);
  });

  test('belongs to the weights of the beginning, though the run trains on meanwhile', async () => {
    const session = await openSession(tinyVae(), join(folder, 'meanwhile'));
    const still = await session.models.askAtLength(undefined, (probes) => probes.latentQuality(0, holdBreath));
    const moving = await session.models.askAtLength(undefined, (probes) =>
      probes.latentQuality(0, async () => {
        if (session.step < 30) await session.train();
      }),
    );
    expect(session.step).toBeGreaterThan(10);
    expect(moving).toEqual(still);
    expect(await session.models.ask({ step: 0 }, (probes) => probes.latentQuality(0, holdBreath))).toEqual(still);
  });

  test('is refused where nothing is decoded', async () => {
    const session = await openSession(tinyFlow(), join(folder, 'flow'));
    await expect(session.probes.latentQuality(0, holdBreath)).rejects.toThrow('no decoder');
  });
});

describe('columns of encoded items', () => {
  test('are the errors of the reconstructions and the width of the posterior, for the items from an offset on', async () => {
    const session = await openSession(tinyVae(), join(folder, 'columns'));
    await trainTo(session, 10);
    const names = ['reconstruction_error', 'posterior_std'] as const;
    expect(session.info.probes.encode?.columns).toEqual(names);
    const { columns, z, offset } = await session.probes.encode('test', 20, 5, names);
    expect(offset).toBe(5);
    const whole = await session.probes.encode('test', 25);
    expect(whole.columns).toEqual({});
    for (let i = 0; i < z.length; i++) expect(z[i]).toBeCloseTo(whole.z[10 + i], 5);
    const { values } = session.probes.data('test', 5, 20);
    const decoded = await session.probes.decode(z, 20);
    for (let i = 0; i < 20; i++) {
      const error =
        ((decoded.values[2 * i] - values[2 * i]) ** 2 + (decoded.values[2 * i + 1] - values[2 * i + 1]) ** 2) / 2;
      expect(columns.reconstruction_error?.[i]).toBeCloseTo(error, 5);
    }
    expect(columns.posterior_std).toHaveLength(20);
    expect(Math.min(...(columns.posterior_std ?? [0]))).toBeGreaterThan(0);
  });

  test('the width of the posterior is the mean of exp(log-variance / 2)', async () => {
    const session = await openSession(
      assigned(tinyVae(), 'kl.beta=20', 'trainer.learning_rate=0.03'),
      join(folder, 'prior'),
    );
    await trainTo(session, 40);
    // Under a strong prior every q(z | x) comes to N(0, 1).
    const { columns } = await session.probes.encode('test', 200, 0, ['posterior_std']);
    const widths = Array.from(columns.posterior_std ?? []);
    expect(widths.reduce((a, b) => a + b, 0) / 200).toBeCloseTo(1, 0);
    expect(Object.keys(columns)).toEqual(['posterior_std']);
  });
});
