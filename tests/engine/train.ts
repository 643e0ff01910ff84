import {
  initialState,
  type NamedArrays,
  type NamedState,
  namedState,
  nextState,
  type Program,
  type StepNumbers,
  stepScalars,
  type TrainStep,
  zeroAccumulators,
} from '../../src/core/tensor';
import type { DeviceTensor, Engine } from '../../src/engine';
import { type HostArray, readAll, uploadAll } from './run';

export interface TrainingRun<G extends string> {
  readonly step: TrainStep<G>;
  readonly initial: NamedArrays;
  /** State to go on from, in place of zero moments and fresh averages. */
  readonly stored?: Partial<NamedState>;
  readonly steps: number;
  /** Steps taken before. */
  readonly taken?: number;
  /** Data of the k-th batch of step t = 1, 2, … */
  feeds(t: number, k: number): Readonly<Record<string, HostArray>>;
  numbers(group: G, t: number): Omit<StepNumbers, 't'>;
  /** Sees what each batch gave and, after the last of a step, the state by name. */
  visit(outputs: Readonly<Record<string, number[]>>, state: NamedState | undefined): void;
}

const needed = ({ inputs }: Program, tensors: Readonly<Record<string, DeviceTensor>>): Record<string, DeviceTensor> =>
  Object.fromEntries(inputs.flatMap(({ name }) => (tensors[name] ? [[name, tensors[name]]] : [])));

const uploadState = (engine: Engine, shapes: TrainStep['state'], values: NamedArrays): Record<string, DeviceTensor> =>
  Object.fromEntries(shapes.map(({ input, shape }) => [input, engine.upload(values[input], shape)]));

/** Trains on an engine and gives the state by name at the end. */
export async function runTraining<G extends string>(engine: Engine, run: TrainingRun<G>): Promise<NamedState> {
  const { step, initial, stored, steps, taken = 0 } = run;
  const { accumulation } = step;
  const executable = await engine.compile(step.program);
  const accumulate = accumulation && (await engine.compile(accumulation.program));
  let state = uploadState(engine, step.state, initialState(step, initial, stored));
  const named = async () => namedState(step, (await readAll(state)) as Record<string, Float32Array>);
  const report = async (outputs: Readonly<Record<string, DeviceTensor>>) => {
    const values = Object.entries(await readAll(outputs)).filter(([name]) => !name.startsWith('next:'));
    return Object.fromEntries(values.map(([name, data]) => [name, Array.from(data)]));
  };
  for (let t = taken + 1; t <= taken + steps; t++) {
    let held = state;
    if (accumulation && accumulate) {
      held = { ...held, ...uploadState(engine, accumulation.accumulators, zeroAccumulators(accumulation)) };
      for (let k = 0; k < accumulation.count - 1; k++) {
        const feeds = { ...held, ...uploadAll(engine, run.feeds(t, k)) };
        const outputs = await accumulate.run(needed(accumulation.program, feeds));
        run.visit(await report(outputs), undefined);
        held = { ...held, ...nextState(accumulation, outputs) };
      }
    }
    const scalars = (Object.keys(step.groups) as G[]).map((group) => {
      const values = stepScalars(step, group, { ...run.numbers(group, t), t });
      return [step.groups[group].scalarsInput, engine.upload(values, [values.length])] as const;
    });
    const feeds = { ...held, ...uploadAll(engine, run.feeds(t, (accumulation?.count ?? 1) - 1)) };
    const outputs = await executable.run(needed(step.program, { ...feeds, ...Object.fromEntries(scalars) }));
    state = nextState(step, outputs);
    run.visit(await report(outputs), await named());
  }
  await executable.release();
  await accumulate?.release();
  return named();
}
