import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { learningRateAt, type Schedule } from '../../src/core/generative/schedules';
import {
  add,
  defaultAdam,
  defaultSgd,
  emaDecayAt,
  evaluationState,
  initialState,
  input,
  matmul,
  mean,
  mul,
  type NamedArrays,
  type NamedState,
  neg,
  type OptimizerSettings,
  parameterLayout,
  reshape,
  type Shape,
  type Storage,
  softplus,
  square,
  stepScalars,
  stopGradient,
  sub,
  type Tensor,
  type TrainGroup,
  type TrainStep,
  tanh,
  trainStep,
} from '../../src/core/tensor';
import { createEngine } from '../../src/engine';
import { expectClose } from '../core/tensor/checks';
import { runTraining } from './train';

/** Values from PyTorch in double precision, written by tests/golden/make_optimizers.py. */
type Values = Readonly<Record<string, readonly number[]>>;

interface GoldenRun {
  readonly optimizer: OptimizerSettings;
  readonly lr: number;
  readonly schedule: Schedule;
  readonly clipNorm: number | null;
  readonly losses: readonly number[];
  readonly gradNorms: readonly number[];
  readonly steps: readonly Values[];
  readonly ema: Values;
}

interface Golden {
  readonly shapes: Readonly<Record<string, Shape>>;
  readonly initial: Values;
  readonly batches: readonly Values[];
  readonly cases: Readonly<Record<string, GoldenRun>>;
  readonly accumulation: GoldenRun;
  readonly ema: GoldenRun;
  readonly gan: {
    readonly shapes: Readonly<Record<string, Shape>>;
    readonly initial: Values;
    readonly batches: readonly Values[];
    readonly d: { readonly optimizer: OptimizerSettings; readonly lr: number };
    readonly g: { readonly optimizer: OptimizerSettings; readonly lr: number; readonly clipNorm: number };
    readonly losses: readonly (readonly [number, number])[];
    readonly gradNorms: readonly number[];
    readonly steps: readonly Values[];
  };
}

const golden: Golden = JSON.parse(readFileSync(new URL('../golden/optimizers.json', import.meta.url), 'utf8'));
const engine = await createEngine('cpu');
afterAll(() => engine.dispose());

const STEPS = 5;
const arrays = (values: Values): NamedArrays =>
  Object.fromEntries(Object.entries(values).map(([name, data]) => [name, Float32Array.from(data)]));
const specsOf = (shapes: Readonly<Record<string, Shape>>, prefix = '') =>
  Object.entries(shapes).flatMap(([name, shape]) => (name.startsWith(prefix) ? [{ name, shape }] : []));

function expectState(found: Readonly<NamedArrays>, expected: Values, tolerance = 2e-6): void {
  expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
  for (const [name, values] of Object.entries(expected)) expectClose(found[name], values, tolerance);
}

const [x, y] = [input('x', [4, 3]), input('y', [4, 5])];
const predict = (p: Readonly<Record<string, Tensor>>): Tensor => mul(p.s, tanh(add(matmul(x, p.w), p.b)));

const stepOf = (storage: Storage, group: Omit<TrainGroup, 'layout'>, accumulate = 1): TrainStep<'net'> =>
  trainStep({
    name: 'step',
    groups: { net: { layout: parameterLayout('net', specsOf(golden.shapes), storage), ...group } },
    phases: [{ updates: ['net'], build: ({ net }) => ({ loss: mean(square(sub(predict(net), y))) }) }],
    accumulate,
  });

const batch = (index: number) => ({
  x: { data: Float32Array.from(golden.batches[index].x), shape: [4, 3] },
  y: { data: Float32Array.from(golden.batches[index].y), shape: [4, 5] },
});

/** Runs a case of PyTorch's and compares parameters, losses and norms after every step. */
async function follow(storage: Storage, expected: GoldenRun, ema?: number, count = 1): Promise<NamedState> {
  const { optimizer, lr, schedule, clipNorm, losses, gradNorms, steps } = expected;
  const clip = clipNorm !== null;
  const step = stepOf(storage, { optimizer, clip, ema: ema !== undefined }, count);
  let at = 0;
  let total = 0;
  const last = await runTraining(engine, {
    step,
    initial: arrays(golden.initial),
    steps: STEPS,
    feeds: (t, k) => batch((t - 1) * count + k),
    numbers: (_, t) => ({
      learningRate: learningRateAt(schedule, lr, t - 1, { steps: STEPS, warmupSteps: 0 }),
      ...(clip ? { clipNorm } : {}),
      ...(ema === undefined ? {} : { emaDecay: emaDecayAt(ema, t) }),
    }),
    visit: (outputs, state) => {
      total += outputs.loss[0] / count;
      if (!state) return;
      expectState(state.parameters, steps[at]);
      expectClose([total], [losses[at]], 1e-6);
      if (clip) expectClose(outputs.gradNorm, [gradNorms[at]], 1e-6);
      else expect(outputs).not.toHaveProperty('gradNorm');
      at++;
      total = 0;
    },
  });
  expect(at).toBe(STEPS);
  return last;
}

describe.each<Storage>(['flat', 'separate'])('with %s parameters', (storage) => {
  test.each(Object.entries(golden.cases))('%s takes the steps of PyTorch', async (_, expected) => {
    await follow(storage, expected);
  });

  test('averages of weights are those of PyTorch', async () => {
    const { ema } = await follow(storage, golden.ema, 0.25);
    expectState(ema, golden.ema.ema);
  });

  test('gradients of three batches make the step that PyTorch makes of them', async () => {
    const { ema } = await follow(storage, golden.accumulation, 0.7, 3);
    expectState(ema, golden.accumulation.ema);
  });

  test('a discriminator step and a generator step are one program', async () => {
    const { gan } = golden;
    let at = 0;
    await runTraining(engine, {
      step: ganStep(storage),
      initial: arrays(gan.initial),
      steps: STEPS,
      feeds: (t) => ({
        x: { data: Float32Array.from(gan.batches[t - 1].x), shape: [5, 3] },
        z: { data: Float32Array.from(gan.batches[t - 1].z), shape: [5, 2] },
      }),
      numbers: (group) => ({
        learningRate: gan[group].lr,
        ...(group === 'g' ? { clipNorm: gan.g.clipNorm } : {}),
      }),
      visit: (outputs, state) => {
        expectClose([...outputs['loss:0'], ...outputs['loss:1']], gan.losses[at], 1e-6);
        expectClose(outputs['gradNorm:1'], [gan.gradNorms[at]], 1e-6);
        expectState(state?.parameters ?? {}, gan.steps[at]);
        at++;
      },
    });
    expect(at).toBe(STEPS);
  });

  test('members without gradients take the values they are given, batch after batch', async () => {
    const layout = parameterLayout('net', [...specsOf(golden.shapes), ...statistics], storage);
    const step = trainStep({
      name: 'statistics',
      groups: { net: { layout, optimizer: defaultSgd, ema: true } },
      phases: [{ updates: ['net'], build: ({ net }) => runningMean(net) }],
      accumulate: 2,
    });
    const initial = { ...arrays(golden.initial), running: Float32Array.of(1, 2, 3), fixed: Float32Array.of(7) };
    const last = await runTraining(engine, {
      step,
      initial,
      steps: 2,
      feeds: (t, k) => batch((t - 1) * 2 + k),
      numbers: () => ({ learningRate: 0, emaDecay: 0.5 }),
      visit: () => {},
    });
    let running = [1, 2, 3];
    for (const { x: data } of golden.batches.slice(0, 4))
      running = running.map(
        (v, i) => 0.75 * v + 0.25 * ([0, 1, 2, 3].reduce((n, row) => n + data[3 * row + i], 0) / 4),
      );
    expectState(last.parameters, { ...golden.initial, running, fixed: [7] }, 1e-6);
    expectState(last.ema, golden.initial, 1e-6);
    expect(Object.keys(last.moments)).toEqual([]);
  });
});

const statistics = [
  { name: 'running', shape: [3], trainable: false },
  { name: 'fixed', shape: [1], trainable: false },
];

const runningMean = (p: Readonly<Record<string, Tensor>>) => ({
  loss: mean(square(mul(p.fixed, sub(predict(p), y)))),
  updates: { running: add(mul(p.running, 0.75), mul(mean(x, { axes: [0] }), 0.25)) },
});

function ganStep(storage: Storage): TrainStep<'d' | 'g'> {
  const { shapes, d, g } = golden.gan;
  const [real, z] = [input('x', [5, 3]), input('z', [5, 2])];
  type P = Readonly<Record<string, Tensor>>;
  const generate = (p: P): Tensor => add(matmul(tanh(add(matmul(z, p['g.w0']), p['g.b0'])), p['g.w1']), p['g.b1']);
  const judge = (p: P, points: Tensor): Tensor =>
    reshape(add(matmul(tanh(add(matmul(points, p['d.w0']), p['d.b0'])), p['d.w1']), p['d.b1']), [-1]);
  return trainStep({
    name: 'gan',
    groups: {
      d: { layout: parameterLayout('d', specsOf(shapes, 'd.'), storage), optimizer: d.optimizer },
      g: { layout: parameterLayout('g', specsOf(shapes, 'g.'), storage), optimizer: g.optimizer, clip: true },
    },
    phases: [
      {
        updates: ['d'],
        build: (p) => {
          const made = stopGradient(generate(p.g));
          return { loss: add(mean(softplus(neg(judge(p.d, real)))), mean(softplus(judge(p.d, made)))) };
        },
      },
      { updates: ['g'], build: (p) => ({ loss: mean(softplus(neg(judge(p.d, generate(p.g))))) }) },
    ],
  });
}

test('a group that two phases update takes two steps of its optimiser', async () => {
  const phase = { updates: ['net'] as const, build: ({ net }: { net: Readonly<Record<string, Tensor>> }) => half(net) };
  const half = (net: Readonly<Record<string, Tensor>>) => ({ loss: mean(square(sub(predict(net), y))) });
  const layout = parameterLayout('net', specsOf(golden.shapes));
  const groups = { net: { layout, optimizer: { ...defaultAdam, weightDecay: 0.1 }, clip: true } };
  const [twice, once] = [[phase, phase], [phase]].map((phases) => trainStep({ name: 'step', groups, phases }));
  const run = (step: TrainStep<'net'>, steps: number) =>
    runTraining(engine, {
      step,
      initial: arrays(golden.initial),
      steps,
      feeds: () => batch(0),
      numbers: () => ({ learningRate: 0.05, clipNorm: 0.5 }),
      visit: () => {},
    });
  const [found, expected] = [await run(twice, 3), await run(once, 6)];
  for (const name of Object.keys(golden.shapes)) expectClose(found.parameters[name], expected.parameters[name], 1e-6);
});

describe('the host', () => {
  const step = stepOf('flat', { optimizer: defaultAdam, clip: true, ema: true });
  const numbers = { learningRate: 0.1, t: 1 };

  test('must give the numbers that a step is built for, and no others', () => {
    expect(stepScalars(step, 'net', { ...numbers, clipNorm: 1, emaDecay: 0.75 })).toHaveLength(4);
    expect(() => stepScalars(step, 'net', { ...numbers, emaDecay: 0.75 })).toThrow(
      'stepScalars "net": got no clipNorm, expected one; the step was built for it.',
    );
    expect(() => stepScalars(step, 'net', { ...numbers, clipNorm: 1, emaDecay: 0.5, weightDecay: 0.1 })).toThrow(
      'stepScalars "net": got weightDecay 0.1, expected none; the step was built without it.',
    );
  });

  test('warms averages up', () => {
    expect(emaDecayAt(0.999, 1)).toBeCloseTo(2 / 11, 15);
    expect(emaDecayAt(0.999, 10_000)).toBe(0.999);
  });

  test('feeds averages in place of weights to other programs, where they are kept', () => {
    const held = initialState(step, arrays(golden.initial), { ema: { s: Float32Array.of(5) } });
    const shown = evaluationState(step, held);
    expect(Object.keys(shown)).toEqual(['net']);
    expect(shown.net.at(-1)).toBe(5);
    expect(held.net.at(-1)).toBe(Math.fround(golden.initial.s[0]));
    expect(evaluationState(stepOf('separate', { optimizer: defaultAdam }), held)).not.toHaveProperty('ema:net/s');
  });
});

describe('what does not fit together is refused', () => {
  const layout = parameterLayout('net', specsOf(golden.shapes));
  const group: TrainGroup = { layout, optimizer: defaultSgd };
  const loss = mean(square(sub(x, 1)));
  const phase = { updates: ['net'] as const, build: () => ({ loss }) };
  const base = { name: 'step', groups: { net: group }, phases: [phase] };

  test.each([
    [{ ...base, phases: [phase, phase], accumulate: 2 }, 'trainStep "step": got 2 micro-batches in 2 phases, expected'],
    [{ ...base, accumulate: 0 }, 'trainStep "step": got 0 micro-batches in 1 phases, expected'],
    [{ ...base, phases: [] }, 'trainStep "step": got the group "net" in no phase, expected one that updates it'],
    [
      { ...base, phases: [{ ...phase, build: () => ({ loss, updates: { w: x } }) }] },
      'trainStep: got float32 [4, 3] for "w", expected none, as the optimiser changes it',
    ],
    [
      { ...base, phases: [{ ...phase, build: () => ({ loss, updates: { other: x } }) }] },
      'trainStep: got a new value for "other", expected a member of a group',
    ],
    [
      { ...base, phases: [{ ...phase, build: () => ({ loss, outputs: { loss } }) }] },
      'got two outputs "loss", expected one',
    ],
  ])('%#', (options, message) => {
    expect(() => trainStep(options)).toThrow(message);
  });

  test('groups that share names', () => {
    const twice = { name: 'step', groups: { net: group, other: group } };
    const build = () => ({ loss });
    expect(() => trainStep({ ...twice, phases: [{ updates: ['net', 'other'], build }] })).toThrow(
      'trainStep "step": got "w" in two groups, expected distinct names; rename one of them.',
    );
  });
});
