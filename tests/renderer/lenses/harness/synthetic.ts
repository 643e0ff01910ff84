import type { SessionInfo, Trajectory } from '../../../../src/protocol/worker';
import { normals, uniforms } from '../../../../src/renderer/lenses/maths/normal';
import { eulerInfo, noProbes } from '../../probe-info';

/** Made-up models with closed formulas, so that every lens has something plausible to show without training. */

const SEGMENTS = ['abcdef', 'bc', 'abged', 'abgcd', 'fgbc', 'afgcd', 'afgedc', 'abc', 'abcdefg', 'abcdfg'];
const LINES: Record<string, [number, number, number, number]> = {
  a: [9, 6, 18, 6],
  b: [18, 6, 18, 14],
  c: [18, 14, 18, 22],
  d: [9, 22, 18, 22],
  e: [9, 14, 9, 22],
  f: [9, 6, 9, 14],
  g: [9, 14, 18, 14],
};

const distance = (x: number, y: number, [x0, y0, x1, y1]: [number, number, number, number]): number => {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const u = Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - x0 - u * dx, y - y0 - u * dy);
};

const GLYPHS = SEGMENTS.map((segments) => {
  const glyph = new Float32Array(784);
  for (let i = 0; i < 784; i++) {
    const [x, y] = [i % 28, Math.floor(i / 28)];
    // Slanted a little, as hands do.
    const nearest = Math.min(...[...segments].map((s) => distance(x + (y - 14) * 0.16, y, LINES[s])));
    glyph[i] = Math.min(1, Math.max(0, 2.1 - nearest * 0.85));
  }
  return glyph;
});

export const CENTRES = Array.from({ length: 10 }, (_, k) => {
  const inner = k < 3;
  const angle = inner ? (k / 3) * 2 * Math.PI + 0.4 : ((k - 3) / 7) * 2 * Math.PI;
  const radius = inner ? 0.62 : 1.75;
  return [radius * Math.cos(angle), radius * Math.sin(angle)] as const;
});

/** Blends the glyphs of the clouds near z; untrained weights give grey. */
export function decode(z: Float32Array, width: number, count: number, learned: number): Float32Array {
  const out = new Float32Array(784 * count);
  for (let item = 0; item < count; item++) {
    const [x, y] = [z[item * width], width > 1 ? z[item * width + 1] : 0];
    const weights = CENTRES.map(([cx, cy]) => Math.exp(-((x - cx) ** 2 + (y - cy) ** 2) / 0.14));
    const total = weights.reduce((sum, weight) => sum + weight, 1e-9);
    const bold = width > 2 ? 1 + 0.3 * z[item * width + 2] : 1;
    for (let i = 0; i < 784; i++) {
      let value = 0;
      for (let k = 0; k < 10; k++) value += (weights[k] / total) * GLYPHS[k][i];
      out[784 * item + i] = 0.22 * (1 - learned) + learned * Math.min(1, value * bold);
    }
  }
  return out;
}

export const labelsOf = (seed: number, count: number, classes: number): Uint8Array => {
  const next = uniforms(seed);
  return Uint8Array.from({ length: count }, () => Math.floor(next() * classes));
};

/** Ten clouds that part as the model learns. */
export function encode(
  count: number,
  width: number,
  learned: number,
  offset = 0,
): { z: Float32Array; labels: Uint8Array } {
  const labels = labelsOf(7 + offset, count, 10);
  const noise = normals(3 + offset, count * width);
  const z = new Float32Array(count * width);
  for (let i = 0; i < count; i++) {
    const [cx, cy] = CENTRES[labels[i]];
    const spread = 0.2 + 0.35 * (1 - learned);
    for (let d = 0; d < width; d++) {
      const centre = d === 0 ? cx : d === 1 ? cy : 0;
      z[i * width + d] =
        centre * learned + noise[i * width + d] * (d < 2 ? spread : 1) * (1 + 0.4 * Math.sin(labels[i]));
    }
  }
  return { z, labels };
}

export function digits(count: number, seed: number): { values: Float32Array; labels: Uint8Array } {
  const labels = labelsOf(seed, count, 10);
  const values = new Float32Array(784 * count);
  const jitter = uniforms(seed + 1);
  for (let i = 0; i < count; i++) {
    const bold = 0.85 + 0.4 * jitter();
    for (let p = 0; p < 784; p++) values[784 * i + p] = Math.min(1, GLYPHS[labels[i]][p] * bold);
  }
  return { values, labels };
}

const MODES = Array.from({ length: 8 }, (_, k) => {
  const angle = (k / 8) * 2 * Math.PI;
  return [1.41 * Math.cos(angle), 1.41 * Math.sin(angle)] as const;
});
const SIGMA = 0.14;

export function gaussians(count: number, seed: number): { values: Float32Array; labels: Uint8Array } {
  const labels = labelsOf(seed, count, 8);
  const noise = normals(seed + 1, 2 * count);
  const values = new Float32Array(2 * count);
  for (let i = 0; i < count; i++) {
    values[2 * i] = MODES[labels[i]][0] + SIGMA * noise[2 * i];
    values[2 * i + 1] = MODES[labels[i]][1] + SIGMA * noise[2 * i + 1];
  }
  return { values, labels };
}

/**
 * The exact velocity E[eps − x_0 | x_t = x] of the linear path x_t = (1 − t)·x_0 + t·eps for a mixture of Gaussians,
 * blurred while the model has not learned everything.
 */
export function velocity(x: number, y: number, t: number, learned: number): [number, number] {
  const sigma = SIGMA + 0.9 * (1 - learned);
  const variance = (1 - t) ** 2 * sigma ** 2 + t ** 2;
  const posts = MODES.map(([mx, my]) => -((x - (1 - t) * mx) ** 2 + (y - (1 - t) * my) ** 2) / (2 * variance));
  const highest = Math.max(...posts);
  const weights = posts.map((post) => Math.exp(post - highest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const out: [number, number] = [0, 0];
  for (let k = 0; k < 8; k++) {
    for (const axis of [0, 1] as const) {
      const mode = MODES[k][axis];
      const residual = (axis === 0 ? x : y) - (1 - t) * mode;
      const x0 = mode + ((1 - t) * sigma ** 2 * residual) / variance;
      const eps = (t * residual) / variance;
      out[axis] += (weights[k] / total) * (eps - x0);
    }
  }
  return out;
}

const drawn = { labels: new Uint8Array(), method: 'sampler.euler' };

export function samplePictures(seed: number, count: number, steps: number, step: number): Trajectory {
  const { values: data } = digits(count, seed);
  const noise = normals(seed, 784 * count);
  const times = Float32Array.from({ length: steps + 1 }, (_, k) => 1 - k / steps);
  const size = 784 * count;
  const samples = new Float32Array((steps + 1) * size);
  const predOriginal = new Float32Array(steps * size);
  for (let k = 0; k <= steps; k++) {
    for (let i = 0; i < size; i++) {
      samples[k * size + i] = (1 - times[k]) * data[i] + times[k] * (0.5 + 0.4 * noise[i]);
      if (k < steps) predOriginal[k * size + i] = data[i] * (1 - 0.7 * times[k]) + 0.25 * times[k];
    }
  }
  return {
    samples,
    predOriginal,
    times,
    steps,
    count,
    itemShape: [1, 28, 28],
    ...drawn,
    evaluations: steps,
    step,
    seed,
  };
}

const common = {
  run: '2026-01-01-a',
  step: 0,
  steps: 5_000,
  backend: { id: 'cpu', title: 'CPU', threads: 2 },
  live: [],
  measures: [],
  trainers: [{ node: 'trainer', title: 'Trainer', updatesPerStep: 1 }],
  compileMilliseconds: 42,
};
const ganTrainers = [
  { node: 'discriminator-trainer', title: 'Discriminator trainer', updatesPerStep: 1 },
  { node: 'generator-trainer', title: 'Generator trainer', updatesPerStep: 1 },
];
const ganSeries = [
  { name: 'loss_d', title: 'Discriminator loss', node: 'discriminator-trainer', unit: '' },
  { name: 'loss_g', title: 'Generator loss', node: 'generator-trainer', unit: '' },
];
const digitsData: SessionInfo['data'] = {
  node: 'digits',
  title: 'MNIST digits',
  itemShape: [1, 28, 28],
  classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  train: 60_000,
  test: 10_000,
  image: true,
};
const vaeSeries = [
  { name: 'reconstruction', title: 'Reconstruction', node: 'bce', unit: 'nats' },
  { name: 'kl', title: 'KL divergence', node: 'kl', unit: 'nats' },
  { name: 'loss', title: 'Loss', node: 'trainer', unit: 'nats' },
];

export const SCENES: Record<string, SessionInfo> = {
  vae: {
    ...common,
    parameterCount: 631_588,
    series: vaeSeries,
    data: digitsData,
    probes: { ...noProbes, encode: { width: 2, columns: [] }, decode: { width: 2, classes: 0 }, reconstruct: true },
  },
  wide: {
    ...common,
    parameterCount: 652_824,
    series: vaeSeries,
    data: digitsData,
    probes: { ...noProbes, encode: { width: 20, columns: [] }, decode: { width: 20, classes: 0 }, reconstruct: true },
  },
  flow: {
    ...common,
    parameterCount: 34_178,
    series: [{ name: 'velocity', title: 'Velocity loss', node: 'velocity', unit: '' }],
    data: {
      node: 'data',
      title: 'Eight Gaussians',
      itemShape: [2],
      classes: ['E', 'NE', 'N', 'NW', 'W', 'SW', 'S', 'SE'],
      train: 50_000,
      test: 10_000,
      image: false,
    },
    probes: {
      ...noProbes,
      samplers: [eulerInfo()],
      field: { dimensions: 2 },
    },
  },
  pictures: {
    ...common,
    parameterCount: 1_204_000,
    series: [{ name: 'velocity', title: 'Velocity loss', node: 'velocity', unit: '' }],
    data: digitsData,
    probes: {
      ...noProbes,
      samplers: [eulerInfo({ num_inference_steps: 24 })],
    },
  },
  'gan-2d': {
    ...common,
    parameterCount: 4_226,
    series: ganSeries,
    trainers: ganTrainers,
    data: { node: 'data', title: 'Rings', itemShape: [2], classes: [], train: 0, test: 10_000, image: false },
    probes: {
      ...noProbes,
      adversarial: { dimensions: 2, generator: 'generator', discriminator: 'discriminator', scale: 'probability' },
    },
  },
  'gan-1d': {
    ...common,
    parameterCount: 1_218,
    series: ganSeries,
    trainers: ganTrainers,
    data: { node: 'data', title: 'Two bumps', itemShape: [1], classes: [], train: 0, test: 10_000, image: false },
    probes: {
      ...noProbes,
      adversarial: { dimensions: 1, generator: 'generator', discriminator: 'discriminator', scale: 'probability' },
    },
  },
};
