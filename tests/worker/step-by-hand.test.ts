import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../src/core/catalogue';
import { compilePlan, type Feed } from '../../src/core/compile';
import { initialize } from '../../src/core/compile/initialize';
import { pointSet } from '../../src/core/data';
import {
  initialState,
  interpret,
  type NamedArrays,
  nextState,
  normal,
  type Program,
  sizeOf,
  stepScalars,
  uniform,
  zeroAccumulators,
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
  'three batches a step, clipped, averaged, after warm-up': {
    document: assigned(
      tinyVae(),
      'trainer.accumulate=3',
      'trainer.clip_norm=0.4',
      'trainer.ema_decay=0.3',
      'trainer.weight_decay=0.02',
      'trainer.warmup_steps=8',
    ),
    rate: (step: number) => (0.01 * (step + 1)) / 8,
    numbers: (t: number) => ({ clipNorm: 0.4, weightDecay: 0.02, emaDecay: Math.min(0.3, (1 + t) / (10 + t)) }),
    batches: 3,
  },
};

/** What a program takes of all there is. */
const fedTo = ({ inputs }: Program, all: Readonly<Record<string, ArrayLike<number>>>) =>
  Object.fromEntries(inputs.map(({ name }) => [name, all[name]]));

const rounded = (state: Readonly<Record<string, ArrayLike<number>>>): NamedArrays =>
  Object.fromEntries(Object.entries(state).map(([slot, values]) => [slot, Float32Array.from(values)]));

interface Case {
  document: ReturnType<typeof tinyVae>;
  rate(step: number): number;
  numbers?(t: number): { clipNorm: number; weightDecay: number; emaDecay: number };
  batches?: number;
}

describe.each<[string, Case]>(Object.entries(documents))('a session with %s', (name, found) => {
  const { document, rate, numbers = () => ({}), batches = 1 } = found;

  test('takes the steps of its plan: batches, noise, rate and Adam’s count as they are meant', async () => {
    const { step: adam, parameters, feeds, reports } = compilePlan(document, catalogue);
    const { seed } = document;
    const fresh = parameters.map(({ name: parameter, shape, initializer }) => [
      parameter,
      initialize(initializer, sizeOf(shape), { seed, stream: `initialize/${parameter}`, step: 0 }),
    ]);
    const set = pointSet(name === 'flow' ? 'eight-gaussians' : 'two-moons');
    const live: Record<string, number> = { 'kl.beta': 0.7, 'reconstruction.sigma': 0.5 };
    const given = (feed: Feed, step: number): [string, ArrayLike<number>] => {
      if (feed.type === 'live') return [feed.input, [live[feed.input]]];
      if (feed.type === 'batch') return [feed.input, set.sample(feed.shape[0], { seed, stream: 'data', step }).x];
      const draw = feed.distribution === 'normal' ? normal : uniform;
      return [feed.input, draw(new Float32Array(sizeOf(feed.shape)), { seed, stream: feed.input, step })];
    };
    const data = (index: number) => Object.fromEntries(feeds.map((feed) => given(feed, index)));

    let state: NamedArrays = initialState(adam, Object.fromEntries(fresh));
    const rows: number[][] = [];
    for (let step = 0; step < STEPS; step++) {
      let sums: NamedArrays = adam.accumulation ? zeroAccumulators(adam.accumulation) : {};
      const seen: number[][] = [];
      for (let k = 0; k < batches - 1; k++) {
        const { accumulation } = adam;
        if (!accumulation) throw new Error('nothing is accumulated');
        const all = { ...state, ...sums, ...data(step * batches + k) };
        const out = interpret(accumulation.program, fedTo(accumulation.program, all));
        seen.push(reports.map(({ output }) => out[output][0]));
        sums = rounded(nextState(accumulation, out));
      }
      const scalars = stepScalars(adam, 'parameters', { learningRate: rate(step), t: step + 1, ...numbers(step + 1) });
      const all = { ...state, ...sums, ...data(step * batches + batches - 1) };
      const out = interpret(adam.program, { ...all, [adam.groups.parameters.scalarsInput]: scalars });
      seen.push(reports.map(({ output }) => out[output][0]));
      rows.push(reports.map((_, i) => seen.reduce((total, values) => total + values[i], 0) / batches));
      state = rounded(nextState(adam, out));
    }

    const directory = join(folder, name);
    const session = await openSession(document, directory, { backend: 'reference' });
    expect(await trainTo(session, STEPS)).toEqual(rows);
    await session.checkpoint(false);
    expect(decodeCheckpoint(adam, await readCheckpoint(directory, STEPS), name)).toEqual(state);
  });
});
