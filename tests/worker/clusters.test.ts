import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Session } from '../../src/worker/session';
import { template } from '../core/compile/documents';
import { openSession, temporaryFolder, trainTo } from './support';

const folder = temporaryFolder();

describe('clusters of digits', () => {
  let session: Session;
  let metrics: Record<string, number>;
  beforeAll(async () => {
    session = await openSession(template('clusters-digits'), join(folder, 'run'));
    await trainTo(session, 120);
    metrics = await session.evaluate();
  });

  test('twenty directions explain as much of the held-out digits as they are known to', () => {
    // PCA of all of MNIST: 64.4 % of the variance along the first twenty.
    expect(metrics.variance_explained).toBeGreaterThan(0.63);
    expect(metrics.variance_explained).toBeLessThan(0.67);
  });

  test('groups that no label was shown to agree with the classes, those of the mixture more', () => {
    expect(metrics.clusters_used).toBe(10);
    expect(metrics.cluster_purity).toBeGreaterThan(0.48);
    expect(metrics.cluster_nmi).toBeGreaterThan(0.4);
    expect(metrics['cluster_nmi:mixture_agreement']).toBeGreaterThan(0.4);
    expect(metrics.cluster_purity).toBeLessThan(1);
  });

  test('encoded digits say which group they are in, and the groups are those that were measured', async () => {
    expect(session.info.probes.encode?.columns).toEqual(['reconstruction_error', 'cluster', 'component']);
    const { columns, labels, count } = await session.probes.encode('test', 2_000, 0, ['cluster', 'component']);
    const { cluster = new Float32Array(), component = new Float32Array() } = columns;
    expect(new Set(cluster).size).toBe(10);
    expect(cluster).toHaveLength(count);
    const purity = (groups: Float32Array): number => {
      const table = new Map<string, number>();
      groups.forEach((group, i) => {
        const key = `${group} ${labels[i]}`;
        table.set(key, (table.get(key) ?? 0) + 1);
      });
      const best = Array.from({ length: 10 }, (_, group) =>
        Math.max(...Array.from({ length: 10 }, (_, label) => table.get(`${group} ${label}`) ?? 0)),
      );
      return best.reduce((a, b) => a + b) / count;
    };
    expect(Math.abs(purity(cluster) - metrics.cluster_purity)).toBeLessThan(0.05);
    expect(Math.abs(purity(component) - metrics['cluster_purity:mixture_agreement'])).toBeLessThan(0.05);
  });

  test('the density of codes is asked of encoded digits', async () => {
    expect(session.info.probes.densities).toMatchObject([{ node: 'mixture', dimensions: 20, latent: true }]);
    const items = await session.probes.densityItems('mixture', 'test', 0, 500);
    expect(items.values).toHaveLength(500 * 20);
    const { logProb } = await session.probes.density.of(items.values, items.count);
    const mean = logProb.reduce((sum, value) => sum + value / 500, 0);
    expect(Math.abs(mean + metrics.test_nll)).toBeLessThan(2);
  });

  test('what is seen along the directions is a digit again, but for what they leave out', async () => {
    const { original, reconstruction } = await session.probes.reconstruct(64);
    const lost = original.reduce((sum, value, i) => sum + (value - reconstruction[i]) ** 2, 0);
    const size = original.reduce((sum, value) => sum + value ** 2, 0);
    expect(lost / size).toBeLessThan(0.25);
  });
});
