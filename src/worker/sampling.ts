import type { SamplerDefinition } from '../core/catalogue/types';
import type { Engine, Executable } from '../engine';
import { disposeAll, floats, inputsOf, type Tensors } from './tensors';

export interface SampleRun {
  /** (steps + 1) × count × item, first the noise, last the samples; only the last when `keep` is false. */
  samples: Float32Array;
  /** steps × count × item; empty when `keep` is false. */
  predOriginal: Float32Array;
  times: Float32Array;
}

/**
 * Takes a batch from noise to data.
 * @param noise count × item, row-major; `shape` is [count, …item].
 * @param state parameters, fed at every step.
 */
export const runSampler = async (
  engine: Engine,
  executable: Executable,
  sampler: SamplerDefinition,
  state: Tensors,
  noise: Float32Array,
  shape: readonly number[],
  numInferenceSteps: number,
  keep: boolean,
): Promise<SampleRun> => {
  const times = sampler.times(numInferenceSteps);
  const size = noise.length;
  const samples = new Float32Array(keep ? (numInferenceSteps + 1) * size : size);
  const predOriginal = new Float32Array(keep ? numInferenceSteps * size : 0);
  if (keep) samples.set(noise);
  const parameters = inputsOf(executable.program, state);
  let x = engine.upload(noise, shape, 'float32');
  for (let k = 0; k < numInferenceSteps; k++) {
    const fed = {
      x,
      t: engine.upload(times.slice(k, k + 1), [], 'float32'),
      next: engine.upload(times.slice(k + 1, k + 2), [], 'float32'),
    };
    const out = await executable.run({ ...parameters, ...fed });
    x = out.prevSample;
    if (keep) {
      samples.set(await floats(out.prevSample), (k + 1) * size);
      predOriginal.set(await floats(out.predOriginal), k * size);
    }
    disposeAll({ ...fed, predOriginal: out.predOriginal });
  }
  if (!keep) samples.set(await floats(x));
  x.dispose();
  return { samples, predOriginal, times };
};
