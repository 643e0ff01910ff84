import { PaintCanvas, type Picture } from '../../core/export';
import type { Session } from '../../worker/session';
import { GROUND, INK, type Size } from './look';

/** The manifold covers this many standard deviations of the prior to each side. */
const REACH = 2.2;
/** Pictures of models that evaluate their network this often for each are few. */
const COSTLY = 64;

const shapeOf = (itemShape: readonly number[]): [height: number, width: number] => [
  itemShape[itemShape.length - 2],
  itemShape[itemShape.length - 1],
];

/** Grey pictures (count × height × width) in rows, as large as they fit, in the middle. */
export const tiled = (
  values: Float32Array,
  itemShape: readonly number[],
  { columns, rows }: { columns: number; rows: number },
  size: Size,
): Picture => {
  const [height, width] = shapeOf(itemShape);
  const cell = Math.min(Math.floor(size.width / columns / width), Math.floor(size.height / rows / height)) || 1;
  const canvas = new PaintCanvas(size.width, size.height, GROUND);
  const left = (size.width - columns * width * cell) >> 1;
  const top = (size.height - rows * height * cell) >> 1;
  for (let row = 0; row < rows * height * cell; row++)
    for (let column = 0; column < columns * width * cell; column++) {
      const [y, x] = [Math.floor(row / cell), Math.floor(column / cell)];
      const tile = Math.floor(y / height) * columns + Math.floor(x / width);
      const value = values[(tile * height + (y % height)) * width + (x % width)] ?? 0;
      canvas.blend(left + column, top + row, INK, Math.min(1, Math.max(0, value)));
    }
  return canvas.toPicture();
};

/** Decoded pictures over the latent plane, as many as fit: what each place means. */
export const manifold = async (session: Session, size: Size): Promise<Picture> => {
  const probe = await session.probes.decode(new Float32Array(2), 1);
  const [height, width] = shapeOf(probe.itemShape);
  const [columns, rows] = [Math.floor(size.width / width), Math.floor(size.height / height)];
  const at = (k: number, count: number): number => REACH * ((2 * (k + 0.5)) / count - 1);
  const z = Float32Array.from({ length: columns * rows * 2 }, (_, i) => {
    const tile = i >> 1;
    return i & 1 ? -at(Math.floor(tile / columns), rows) : at(tile % columns, columns);
  });
  const { values } = await session.probes.decode(z, columns * rows);
  return tiled(values, probe.itemShape, { columns, rows }, size);
};

/**
 * What the first sampler draws, in rows; where it can be asked for classes, each column is one, and where it draws several levels
 * of latents, each row has one latent of the top.
 */
export const drawn = async (session: Session, size: Size): Promise<Picture> => {
  const { walks, samplers } = session.info.probes;
  const [height, width] = shapeOf(session.info.data.itemShape);
  const costly = (walks[0]?.evaluations ?? samplers[0]?.num_inference_steps ?? 1) > COSTLY;
  const scale = costly ? 3 : 1;
  const fitting = Math.floor(size.width / width / scale);
  const levels = samplers.length === 0 ? (walks[0]?.levels ?? []) : [];
  const classes = walks[0]?.classes ?? samplers[0]?.classes ?? 0;
  const columns = classes > 0 ? Math.max(classes, fitting - (fitting % classes)) : fitting;
  const rows = Math.floor(size.height / height / scale);
  const { samples, steps, itemShape } = await session.probes.sample(null, {
    seed: 0,
    count: columns * rows,
    numInferenceSteps: samplers[0]?.num_inference_steps,
    frozen: levels.length > 1 ? { levels: levels.slice(0, 1), every: columns } : null,
  });
  const last = samples.length - samples.length / (steps + 1);
  return tiled(samples.subarray(last), itemShape, { columns, rows }, size);
};

/** Held-out pictures, and below each of them what every autoencoder of the study makes of it. */
export const reconstructed = async (session: Session, size: Size): Promise<Picture> => {
  const { data, probes } = session.info;
  const [height, width] = shapeOf(data.itemShape);
  const lines = 1 + Math.max(1, probes.autoencoders.length);
  const columns = Math.floor(size.width / width);
  const groups = Math.floor(size.height / height / lines);
  const { original, reconstruction, others, itemShape } = await session.probes.reconstruct(columns * groups);
  const each = columns * height * width;
  const values = new Float32Array(groups * lines * each);
  for (let group = 0; group < groups; group++)
    for (const [i, source] of [original, reconstruction, ...others].entries())
      values.set(source.subarray(group * each, (group + 1) * each), (group * lines + i) * each);
  return tiled(values, itemShape, { columns, rows: groups * lines }, size);
};
