import * as ort from 'onnxruntime-node';
import { buildProgram, conv2d, input } from '../../core/tensor';
import { encodeFor } from './encode';

/**
 * Block sizes that ONNX Runtime's builds use, by the width of a vector register. It does not say which one it has, and a
 * wrong one gives wrong numbers without an error.
 */
const candidates = [16, 8];

let found: Promise<number | undefined> | undefined;

/** Channels a block of the blocked convolution on this machine, tried out once; undefined where it does not work. */
export function findConvolutionBlock(): Promise<number | undefined> {
  found ??= tryOut();
  return found;
}

async function tryOut(): Promise<number | undefined> {
  const expected = await convolve(undefined);
  for (const block of candidates) {
    const values = await convolve(block).catch(() => undefined);
    if (values && isClose(values, expected)) return block;
  }
  return undefined;
}

const channels = 2 * Math.max(...candidates);
const tolerance = 1e-4;

/** Values of no symmetry, so that none can change places unnoticed. */
const series = (shape: readonly number[]): ort.Tensor => {
  const data = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(i * i + 1));
  return new ort.Tensor('float32', data, shape);
};

async function convolve(block: number | undefined): Promise<Float32Array> {
  const [x, w] = [
    [2, channels, 5, 4],
    [channels, channels, 3, 2],
  ];
  const y = conv2d(input('x', x), input('w', w), { padding: 1, stride: [1, 2] });
  const { bytes } = encodeFor(buildProgram('self-test', { y }), 'cpu', block);
  const session = await ort.InferenceSession.create(bytes, { intraOpNumThreads: 1, logSeverityLevel: 3 });
  try {
    const { y: result } = await session.run({ x: series(x), w: series(w) });
    return Float32Array.from(result.data as Float32Array);
  } finally {
    await session.release();
  }
}

const isClose = (a: Float32Array, b: Float32Array): boolean =>
  a.length === b.length && a.every((v, i) => Math.abs(v - b[i]) <= tolerance);
