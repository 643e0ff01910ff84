import { encodePng, PaintCanvas, type Picture, rgb } from '../../core/export';
import { writeFileAtomic } from '../../files/atomic';
import type { Session } from '../../worker/session';
import { UserError } from '../../worker/user-error';
import { adversarialPicture } from '../adversarial-picture';
import { parseArguments } from '../arguments';
import { openForProbes } from '../open-run';
import type { CommandResult } from '../output';

const WIDTH = 660;
const HEIGHT = 408;
const GROUND = rgb('#0e1116');
const INK = rgb('#e8ebf1');
const PARTICLE = rgb('#69c779');
const NOISE = rgb('#9aa7b8');
/** Of classes, in turn. */
const CLASSES = ['#62a8ea', '#e8a93c', '#2fb59a', '#c48bd9', '#e8743b', '#b4c95a', '#f0718c', '#9aa7b8'].map(rgb);

/** The manifold covers this many standard deviations of the prior to each side. */
const REACH = 2.2;

/** Decoded pictures over the latent plane, as many as fit: what each place means. */
const manifold = async (session: Session): Promise<Picture> => {
  const probe = await session.probes.decode(new Float32Array(2), 1);
  const [, height, width] = probe.itemShape;
  const [columns, rows] = [Math.floor(WIDTH / width), Math.floor(HEIGHT / height)];
  const at = (k: number, count: number): number => REACH * ((2 * (k + 0.5)) / count - 1);
  const z = Float32Array.from({ length: columns * rows * 2 }, (_, i) => {
    const tile = i >> 1;
    return i & 1 ? -at(Math.floor(tile / columns), rows) : at(tile % columns, columns);
  });
  const { values } = await session.probes.decode(z, columns * rows);
  const canvas = new PaintCanvas(WIDTH, HEIGHT, GROUND);
  const [left, top] = [(WIDTH - columns * width) >> 1, (HEIGHT - rows * height) >> 1];
  for (let i = 0; i < columns * rows * width * height; i++) {
    const tile = Math.floor(i / (width * height));
    const [x, y] = [i % width, Math.floor((i % (width * height)) / width)];
    canvas.blend(left + (tile % columns) * width + x, top + Math.floor(tile / columns) * height + y, INK, values[i]);
  }
  return canvas.toPicture();
};

/** Particles on their way from noise to data: faint trails, bright ends; each class that was asked for in its colour. */
const flow = async (session: Session): Promise<Picture> => {
  const [count, trails, steps] = [1_600, 420, 50];
  const { samples, labels } = await session.probes.samplers.sample(null, { seed: 0, count, numInferenceSteps: steps });
  const colourOf = (i: number) => (labels.length > 0 ? CLASSES[labels[i] % CLASSES.length] : PARTICLE);
  const scale = HEIGHT / 4.6;
  const place = (step: number, i: number): [number, number] => {
    const offset = (step * count + i) * 2;
    return [WIDTH / 2 + scale * samples[offset], HEIGHT / 2 - scale * samples[offset + 1]];
  };
  const canvas = new PaintCanvas(WIDTH, HEIGHT, GROUND);
  for (let i = 0; i < trails; i++)
    for (let step = 0; step < steps; step++)
      canvas.line(...place(step, i), ...place(step + 1, i), colourOf(i), 0.05 + (0.22 * step) / steps);
  for (let i = 0; i < trails; i++) canvas.dot(...place(0, i), 1.1, NOISE, 0.55);
  for (let i = 0; i < count; i++) canvas.dot(...place(steps, i), 1.7, colourOf(i), 0.85);
  return canvas.toPicture();
};

/** `loom picture <run dir>`: what a run learned in one picture, as the gallery shows it. */
export const picture = async (args: string[]): Promise<CommandResult> => {
  const parsed = parseArguments('picture', args, { out: 'text' });
  const session = await openForProbes('picture', parsed.positionals[0]);
  try {
    const { probes, data } = session.info;
    const draws =
      data.image && probes.decode?.width === 2 ? manifold : probes.field?.dimensions === 2 ? flow : undefined;
    const drawing = draws?.(session) ?? adversarialPicture(session, { width: WIDTH, height: HEIGHT });
    if (!drawing)
      throw new UserError(
        'This run has no picture: it needs a two-dimensional latent plane of images, a flow in the plane, or a generator and a discriminator of points.',
      );
    const out = parsed.text('out') ?? 'picture.png';
    const { width, height } = await drawing.then(async (drawn) => {
      await writeFileAtomic(out, encodePng(drawn));
      return drawn;
    });
    return { json: { out, width, height }, text: out };
  } finally {
    await session.close();
  }
};
