import { PaintCanvas, type Picture, type Rgb, rgb } from '../../core/export';
import type { Session } from '../../worker/session';
import { CLASSES, GROUND, INK, NOISE, PARTICLE, type Size } from './look';

/** Units of the plane from the lower to the upper edge. */
const REACH = 4.6;

/** Particles on their way from noise to data: faint trails, bright ends; each class that was asked for in its colour. */
export const flow = async (session: Session, { width, height }: Size): Promise<Picture> => {
  const [count, trails, asked] = [1_600, 420, 50];
  const { samples, labels, steps } = await session.probes.sample(null, { seed: 0, count, numInferenceSteps: asked });
  const colourOf = (i: number): Rgb => (labels.length > 0 ? CLASSES[labels[i] % CLASSES.length] : PARTICLE);
  const scale = height / REACH;
  const place = (step: number, i: number): [number, number] => {
    const offset = (step * count + i) * 2;
    return [width / 2 + scale * samples[offset], height / 2 - scale * samples[offset + 1]];
  };
  const canvas = new PaintCanvas(width, height, GROUND);
  for (let i = 0; i < trails; i++)
    for (let step = 0; step < steps; step++)
      canvas.line(...place(step, i), ...place(step + 1, i), colourOf(i), 0.05 + (0.22 * step) / steps);
  for (let i = 0; i < trails; i++) canvas.dot(...place(0, i), 1.1, NOISE, 0.55);
  for (let i = 0; i < count; i++) canvas.dot(...place(steps, i), 1.7, colourOf(i), 0.85);
  return canvas.toPicture();
};

/** From the ground through violet to bright. */
const STOPS = ['#0e1116', '#2a2150', '#5b3b96', '#b0518f', '#f0876b', '#fbd78a'].map(rgb);

const heat = (share: number): Rgb => {
  const at = Math.min(1, Math.max(0, share)) * (STOPS.length - 1);
  const low = Math.min(STOPS.length - 2, Math.floor(at));
  const [from, to] = [STOPS[low], STOPS[low + 1]];
  const mix = (c: number): number => from[c] + (at - low) * (to[c] - from[c]);
  return [mix(0), mix(1), mix(2)];
};

/** Where the first model of the study expects points, and held-out points on it. */
export const density = async (session: Session, { width, height }: Size): Promise<Picture> => {
  const [coarse, shown] = [2, 700];
  const scale = height / REACH;
  const [columns, rows] = [Math.ceil(width / coarse), Math.ceil(height / coarse)];
  const points = Float32Array.from({ length: columns * rows * 2 }, (_, i) => {
    const cell = i >> 1;
    const [x, y] = [((cell % columns) + 0.5) * coarse, (Math.floor(cell / columns) + 0.5) * coarse];
    return i & 1 ? (height / 2 - y) / scale : (x - width / 2) / scale;
  });
  const { logProb } = await session.probes.density.of(points, columns * rows);
  const most = logProb.reduce((a, b) => Math.max(a, b), -Infinity);
  const canvas = new PaintCanvas(width, height, GROUND);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const cell = Math.floor(row / coarse) * columns + Math.floor(column / coarse);
      // The root keeps what is thin from vanishing beside what is dense.
      canvas.blend(column, row, heat(Math.sqrt(Math.exp(logProb[cell] - most))), 1);
    }
  const { values } = session.probes.data('test', 0, shown);
  for (let i = 0; i < shown; i++)
    canvas.dot(width / 2 + scale * values[2 * i], height / 2 - scale * values[2 * i + 1], 1.1, INK, 0.55);
  return canvas.toPicture();
};

/** Drawn points, beside nothing: what a model without density and without a way makes. */
export const points = async (session: Session, { width, height }: Size): Promise<Picture> => {
  const count = 2_500;
  const { samples, steps, labels } = await session.probes.sample(null, { seed: 0, count });
  const last = samples.subarray(samples.length - samples.length / (steps + 1));
  const scale = height / REACH;
  const canvas = new PaintCanvas(width, height, GROUND);
  for (let i = 0; i < count; i++) {
    const colour = labels.length > 0 ? CLASSES[labels[i] % CLASSES.length] : PARTICLE;
    canvas.dot(width / 2 + scale * last[2 * i], height / 2 - scale * last[2 * i + 1], 1.6, colour, 0.8);
  }
  return canvas.toPicture();
};
