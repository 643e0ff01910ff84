import { normal, type RandomKey, uniform } from '../../tensor/random';
import type { Moments, PointBatch } from './types';

/** Independent numbers for one draw: `choice` and `along` uniform in [0, 1), `noise` two standard normals a point. */
interface Draws {
  /** [n] */
  choice: Float32Array;
  /** [n] */
  along: Float32Array;
  /** [n, 2] */
  noise: Float32Array;
}

/** The key of another, independent sequence for the same draw. */
const branch = (key: RandomKey, name: string): RandomKey => ({ ...key, stream: `${key.stream}/${name}` });

/** A point before it is standardised, and its label. */
export type RawPoint = readonly [x: number, y: number, label: number];

/**
 * Draws n points of a distribution and standardises each coordinate by the distribution's own mean and variance.
 * @param point the i-th point from its random numbers: choice and along in [0, 1), and two standard normals.
 */
export function samplePoints(
  n: number,
  key: RandomKey,
  moments: Moments,
  point: (choice: number, along: number, noiseX: number, noiseY: number) => RawPoint,
): PointBatch {
  const { choice, along, noise } = draw(n, key);
  const x = new Float32Array(2 * n);
  const label = new Uint8Array(n);
  const [meanX, meanY] = moments.mean;
  const [scaleX, scaleY] = moments.variance.map((variance) => 1 / Math.sqrt(variance));
  for (let i = 0; i < n; i++) {
    const [rawX, rawY, mark] = point(choice[i], along[i], noise[2 * i], noise[2 * i + 1]);
    x[2 * i] = (rawX - meanX) * scaleX;
    x[2 * i + 1] = (rawY - meanY) * scaleY;
    label[i] = mark;
  }
  return { x, label };
}

function draw(n: number, key: RandomKey): Draws {
  const choice = new Float32Array(n);
  const along = new Float32Array(n);
  const noise = new Float32Array(2 * n);
  uniform(choice, branch(key, 'choice'));
  uniform(along, branch(key, 'along'));
  normal(noise, branch(key, 'noise'));
  return { choice, along, noise };
}

/** One of `count` equally likely values from a uniform number in [0, 1]. */
export const pick = (choice: number, count: number): number => Math.min(count - 1, Math.floor(choice * count));
