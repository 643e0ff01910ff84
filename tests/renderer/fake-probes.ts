import type { RequestOf, RequestType, Responses, SessionInfo } from '../../src/protocol/worker';
import { normals } from '../../src/renderer/random';
import { continueText, scoreText } from './fake-text';

type ProbeType = Extract<RequestType, `probe.${string}`>;

export const isProbe = (type: RequestType): type is ProbeType => type.startsWith('probe.');

/** A grey blob whose place and size follow two numbers: something that changes as a latent code does. */
function blob(values: Float32Array, offset: number, a: number, b: number): void {
  for (let y = 0; y < 28; y++) {
    for (let x = 0; x < 28; x++) {
      const [dx, dy] = [x - 13.5 - 3 * Math.sin(a), y - 13.5 - 3 * Math.cos(b)];
      const ring = Math.abs(Math.hypot(dx * (1 + 0.3 * Math.sin(b)), dy) - 6 - 2 * Math.sin(a * 1.7));
      values[offset + y * 28 + x] = Math.max(0, 1 - ring / 2.2);
    }
  }
}

const modes = (count: number, seed: number): Float32Array => {
  const normal = normals(seed);
  return Float32Array.from({ length: count * 2 }, (_, i) => {
    const angle = (Math.floor(i / 2) % 8) * (Math.PI / 4);
    return (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle)) * 1.41 + normal() * 0.14;
  });
};

/** Plausible arrays for every probe. */
export function answerProbe<T extends RequestType>(
  type: T,
  payload: RequestOf<T>,
  info: SessionInfo | null,
  step: number,
): Responses[T] {
  const itemShape = info?.data.itemShape ?? [2];
  const size = itemShape.reduce((a, b) => a * b, 1);
  const blobs = (count: number, code: (item: number) => [number, number]): Float32Array => {
    const values = new Float32Array(count * size);
    for (let item = 0; item < count; item++) blob(values, item * size, ...code(item));
    return values;
  };
  const items = (count: number): Float32Array =>
    info?.data.image ? blobs(count, (item) => [item * 1.3, item * 0.7]) : modes(count, 5);
  const labels = (count: number): Uint8Array =>
    Uint8Array.from({ length: count }, (_, i) => i % (info?.data.classes.length ?? 1));
  const answers: { [K in ProbeType]: (payload: RequestOf<K>) => Responses[K] } = {
    'probe.data': ({ count }) => ({ values: items(count), itemShape, labels: labels(count), count }),
    'probe.encode': ({ count, offset = 0 }) => {
      const normal = normals(9);
      const spread = Math.min(1, step / 1_000);
      const z = Float32Array.from({ length: count * 2 }, (_, i) => {
        const angle = (Math.floor(i / 2) % 10) * 0.628;
        return (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle)) * 1.6 * spread + normal() * 0.35;
      });
      return { z, width: 2, labels: labels(count), columns: {}, offset, count, step };
    },
    'probe.decode': ({ z, count }) => ({
      values: blobs(count, (item) => [z[item * 2], z[item * 2 + 1]]),
      itemShape,
      count,
      step,
    }),
    'probe.reconstruct': ({ count }) => ({
      original: items(count),
      reconstruction: items(count),
      others: [],
      itemShape,
      count,
      step,
    }),
    'probe.sample': ({ count, num_inference_steps: steps, seed }) => {
      const [ends, normal] = [modes(count, 5), normals(seed)];
      const starts = Float32Array.from({ length: count * 2 }, () => normal());
      const samples = new Float32Array((steps + 1) * count * 2);
      const predOriginal = new Float32Array(steps * count * 2);
      for (let k = 0; k <= steps; k++) {
        for (let i = 0; i < count * 2; i++)
          samples[k * count * 2 + i] = starts[i] + (ends[i] - starts[i]) * (k / steps);
        if (k < steps) predOriginal.set(ends, k * count * 2);
      }
      const times = Float32Array.from({ length: steps + 1 }, (_, k) => 1 - k / steps);
      return {
        samples,
        predOriginal,
        times,
        steps,
        count,
        itemShape: [2],
        labels: new Uint8Array(),
        evaluations: steps,
        method: 'sampler.euler',
        step,
        seed,
      };
    },
    'probe.density': ({ count }) => ({ logProb: new Float32Array(count).fill(-1), kind: 'exact', count, step }),
    'probe.density-scan': ({ values, count }) => ({
      values,
      heldOut: values.map((value) => -((Math.log(value) + 2) ** 2)),
      training: values.map((value) => -Math.log(value)),
      leaveOneOut: values.map((value) => -((Math.log(value) + 2) ** 2) - 0.1),
      present: values[0],
      count,
      step,
    }),
    'probe.codes': ({ count, offset }) => {
      const { vocabulary = 8, rows = 2, columns = 2 } = info?.probes.codes ?? {};
      const tokens = Int32Array.from({ length: count * rows * columns }, (_, i) => (i * 7) % vocabulary);
      return { tokens, vocabulary, rows, columns, labels: labels(count), offset, count, step };
    },
    'probe.decode-tokens': ({ count }) => ({ values: items(count), itemShape, count, step }),
    'probe.continue': (request) => continueText(request, step),
    'probe.score-text': ({ of }) => scoreText('text' in of ? of.text : 'held out '.repeat(of.tokens / 9), step),
    'probe.latent-quality': () => ({ roughness: 0.2, completeness: 0.8, near: 5, count: 1_000, step }),
    'probe.adversarial': ({ count, seed, grid, gridCount }) => {
      const dimensions = grid.length / gridCount;
      const [real, fake] = [modes(count, 5), modes(count, seed)].map((all) => all.slice(0, count * dimensions));
      return {
        real,
        realLabels: labels(count),
        fake,
        push: fake.map((value) => -value),
        fakeScores: new Float32Array(count).fill(0.5),
        gridScores: Float32Array.from({ length: gridCount }, (_, i) => 1 / (1 + Math.exp(-grid[i * dimensions]))),
        dimensions,
        scale: 'probability',
        count,
        step,
        seed,
      };
    },
    'probe.layers': () => ({ values: [], parameters: [], batch: 128, step }),
    'probe.output': ({ count }) => ({
      kind: 'data',
      parts: [{ part: null, values: items(count), shown: null, shape: [count, ...itemShape] }],
      labels: labels(count),
      classes: info?.data.classes ?? [],
      owner: null,
      uses: 1,
      repetitions: 1,
      batch: 128,
      truncated: false,
      step,
    }),
    'probe.field': ({ points, count, t }) => ({ vectors: points.map((value) => -value * t), count, t, step }),
  };
  return answers[type as ProbeType](payload as never) as Responses[T];
}
