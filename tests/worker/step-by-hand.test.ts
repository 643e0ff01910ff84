import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../src/core/catalogue';
import { compilePlan } from '../../src/core/compile';
import { initialize } from '../../src/core/compile/initialize';
import { pointSet } from '../../src/core/data';
import {
  adamScalars,
  initialState,
  interpret,
  type NamedArrays,
  nextState,
  normal,
  sizeOf,
  uniform,
} from '../../src/core/tensor';
import { readCheckpoint } from '../../src/files/run-folder';
import { decodeCheckpoint } from '../../src/worker/checkpoint';
import { assigned, tinyFlow, tinyVae } from '../core/compile/documents';
import { openSession, temporaryFolder, trainTo } from './support';

const folder = temporaryFolder();
const STEPS = 4;
const cosine = (step: number): number => 0.5 * (1 + Math.cos((Math.PI * step) / 10));

const documents = {
  'constant rate': { document: tinyVae(), rate: () => 0.01 },
  'cosine schedule': {
    document: assigned(tinyVae(), 'trainer.schedule=cosine', 'trainer.steps=10'),
    rate: (step: number) => 0.01 * cosine(step),
  },
  flow: { document: assigned(tinyFlow(), 'trainer.steps=10'), rate: (step: number) => 0.002 * cosine(step) },
};

describe.each(Object.entries(documents))('a session with %s', (name, { document, rate }) => {
  test('takes the steps of its plan: batch, noise, rate and Adam’s count as they are meant', async () => {
    const { step: adam, parameters, feeds, reports } = compilePlan(document, catalogue);
    const { seed } = document;
    const fresh = parameters.map(({ name: parameter, shape, initializer }) => [
      parameter,
      initialize(initializer, sizeOf(shape), { seed, stream: `initialize/${parameter}`, step: 0 }),
    ]);
    const set = pointSet(name === 'flow' ? 'eight-gaussians' : 'two-moons');
    const live: Record<string, number> = { 'kl.beta': 0.7, 'reconstruction.sigma': 0.5 };

    let state: NamedArrays = initialState(adam, Object.fromEntries(fresh));
    const rows: number[][] = [];
    for (let step = 0; step < STEPS; step++) {
      const given = feeds.map((feed): [string, ArrayLike<number>] => {
        if (feed.type === 'live') return [feed.input, [live[feed.input]]];
        if (feed.type === 'batch') return [feed.input, set.sample(feed.shape[0], { seed, stream: 'data', step }).x];
        const draw = feed.distribution === 'normal' ? normal : uniform;
        return [feed.input, draw(new Float32Array(sizeOf(feed.shape)), { seed, stream: feed.input, step })];
      });
      const out = interpret(adam.program, {
        ...state,
        ...Object.fromEntries(given),
        [adam.scalarsInput]: adamScalars(adam.settings, rate(step), step + 1),
      });
      rows.push(reports.map(({ output }) => out[output][0]));
      state = Object.fromEntries(
        Object.entries(nextState(adam, out)).map(([slot, values]) => [slot, Float32Array.from(values)]),
      );
    }

    const directory = join(folder, name);
    const session = await openSession(document, directory, { backend: 'reference' });
    expect(await trainTo(session, STEPS)).toEqual(rows);
    await session.checkpoint(false);
    expect(decodeCheckpoint(adam, await readCheckpoint(directory, STEPS), name).state).toEqual(state);
  });
});
