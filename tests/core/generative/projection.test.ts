import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  project,
  projectBack,
  towardsComponents,
  variancesAlong,
  withBatch,
} from '../../../src/core/generative/projection';
import { buildProgram, input, interpret, normal } from '../../../src/core/tensor';

const golden = JSON.parse(readFileSync(new URL('../../golden/densities.json', import.meta.url), 'utf8')).pca;
const [n, d, k] = [200, 6, 3];

/** One batch of a stream: moments, then a step of the directions. */
const step = (rows: number) => {
  const moments = withBatch(
    { mean: input('mean', [d]), covariance: input('covariance', [d, d]) },
    input('x', [rows, d]),
    input('share', []),
  );
  const directions = towardsComponents(input('directions', [k, d]), moments.covariance);
  return buildProgram('pca', {
    'next:mean': moments.mean,
    'next:covariance': moments.covariance,
    'next:directions': directions,
    variances: variancesAlong(directions, moments.covariance),
  });
};

const streamed = (batches: number, passes: number) => {
  const rows = n / batches;
  const program = step(rows);
  const directions = normal(new Float32Array(k * d), { seed: 1, stream: 'directions', step: 0 });
  let state: Record<string, ArrayLike<number>> = {
    mean: new Float64Array(d),
    covariance: new Float64Array(d * d),
    directions,
  };
  let variances: ArrayLike<number> = [];
  for (let t = 0; t < batches * passes; t++) {
    const from = (t % batches) * rows * d;
    const out = interpret(
      program,
      { ...state, x: golden.x.slice(from, from + rows * d), share: [1 / (t + 1)] },
      'float64',
    );
    state = { mean: out['next:mean'], covariance: out['next:covariance'], directions: out['next:directions'] };
    variances = out.variances;
  }
  return { mean: state.mean, directions: state.directions, variances };
};

test.each([1, 10])('mean, variances and directions of %d batches are those of NumPy', (batches) => {
  const { mean, directions, variances } = streamed(batches, batches === 1 ? 60 : 12);
  for (let j = 0; j < d; j++) expect(mean[j]).toBeCloseTo(golden.mean[j], 5);
  for (let i = 0; i < k; i++) {
    expect(variances[i]).toBeCloseTo(golden.variances[i], 4);
    // A direction is known but for its sign.
    const sign = Math.sign(
      Array.from({ length: d }, (_, j) => directions[i * d + j] * golden.components[i * d + j]).reduce((a, b) => a + b),
    );
    for (let j = 0; j < d; j++) expect(sign * directions[i * d + j]).toBeCloseTo(golden.components[i * d + j], 3);
  }
});

test.each(['float32', 'float64'] as const)('items one by one, of which the first has no variance (%s)', (precision) => {
  const program = step(1);
  const directions = normal(new Float32Array(k * d), { seed: 1, stream: 'directions', step: 0 });
  let state: Record<string, ArrayLike<number>> = {
    mean: new Float64Array(d),
    covariance: new Float64Array(d * d),
    directions,
  };
  for (let t = 0; t < 2 * n; t++) {
    const from = (t % n) * d;
    const out = interpret(program, { ...state, x: golden.x.slice(from, from + d), share: [1 / (t + 1)] }, precision);
    state = { mean: out['next:mean'], covariance: out['next:covariance'], directions: out['next:directions'] };
    expect(Array.from(state.directions).every(Number.isFinite)).toBe(true);
  }
  for (let i = 0; i < k; i++)
    expect(Math.hypot(...Array.from({ length: d }, (_, j) => state.directions[i * d + j]))).toBeCloseTo(1, 3);
  const along = Array.from({ length: d }, (_, j) => state.directions[j] * golden.components[j]);
  expect(Math.abs(along.reduce((a, b) => a + b))).toBeCloseTo(1, 2);
});

test('there and back loses what the directions do not span, and no more', () => {
  const centre = input('mean', [d]);
  const directions = input('directions', [k, d]);
  const z = project(input('x', [n, d]), centre, directions);
  const program = buildProgram('there-and-back', { back: projectBack(z, centre, directions) });
  const { back } = interpret(
    program,
    { x: golden.x, mean: golden.mean, directions: golden.components.slice(0, k * d) },
    'float64',
  );
  let lost = 0;
  for (let i = 0; i < n * d; i++) lost += (back[i] - golden.x[i]) ** 2 / n;
  const rest = golden.variances.slice(k).reduce((a: number, b: number) => a + b);
  expect(lost).toBeCloseTo(rest, 6);
});
