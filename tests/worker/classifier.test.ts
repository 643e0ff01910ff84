/** A density of each digit that reads digits, beside a classifier. */

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { catalogue } from '../../src/core/catalogue';
import { analyse } from '../../src/core/compile';
import { constant } from '../../src/core/tensor';
import { GatheredColumns } from '../../src/worker/gathered-columns';
import { assigned, changed, template } from '../core/compile/documents';
import { openSession, resume, temporaryFolder, trainTo } from './support';

const folder = temporaryFolder();
const whole = template('generative-classifier-digits');
/** Fewer and smaller than the template. */
const small = assigned(
  whole,
  'density.components=4',
  'density.directions=6',
  'data.batch_size=500',
  'clothes.batch_size=500',
  'fit.steps=40',
  'trainer.updates_per_step=1',
);

test('densities read held-out digits and notice clothes, which the classifier takes for digits', async () => {
  const session = await openSession(small, join(folder, 'run'));
  const rows = await trainTo(session, 40);
  for (const row of rows) for (const value of row) expect(Number.isFinite(value)).toBe(true);
  const told = await session.evaluate();
  expect(Object.keys(told).sort()).toEqual(session.probes.targets.measures.map(({ name }) => name).sort());
  expect(told.test_accuracy).toBeGreaterThan(0.95);
  expect(told.outlier_auroc).toBeGreaterThan(0.95);
  expect(told.test_accuracy_discriminative).toBeGreaterThan(0.85);
  expect(told.outlier_auroc_discriminative).toBeGreaterThan(0.4);
  expect(told.outlier_auroc).toBeGreaterThan(told.outlier_auroc_discriminative + 0.1);

  // What the views ask says the same: digits of the right class, averaged over classes, above clothes of any.
  const { values } = session.probes.data('test', 0, 20);
  const digits = await session.probes.density.of(values, 20);
  expect(digits.kind).toBe('exact');
  const inverted = await session.probes.density.of(
    values.map((grey) => 1 - grey),
    20,
  );
  expect(Math.min(...digits.logProb)).toBeGreaterThan(Math.max(...inverted.logProb));
}, 60_000);

test('4 steps are 2 steps and 2 resumed steps, bit for bit', async () => {
  const tiny = assigned(
    small,
    'data.batch_size=60',
    'clothes.batch_size=60',
    'density.components=2',
    'density.directions=2',
  );
  const straight = await openSession(tiny, join(folder, 'straight'));
  const rows = await trainTo(straight, 4);
  const directory = join(folder, 'halves');
  const first = await openSession(tiny, directory);
  const before = await trainTo(first, 2);
  await first.checkpoint(false);
  const second = await resume(tiny, directory);
  expect([...before, ...(await trainTo(second, 4))]).toEqual(rows);
  expect(await second.weightsSha256()).toBe(await straight.weightsSha256());
});

test('columns are gathered over all batches before they are judged', async () => {
  const seen: Record<string, number[]>[] = [];
  const columns = new GatheredColumns([
    {
      node: 'judge',
      names: ['most'],
      columns: [{ output: 'column judge a', name: 'a', value: constant([0], [1]) }],
      measure: (given) => {
        seen.push(Object.fromEntries(Object.entries(given).map(([name, values]) => [name, [...values]])));
        return { most: Math.max(...given.a) };
      },
    },
  ]);
  const piece = (...values: number[]) => ({
    'column judge a': {
      shape: [values.length],
      dtype: 'float32' as const,
      read: async () => Float32Array.from(values),
      dispose: () => {},
    },
  });
  await columns.take(piece(1, 5));
  await columns.take(piece(4));
  expect(columns.told({ measures: [{ name: 'most', node: 'judge' }] })).toEqual({ most: 5 });
  expect(seen).toEqual([{ a: [1, 5, 4] }]);
});

test('sentences say what a classifier lacks', () => {
  const problemsOf = (document: typeof whole) => analyse(document, catalogue).problems.map(({ message }) => message);
  const unlabelled = changed(whole, { type: 'edge.remove', graph: null, edge: 'data_label-density_y' });
  expect(problemsOf(unlabelled)).toContain(
    'Bayes classifier needs log p(x | y), but this model takes no labels; wire labels into it, or choose another one.',
  );
  expect(problemsOf(assigned(whole, 'clothes.layout=image'))).toContain(
    'Judge of the densities gets items of 1 × 28 × 28 on "outliers", but the classifier takes 784; choose the same layout for both.',
  );
});
