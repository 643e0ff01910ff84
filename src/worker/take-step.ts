import type { PlannedTurn, StepPlan } from '../core/compile';
import { learningRateAt } from '../core/generative/schedules';
import { CHECK, emaDecayAt, nextState, stepScalars, zeroAccumulators } from '../core/tensor';
import type { DeviceTensor, Engine, Executable } from '../engine';
import type { LiveSettings } from './live-settings';
import type { State } from './starting-point';
import { disposeAll, floats, inputsOf } from './tensors';
import { takesLong } from './threads';

/** The programs of a plan's step. */
export interface StepExecutables {
  step: Executable;
  /** Runs for all batches of a step but the last. */
  accumulate: Executable | null;
}

export const compileStep = async (engine: Engine, { step }: StepPlan): Promise<StepExecutables> => {
  const apart = takesLong(step.program);
  return {
    step: await engine.compile(step.program, { apart }),
    accumulate: step.accumulation ? await engine.compile(step.accumulation.program, { apart }) : null,
  };
};

export const releaseStep = async ({ step, accumulate }: StepExecutables): Promise<void> => {
  await step.release();
  await accumulate?.release();
};

/** The numbers that a trainer feeds at its turn t = 1, 2, …: a function of its live settings and t alone. */
export const trainerScalars = (
  { step }: StepPlan,
  { trainer, objective, group }: PlannedTurn,
  live: LiveSettings,
  t: number,
): Float32Array => {
  const { schedule, warmupSteps, clip, ema } = objective;
  const number = (setting: string): number => live.get(`${trainer}.${setting}`) ?? 0;
  const horizon = { steps: live.get(`${trainer}.${objective.stepBudget}`) ?? objective.steps, warmupSteps };
  return stepScalars(step, group, {
    learningRate: learningRateAt(schedule, number(objective.learningRate), t - 1, horizon),
    t,
    weightDecay: number(objective.weightDecay),
    ...(clip ? { clipNorm: number(objective.clipNorm) } : {}),
    ...(ema ? { emaDecay: emaDecayAt(number(objective.emaDecay), t) } : {}),
  });
};

export interface StepRun {
  engine: Engine;
  plan: StepPlan;
  executables: StepExecutables;
  /** All numbers of the run's step, of which one turn alone changes some. Left as it is; the caller frees it. */
  state: State;
  live: LiveSettings;
  /** Count of this turn among those of its trainer, from 1. */
  countOf(turn: PlannedTurn): number;
  /** Batches, noise and live settings of the k-th batch of this step, from 0. */
  feeds(k: number): Record<string, DeviceTensor>;
}

export type StepResult =
  /** Reports are in the order of the plan, averaged over the batches of the step. */
  | { type: 'taken'; state: State; reports: number[] }
  /** The k-th batch of the step gave numbers that are not finite. */
  | { type: 'not-finite'; k: number };

const zeros = (engine: Engine, { step }: StepPlan): State => {
  const { accumulation } = step;
  if (!accumulation) return {};
  const values = zeroAccumulators(accumulation);
  return Object.fromEntries(
    accumulation.accumulators.map(({ input, shape }) => [input, engine.upload(values[input], shape, 'float32')]),
  );
};

const scalarFeeds = ({ engine, plan, live, countOf }: StepRun): Record<string, DeviceTensor> =>
  Object.fromEntries(
    plan.turns.flatMap((turn) => {
      const scalars = trainerScalars(plan, turn, live, countOf(turn));
      if (scalars.length === 0) return [];
      return [[plan.step.groups[turn.group].scalarsInput, engine.upload(scalars, [scalars.length], 'float32')]];
    }),
  );

/** Values of a report over the batches of a step. */
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** Takes one step, every turn of the plan, on one batch an update or on several whose gradients are averaged. */
export const takeStep = async (run: StepRun): Promise<StepResult> => {
  const { engine, plan, executables, state, feeds } = run;
  const { accumulation } = plan.step;
  const count = accumulation?.count ?? 1;
  const watched = new Set([...plan.reports.map(({ output }) => output), CHECK]);
  const seen = new Map([...watched].map((output): [string, number[]] => [output, []]));
  let held: State = { ...state, ...zeros(engine, plan) };
  for (let k = 0; k < count; k++) {
    const partial = k < count - 1 ? accumulation : undefined;
    const executable = (partial && executables.accumulate) ?? executables.step;
    const fed = { ...feeds(k), ...(partial ? {} : scalarFeeds(run)) };
    const outputs = await executable.run({ ...inputsOf(executable.program, held), ...fed });
    disposeAll(fed);
    for (const [output, values] of seen) if (outputs[output]) values.push((await floats(outputs[output]))[0]);
    if (![...seen.values()].every((values) => values.every(Number.isFinite))) {
      disposeAll({ ...held, ...outputs }, state);
      return { type: 'not-finite', k };
    }
    const next = partial ? { ...held, ...nextState(partial, outputs) } : { ...state, ...nextState(plan.step, outputs) };
    disposeAll({ ...held, ...outputs }, state, next);
    held = next;
  }
  return { type: 'taken', state: held, reports: plan.reports.map(({ output }) => mean(seen.get(output) ?? [])) };
};
