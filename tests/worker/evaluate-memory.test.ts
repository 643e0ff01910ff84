import { join } from 'node:path';
import { expect, test } from 'vitest';
import { template } from '../core/compile/documents';
import { openSession, temporaryFolder } from './support';

const folder = temporaryFolder();

test('what would need more memory than a process of the studio gets goes through the held-out set in smaller batches', async () => {
  const document = template('vae-conv-digits');
  const without = new Set(['quality', 'sampler']);
  const study = {
    ...document.study,
    nodes: document.study.nodes.filter(({ id }) => !without.has(id)),
    edges: document.study.edges.filter(({ source, target }) => !without.has(source.node) && !without.has(target.node)),
  };
  const session = await openSession({ ...document, study }, join(folder, 'conv'));
  const batches: number[] = [];
  const { test_elbo, test_iw_bound } = await session.evaluate((_done, total) => batches.push(total));
  expect(batches[0]).toBeGreaterThan(10);
  expect(test_iw_bound).toBeLessThan(test_elbo);
}, 120_000);
