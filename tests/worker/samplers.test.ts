import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../src/core/catalogue';
import type { ProjectDocument } from '../../src/core/graph/document';
import { normal } from '../../src/core/tensor';
import { createEngine, type Engine } from '../../src/engine';
import { Superseded } from '../../src/worker/breathe';
import type { Session } from '../../src/worker/session';
import { UserError } from '../../src/worker/user-error';
import { assigned, template, tinyFlow, tinyGuidance } from '../core/compile/documents';
import { openSession, temporaryFolder, trainTo } from './support';

const folder = temporaryFolder();
const methods = catalogue.all.flatMap(({ type, sampler }) => (sampler ? [type] : []));
const [ode, stochastic] = [methods.slice(0, 4), methods.slice(4)];

/** A session that counts what its engine compiles. */
const counting = async (document: ProjectDocument, run: string): Promise<{ session: Session; compiled(): number }> => {
  let count = 0;
  const startEngine: typeof createEngine = async (...given) => {
    const engine: Engine = await createEngine(...given);
    const compile = engine.compile.bind(engine);
    engine.compile = (program) => {
      count++;
      return compile(program);
    };
    return engine;
  };
  return { session: await openSession(document, join(folder, run), { startEngine }), compiled: () => count };
};

const flow = await openSession(tinyFlow(), join(folder, 'flow'));
await trainTo(flow, 5);
const { session: guided, compiled } = await counting(tinyGuidance(), 'guided');
await trainTo(guided, 40);

type Options = Parameters<Session['probes']['samplers']['sample']>[1];
const ask = (session: Session, options: Partial<Options> = {}, node: string | null = null) =>
  session.probes.samplers.sample(node, { seed: 4, count: 7, numInferenceSteps: 5, ...options });

const distance = (a: Float32Array, b: Float32Array): number =>
  Math.sqrt(a.reduce((sum, x, i) => sum + (x - b[i]) ** 2, 0) / a.length);
const lastOf = ({ samples, steps }: { samples: Float32Array; steps: number }): Float32Array =>
  samples.slice((steps * samples.length) / (steps + 1));

test('the catalogue’s samplers are offered, and a node tells how it is set', () => {
  const { probes } = guided.info;
  expect(probes.methods.map(({ method }) => method)).toEqual(methods);
  expect(probes.methods.filter((each) => each.stochastic).map(({ method }) => method)).toEqual([
    'sampler.ddim',
    'sampler.sde',
  ]);
  expect(probes.samplers).toEqual([
    {
      node: 'sampler',
      title: 'As the data',
      method: 'sampler.euler',
      num_inference_steps: 4,
      eta: 0,
      guidance_scale: 1,
      classes: 5,
      guided: true,
    },
    expect.objectContaining({ node: 'guided', title: 'Guided', guidance_scale: 3 }),
  ]);
  expect(flow.info.probes.samplers[0]).toMatchObject({ classes: 0, guided: false });
});

describe('the same seed', () => {
  const first = normal(new Float32Array(14), { seed: 4, stream: 'sample', step: 0 });

  test.each(methods)('gives %s the same noise to begin with, and the same way again', async (method) => {
    const eta = stochastic.includes(method) ? 1 : undefined;
    const [a, b] = [await ask(flow, { method, eta }), await ask(flow, { method, eta })];
    expect(a.method).toBe(method);
    expect(a.samples.slice(0, 14)).toEqual(first);
    expect((await ask(guided, { method, eta, guidanceScale: 2 })).samples.slice(0, 14)).toEqual(first);
    expect(b.samples).toEqual(a.samples);
    expect(a.samples.slice(14, 28)).not.toEqual(first);
  });

  test.each(methods)('with more items begins with the fewer under %s, over several batches', async (method) => {
    const [few, many] = [await ask(flow, { method, eta: 1 }), await ask(flow, { method, eta: 1, count: 1_100 })];
    for (const k of [0, 1, 5])
      expect(
        distance(few.samples.slice(k * 14, (k + 1) * 14), many.samples.slice(k * 2_200, k * 2_200 + 14)),
      ).toBeLessThan(1e-5);
  });

  test.each(stochastic)('%s draws other noise at each step, in each batch, and for another seed', async (method) => {
    const { samples } = await ask(flow, { method, eta: 1, count: 1_100 });
    const plain = await ask(flow, { method, eta: 0, count: 1_100 });
    const added = (k: number, from: number): number[] =>
      Array.from({ length: 4 }, (_, i) => samples[k * 2_200 + from + i] - plain.samples[k * 2_200 + from + i]);
    expect(distance(Float32Array.from(added(1, 0)), Float32Array.from(added(1, 2_048)))).toBeGreaterThan(0.01);
    expect(distance(Float32Array.from(added(1, 0)), Float32Array.from(added(2, 0)))).toBeGreaterThan(0.01);
    expect((await ask(flow, { method, eta: 1, seed: 5 })).samples).not.toEqual(samples.slice(0, 84));
  });
});

describe('samplers of the flow', () => {
  test.each(stochastic)('%s is Euler where eta is 0', async (method) => {
    const [own, euler] = [await ask(flow, { method, eta: 0 }), await ask(flow)];
    expect(distance(own.samples, euler.samples)).toBeLessThan(1e-6);
    expect(distance(own.predOriginal, euler.predOriginal)).toBeLessThan(1e-6);
  });

  test('converge to one another on a trained toy as steps grow', async () => {
    const document = assigned(
      template('rectified-flow-2d'),
      'data.batch_size=128',
      'denoiser/mlp.hidden=32,32',
      'trainer.steps=400',
    );
    const toy = await openSession(document, join(folder, 'toy'));
    await trainTo(toy, 400);
    const ends = async (method: string, steps: number) =>
      lastOf(await ask(toy, { method, count: 200, numInferenceSteps: steps }));
    const truth = await ends('sampler.rk4', 400);
    for (const method of [...ode, 'sampler.ddim']) {
      const [few, more, most] = await Promise.all([8, 32, 128].map((steps) => ends(method, steps)));
      const apart = [few, more, most].map((each) => distance(each, truth));
      if (method !== 'sampler.rk4') expect(apart[1]).toBeLessThan(apart[0] / 2);
      expect(apart[2]).toBeLessThan(Math.max(apart[1] / 2, 1e-4));
      expect(apart[2]).toBeLessThan(0.02);
    }
    expect(distance(await ends('sampler.heun', 32), truth)).toBeLessThan(
      distance(await ends('sampler.euler', 32), truth) / 3,
    );
  });

  test.each([
    ['sampler.euler', 1],
    ['sampler.heun', 2],
    ['sampler.midpoint', 2],
    ['sampler.rk4', 4],
    ['sampler.ddim', 1],
    ['sampler.sde', 1],
  ])('%s evaluates the network %d times a step, twice that where it is guided', async (method, each) => {
    const evaluations = async (session: Session, guidanceScale?: number) =>
      (await ask(session, { method, guidanceScale })).evaluations;
    expect(await evaluations(flow)).toBe(5 * each);
    expect(await evaluations(guided, 1)).toBe(5 * each);
    expect(await evaluations(guided, 0)).toBe(5 * each);
    expect(await evaluations(guided, 2.5)).toBe(10 * each);
  });

  test('are found by node, by type and by name, also where the study has another', async () => {
    for (const name of ['heun', 'sampler.heun'])
      expect(await ask(flow, {}, name)).toMatchObject({ method: 'sampler.heun', evaluations: 10 });
    expect((await ask(flow, { method: 'heun' })).samples).toEqual((await ask(flow, {}, 'heun')).samples);
  });
});

describe('guidance', () => {
  const points = normal(new Float32Array(8), { seed: 1, stream: 'points', step: 0 });
  const field = async (label?: number, guidanceScale?: number): Promise<Float32Array> =>
    (await guided.probes.samplers.field(points, 4, 0.6, { label, guidanceScale })).vectors;

  test('goes from no label through the label and beyond, at every place', async () => {
    const [none, label] = [await field(), await field(2, 1)];
    expect(distance(none, label)).toBeGreaterThan(1e-3);
    expect(await field(2, 0)).toEqual(none);
    expect(await field(2)).toEqual(label);
    expect(await field(3)).not.toEqual(label);
    const by = (w: number) => none.map((v, i) => v + w * (label[i] - v));
    for (const w of [0.5, 3]) expect(distance(await field(2, w), by(w))).toBeLessThan(1e-5);
    // The program that is guided gives the same at its two ends.
    expect(distance(await field(2, 1.000001), label)).toBeLessThan(1e-4);
    expect(distance(await field(2, 0.000001), none)).toBeLessThan(1e-4);
  });

  test('of 1 is the network as it is told, of 0 the network that is told nothing', async () => {
    const [plain, one, zero, two] = await Promise.all([
      ask(guided),
      ask(guided, { guidanceScale: 1 }),
      ask(guided, { guidanceScale: 0 }),
      ask(guided, { guidanceScale: 2 }),
    ]);
    expect(one.samples).toEqual(plain.samples);
    expect(distance(zero.samples, plain.samples)).toBeGreaterThan(1e-3);
    expect((await ask(guided, { guidanceScale: 0, label: 3 })).samples).toEqual(zero.samples);
    expect(distance(two.samples, plain.samples)).toBeGreaterThan(1e-3);
    expect((await ask(guided, { numInferenceSteps: 4 }, 'guided')).samples).toEqual(
      (await ask(guided, { numInferenceSteps: 4, guidanceScale: 3 })).samples,
    );
  });

  test('draws each class in turn, or the one that is asked for', async () => {
    const [all, third] = [await ask(guided, { guidanceScale: 2 }), await ask(guided, { guidanceScale: 2, label: 2 })];
    expect(Array.from(all.labels)).toEqual([0, 1, 2, 3, 4, 0, 1]);
    expect(Array.from(third.labels)).toEqual([2, 2, 2, 2, 2, 2, 2]);
    const [some, one] = [lastOf(all), lastOf(third)];
    expect(distance(some.slice(4, 6), one.slice(4, 6))).toBeLessThan(1e-5);
    expect(distance(some.slice(0, 2), one.slice(0, 2))).toBeGreaterThan(1e-4);
    expect((await ask(flow)).labels).toHaveLength(0);
  });

  test('follows the live setting of its node', async () => {
    const wanted = await ask(guided, { guidanceScale: 5 });
    guided.setLive('sampler', 'guidance_scale', 5);
    expect((await ask(guided)).samples).toEqual(wanted.samples);
    guided.setLive('sampler', 'guidance_scale', 1);
    expect((await ask(guided)).samples).not.toEqual(wanted.samples);
  });

  test('eta, guidance, steps, label and seed move without compiling again', async () => {
    await ask(guided, { method: 'sampler.ddim', guidanceScale: 2, eta: 0.5 });
    const before = compiled();
    await ask(guided, { method: 'sampler.ddim', guidanceScale: 3, eta: 0.7, numInferenceSteps: 9, label: 1, seed: 8 });
    await ask(guided, { method: 'sampler.ddim', guidanceScale: 4.5, eta: 1, numInferenceSteps: 3 });
    expect(compiled()).toBe(before);
    await ask(guided, { method: 'sampler.midpoint', guidanceScale: 4.5, count: 9 });
    expect(compiled()).toBe(before + 1);
  });
});

describe('what cannot be asked is refused in one sentence', () => {
  test.each<[string, Session, Partial<Options>, string]>([
    [
      'label',
      flow,
      { label: 1 },
      'This network takes no labels, so it can be asked for none; wire labels into its denoiser.',
    ],
    [
      'guidance',
      flow,
      { guidanceScale: 2 },
      'This network takes no labels, so it can be asked for none; wire labels into its denoiser.',
    ],
    ['class', guided, { label: 5 }, 'This network knows labels from 0 to 4, not 5; choose one of them.'],
    [
      'method',
      flow,
      { method: 'sampler.magic' },
      `There is no sampler "sampler.magic"; choose one of ${methods.join(', ')}.`,
    ],
  ])('%s', async (_name, session, options, message) => {
    await expect(ask(session, options)).rejects.toThrow(new UserError(message));
  });
});

describe('labels that are dropped while training', () => {
  test('are dropped alike in every run of a seed, and more of them change the run', async () => {
    const weights = async (run: string, ...changes: string[]) => {
      const session = await openSession(assigned(tinyGuidance(), ...changes), join(folder, run));
      await trainTo(session, 6);
      return session.weightsSha256();
    };
    expect(await weights('again-1')).toBe(await weights('again-2'));
    expect(await weights('other', 'drop.probability=0.9')).not.toBe(await weights('again-3'));
  });

  test('are moved by the live setting, as if the document had it', async () => {
    const moved = await openSession(tinyGuidance(), join(folder, 'moved'));
    moved.setLive('drop', 'probability', 0.9);
    const set = await openSession(assigned(tinyGuidance(), 'drop.probability=0.9'), join(folder, 'set'));
    for (const session of [moved, set]) await trainTo(session, 4);
    expect(await moved.weightsSha256()).toBe(await set.weightsSha256());
  });
});

test('a sampler that nobody waits for any more stops between two steps', async () => {
  let breaths = 0;
  const breathe = async (): Promise<void> => {
    if (++breaths === 3) throw new Superseded();
  };
  const sampling = flow.probes.samplers.sample(null, { seed: 1, count: 5, numInferenceSteps: 50 }, breathe);
  await expect(sampling).rejects.toThrow(Superseded);
  expect(breaths).toBe(3);
  expect((await ask(flow)).steps).toBe(5);
});
