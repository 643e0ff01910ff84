import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { analyse } from '../../../src/core/compile';
import type { ProjectDocument } from '../../../src/core/graph/document';
import { openSession, temporaryFolder, trainTo } from '../../worker/support';
import { assigned, chain, errorsOf, flowWith, node, parsed, tinyFlow, wire } from './documents';

const folder = temporaryFolder();

/** A flow that only knows the label: its velocity is one vector for each class. */
const labelled = (set: string, entries: number): ProjectDocument => {
  const base = flowWith(chain('y', node('table', 'layer.embedding', { entries, width: 2 })));
  const edges = [...base.study.edges, wire('data.label', 'denoiser.y')];
  return assigned(parsed({ ...base, study: { ...base.study, edges } }), `data.set=${set}`);
};

describe('a denoiser with labels on y', () => {
  test('is given them while it trains, and each class in turn while it samples', async () => {
    const session = await openSession(labelled('two-moons', 2), join(folder, 'moons'));
    const rows = await trainTo(session, 3);
    expect(rows.flat().every(Number.isFinite)).toBe(true);
    const [count, steps] = [6, 2];
    const { samples } = await session.probes.samplers.sample(null, { seed: 1, count, numInferenceSteps: steps });
    const size = 2 * count;
    const way = Array.from({ length: size }, (_, i) => samples[steps * size + i] - samples[i]);
    const [first, second] = [way.slice(0, 2), way.slice(2, 4)];
    expect(Math.abs(first[0] - second[0])).toBeGreaterThan(1e-3);
    for (const [i, step] of way.entries()) expect(step).toBeCloseTo([...first, ...second][i % 4], 5);
  });

  test('learns from the labels: the rows of both classes change', async () => {
    const session = await openSession(labelled('two-moons', 2), join(folder, 'learns'));
    const before = await session.weightsSha256();
    await trainTo(session, 3);
    expect(await session.weightsSha256()).not.toBe(before);
  });

  test('says how many classes there are to what follows', () => {
    const short = errorsOf(labelled('eight-gaussians', 3));
    expect(short).toEqual([
      ['denoiser', 'table', expect.stringContaining('has 3 entries but gets labels up to 7; set its entries to 8.')],
    ]);
    expect(errorsOf(labelled('eight-gaussians', 8))).toEqual([]);
  });
});

test('without a wire on y there is nothing to ask for', () => {
  const document = flowWith(chain('y', node('table', 'layer.embedding', { entries: 2, width: 2 })));
  expect(errorsOf(document)).toEqual([
    [
      'denoiser',
      'input',
      'Input asks for "y", which this network is not given; choose "x" or "t", or wire labels into its node.',
    ],
  ]);
  expect(analyse(tinyFlow(), catalogue).problems).toEqual([]);
});
