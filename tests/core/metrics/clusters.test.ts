import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { clusterAgreement } from '../../../src/core/metrics/clusters';

const golden = JSON.parse(readFileSync(new URL('../../golden/densities.json', import.meta.url), 'utf8')).clusters;

test('purity and mutual information are those of NumPy', () => {
  const { purity, nmi, used } = clusterAgreement(golden.table, golden.rows);
  expect(purity).toBeCloseTo(golden.purity, 12);
  expect(nmi).toBeCloseTo(golden.nmi, 12);
  expect(used).toBe(4);
});

test('clusters that are the classes agree in full, those that say nothing not at all', () => {
  expect(clusterAgreement([0, 5, 7, 0], 2)).toEqual({ purity: 1, nmi: 1, used: 2 });
  const nothing = clusterAgreement([2, 4, 3, 6, 0, 0], 3);
  expect(nothing.nmi).toBeCloseTo(0, 12);
  expect(nothing.purity).toBeCloseTo(10 / 15, 12);
  expect(nothing.used).toBe(2);
});
