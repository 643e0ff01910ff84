import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/worker/user-error';
import { tinyHierarchy, twoAutoencoders } from '../core/catalogue/latent-documents';
import { assigned, template } from '../core/compile/documents';
import { openSession, temporaryFolder, trainTo } from './support';

const folder = temporaryFolder();

/** Values from PyTorch on the same digits, written by tests/golden/make_vae_digits.py. */
interface Golden {
  readonly steps: number;
  readonly widths: Readonly<Record<string, readonly { elbo: number; reconstruction: number; kl: number }[]>>;
}
const golden: Golden = JSON.parse(readFileSync(new URL('../golden/vae_digits.json', import.meta.url), 'utf8'));

const average = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

describe('VAE on digits against PyTorch', () => {
  // Seeds lie up to 2 nats apart with 20 latents, and up to 4 with 2.
  test.each([
    ['2', 5],
    ['20', 2],
  ])('after as many steps with %s latents', async (width, apart) => {
    const document = assigned(template('vae-digits'), `encoder.latent=${width}`, 'bound.samples=5');
    const session = await openSession(document, join(folder, `digits-${width}`));
    await trainTo(session, golden.steps);
    const { test_elbo, test_reconstruction, test_kl, test_iw_bound } = await session.evaluate();
    const rows = golden.widths[width];
    expect(Math.abs(test_elbo - average(rows.map(({ elbo }) => elbo)))).toBeLessThan(apart);
    expect(Math.abs(test_reconstruction - average(rows.map((row) => row.reconstruction)))).toBeLessThan(apart + 0.5);
    expect(Math.abs(test_kl - average(rows.map(({ kl }) => kl)))).toBeLessThan(1.5);
    expect(test_iw_bound).toBeLessThan(test_elbo - 0.5);
    expect(test_iw_bound).toBeGreaterThan(test_elbo - 10);
  });
});

describe('levels of latents while one is frozen', async () => {
  const session = await openSession(tinyHierarchy(), join(folder, 'levels'));
  await trainTo(session, 3);
  const drawn = async (levels: string[], every: number, count = 12): Promise<string[]> => {
    const { samples } = await session.probes.sample('sampler', { seed: 4, count, frozen: { levels, every } });
    return Array.from({ length: count }, (_, i) => samples.slice(2 * i, 2 * i + 2).join());
  };

  test('every so many items have its numbers in common, and all of them only where all are frozen', async () => {
    const rows = await drawn(['z2', 'z1', 'x'], 4);
    expect(rows).toEqual(rows.map((_, i) => rows[i - (i % 4)]));
    expect(new Set(rows).size).toBe(3);
    expect(new Set(await drawn(['z2'], 4)).size).toBe(12);
  });

  test('the frozen numbers are told by the seed, and do not depend on how many items there are', async () => {
    expect(await drawn(['z2'], 4)).toEqual(await drawn(['z2'], 4));
    const all = ['z2', 'z1', 'x'];
    expect((await drawn(all, 4, 700)).slice(0, 12)).toEqual(await drawn(all, 4));
    expect(new Set(await drawn(all, 700, 700)).size).toBe(1);
  });

  test('nothing frozen draws what is drawn without asking', async () => {
    const plain = await session.probes.sample('sampler', { seed: 4, count: 12 });
    expect(plain.samples).toEqual(
      (await session.probes.sample('sampler', { seed: 4, count: 12, frozen: null })).samples,
    );
    expect(session.info.probes.walks).toMatchObject([{ levels: ['z2', 'z1', 'x'] }]);
  });

  test('a level that it does not have is refused', async () => {
    await expect(drawn(['z3'], 4)).rejects.toThrow(
      new UserError('This sampler draws no "z3" that could be frozen; it draws z2, z1, x.'),
    );
  });
});

test('autoencoders: each reconstructs the same items, and the first one is the latent plane', async () => {
  const session = await openSession(twoAutoencoders(), join(folder, 'autoencoders'));
  const { probes } = session.info;
  expect(probes.encode).toEqual({ width: 1, columns: ['reconstruction_error'] });
  expect(probes.autoencoders.map(({ node: id, width }) => [id, width])).toEqual([
    ['decoder_1', 1],
    ['decoder_2', 2],
  ]);
  const { reconstruction, others, original } = await session.probes.reconstruct(5);
  expect([reconstruction.length, others.map(({ length }) => length), original.length]).toEqual([10, [10], 10]);
  expect(others[0]).not.toEqual(reconstruction);
  await trainTo(session, 400);
  const measured = await session.evaluate();
  expect(measured.test_reconstruction_2).toBeLessThan(measured.test_reconstruction_1);
});
