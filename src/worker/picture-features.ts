import { join } from 'node:path';
import type { PictureFeatures } from '../core/catalogue/types';
import { FormatError } from '../core/data';
import { readSafetensors } from '../core/export';
import { digitNetwork, digitParameters, FEATURES, PICTURE_SIDE } from '../core/metrics';
import { argMax, buildProgram, input } from '../core/tensor';
import type { Engine } from '../engine';
import { readFileLimited } from '../files/atomic';
import { resourcesDirectory } from '../files/resources';
import { disposeAll, floats, type Tensors } from './tensors';

const SIZE = PICTURE_SIDE ** 2;
/** Pictures that go through together. */
const BATCH = 250;
const LARGEST_FILE = 2 ** 20;

/** @throws FileError or FormatError where the weights that came with the program are gone or damaged. */
const weights = async (engine: Engine): Promise<Tensors> => {
  const path = join(resourcesDirectory(), 'features', 'digits.safetensors');
  const { tensors } = readSafetensors(await readFileLimited(path, LARGEST_FILE), path);
  const uploaded = digitParameters.map(({ name, shape }) => {
    const found = tensors.get(name);
    if (!(found?.data instanceof Float32Array) || found.shape.join() !== shape.join())
      throw new FormatError(`${path}: has no ${name} of ${shape.join(' × ')}; install the program again.`);
    return [name, engine.upload(found.data, shape, 'float32')] as const;
  });
  return Object.fromEntries(uploaded);
};

/**
 * What the network that knows digits says of grey pictures (count × 784, in [0, 1]).
 * @throws FileError or FormatError where its weights are gone or damaged.
 */
export const lookAtPictures = async (engine: Engine, pictures: Float32Array): Promise<PictureFeatures> => {
  const count = pictures.length / SIZE;
  const parameters = await weights(engine);
  const named = Object.fromEntries(digitParameters.map(({ name, shape }) => [name, input(name, shape)]));
  const { features, logits } = digitNetwork(named, input('x', [BATCH, SIZE]));
  const executable = await engine.compile(buildProgram('picture features', { features, digits: argMax(logits, 1) }));
  const seen = { features: new Float32Array(count * FEATURES), digits: new Uint8Array(count) };
  for (let from = 0; from < count; from += BATCH) {
    const n = Math.min(BATCH, count - from);
    const padded = new Float32Array(BATCH * SIZE);
    padded.set(pictures.subarray(from * SIZE, (from + n) * SIZE));
    const x = engine.upload(padded, [BATCH, SIZE], 'float32');
    const out = await executable.run({ ...parameters, x });
    seen.features.set((await floats(out.features)).subarray(0, n * FEATURES), from * FEATURES);
    seen.digits.set((await floats(out.digits)).subarray(0, n), from);
    disposeAll({ ...out, x });
  }
  disposeAll(parameters);
  await executable.release();
  return seen;
};
