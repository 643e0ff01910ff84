import { adamScalars, initialState, nextState } from '../src/core/tensor';
import type { DeviceTensor, Engine } from '../src/engine';
import type { Workload } from './workloads';

export interface Trainer {
  readonly compileMs: number;
  /** Trains one step and gives its loss. */
  step(): Promise<number>;
  /** Times steps for at least the given milliseconds: the duration of each. */
  block(milliseconds: number): Promise<number[]>;
  release(): Promise<void>;
}

/** Compiles a workload and holds its state between steps. Fresh noise and its upload are part of a step. */
export async function startTrainer(engine: Engine, workload: Workload): Promise<Trainer> {
  const { step } = workload;
  const started = performance.now();
  const executable = await engine.compile(step.program);
  const compileMs = performance.now() - started;
  const initial = initialState(step, workload.initial());
  let state: Record<string, DeviceTensor> = Object.fromEntries(
    step.state.map(({ input, shape }) => [input, engine.upload(initial[input], shape)]),
  );
  let t = 0;

  async function advance(): Promise<Record<string, DeviceTensor>> {
    t++;
    const feeds: Record<string, DeviceTensor> = { ...state };
    feeds[step.scalarsInput] = engine.upload(adamScalars(step.settings, 1e-3, t), [2]);
    for (const [name, { data, shape }] of Object.entries(workload.feeds(t))) feeds[name] = engine.upload(data, shape);
    const outputs = await executable.run(feeds);
    state = nextState(step, outputs);
    return outputs;
  }

  return {
    compileMs,
    step: async () => (await (await advance()).loss.read())[0],
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
    release: () => executable.release(),
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
