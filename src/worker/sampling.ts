import { FED } from '../core/compile';
import { normal } from '../core/tensor';
import type { Engine, Executable } from '../engine';
import type { Breathe } from './breathe';
import { disposeAll, floats, inputsOf, type Tensors } from './tensors';

/** Where the rows of a batch go in arrays of all items: row k of the batch to k·stride + offset. */
export interface Recording {
  /** (steps + 1) × all items, first the noise. */
  samples: Float32Array;
  /** steps × all items. */
  predOriginal: Float32Array;
  stride: number;
  offset: number;
}

export interface SampleTask {
  engine: Engine;
  /** The compiled step; asked for at each step, as others may use up the place that compiled programs have. */
  executable(): Promise<Executable>;
  /** Parameters, asked for at each step. */
  state(): Tensors;
  /** Steps + 1, falling from 1 to 0. */
  times: Float32Array;
  /** The first noise of the batch, n × item; `shape` is [n, …item]. */
  noise: Float32Array;
  shape: readonly number[];
  /** What stays the same in all steps: labels, guidance, eta. It is the caller's to free. */
  given: Tensors;
  /** Names the noise of the steps: (seed, stream, number of the step). */
  seed: number;
  stream: string;
  /** Where every step is kept; null where only the end matters. */
  record: Recording | null;
  breathe: Breathe;
}

/** Takes a batch from noise to data; its samples, n × item. */
export const runSampler = async (task: SampleTask): Promise<Float32Array> => {
  const { engine, times, shape, given, record, breathe } = task;
  const steps = times.length - 1;
  let x = engine.upload(task.noise, shape, 'float32');
  try {
    for (let k = 0; k < steps; k++) {
      await breathe();
      const executable = await task.executable();
      const own = {
        [FED.x]: x,
        [FED.t]: engine.upload(times.subarray(k, k + 1), [], 'float32'),
        [FED.next]: engine.upload(times.subarray(k + 1, k + 2), [], 'float32'),
        ...freshNoise(executable, task, k),
      };
      const out = await executable.run(inputsOf(executable.program, { ...task.state(), ...given, ...own }));
      if (record) await keep(out, record, k);
      x = out.prevSample;
      disposeAll({ ...own, predOriginal: out.predOriginal });
    }
    return await floats(x);
  } finally {
    x.dispose();
  }
};

const freshNoise = ({ program }: Executable, { engine, noise, shape, seed, stream }: SampleTask, step: number) => {
  if (!program.inputs.some(({ name }) => name === FED.noise)) return {};
  const values = normal(new Float32Array(noise.length), { seed, stream, step });
  return { [FED.noise]: engine.upload(values, shape, 'float32') };
};

const keep = async (out: Tensors, { samples, predOriginal, stride, offset }: Recording, k: number): Promise<void> => {
  samples.set(await floats(out.prevSample), (k + 1) * stride + offset);
  predOriginal.set(await floats(out.predOriginal), k * stride + offset);
};
