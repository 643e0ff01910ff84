import { initialState, type NamedArrays, namedState, nextState, stepScalars } from '../src/core/tensor';
import type { DeviceTensor, Engine } from '../src/engine';
import { readFloats } from './read';
import { trainingStep } from './training-step';
import { initialParameters, type Workload } from './workloads';

export interface Trainer {
  /** Trace, gradients, simplification, encoding and session: from nothing to ready. */
  readonly compileMs: number;
  /** Trains one step and gives its losses by the name of their phase. */
  step(): Promise<Readonly<Record<string, number>>>;
  /** Times steps for at least the given milliseconds: the duration of each. */
  block(milliseconds: number): Promise<number[]>;
  /** Copies of the parameters of all groups. */
  parameters(): Promise<NamedArrays>;
  release(): Promise<void>;
}

/** Compiles a workload and holds its state between steps. Fresh noise and its upload are part of a step. */
export async function startTrainer(engine: Engine, workload: Workload): Promise<Trainer> {
  const started = performance.now();
  const step = trainingStep(workload);
  const executable = await engine.compile(step.program);
  const compileMs = performance.now() - started;
  const initial = initialState(step, initialParameters(workload));
  let state: Record<string, DeviceTensor> = Object.fromEntries(
    step.state.map(({ input, shape }) => [input, engine.upload(initial[input], shape)]),
  );
  let t = 0;

  /** One step, its losses read: what the studio waits for. */
  async function advance(): Promise<Record<string, number>> {
    t++;
    const feeds: Record<string, DeviceTensor> = { ...state };
    for (const [group, { scalarsInput }] of Object.entries(step.groups)) {
      const scalars = stepScalars(step, group, { learningRate: workload.learningRate ?? 1e-3, t });
      feeds[scalarsInput] = engine.upload(scalars, [scalars.length]);
    }
    for (const [name, { data, shape }] of Object.entries(workload.feeds(t))) feeds[name] = engine.upload(data, shape);
    const outputs = await executable.run(feeds);
    for (const fed of Object.values(feeds)) fed.dispose();
    state = nextState(step, outputs);
    const losses: Record<string, number> = {};
    for (const [i, { loss }] of step.phases.entries()) {
      losses[workload.phases[i].name] = (await outputs[loss].read())[0];
    }
    return losses;
  }

  return {
    compileMs,
    step: advance,
    async block(milliseconds) {
      const times: number[] = [];
      const end = performance.now() + milliseconds;
      for (let now = performance.now(); now < end; ) {
        await advance();
        const after = performance.now();
        times.push(after - now);
        now = after;
      }
      return times;
    },
    parameters: async () => namedState(step, await readFloats(state)).parameters,
    release: () => executable.release(),
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
