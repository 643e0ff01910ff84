import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isWithinLimits, largest, lossError, type Parity } from '../../bench/parity';
import { type Trial, takeTrial } from '../../bench/trial';
import { initialParameters, referenceWorkloads } from '../../bench/workloads';
import type { NamedArrays } from '../../src/core/tensor';
import { createEngine } from '../../src/engine';

/** What make_workloads.py keeps of a parameter tensor. */
interface GoldenTensor {
  readonly size: number;
  readonly gradientMax: number;
  readonly updateNorm: number;
  /** At `places(size)`. */
  readonly gradient: readonly number[];
  readonly update: readonly number[];
}

interface Golden {
  readonly losses: Readonly<Record<string, readonly number[]>>;
  readonly parameters: Readonly<Record<string, GoldenTensor>>;
}

const golden: Readonly<Record<string, Golden>> = JSON.parse(
  readFileSync(new URL('../golden/workloads.json', import.meta.url), 'utf8'),
);

const samples = 24;

/** As in make_workloads.py. */
function places(size: number): number[] {
  const stride = Math.floor(size / samples) | 1;
  return Array.from({ length: Math.min(samples, Math.ceil(size / stride)) }, (_, i) => i * stride);
}

const at = (values: Float32Array): number[] => places(values.length).map((i) => values[i]);

/** Errors as in bench/parity.ts; that of the update is estimated from the samples, each for its share of the tensor. */
function errors(workload: string, initial: NamedArrays, ours: Trial): Parity {
  const gradientErrors: number[] = [];
  let [difference, size] = [0, 0];
  for (const [name, expected] of Object.entries(golden[workload].parameters)) {
    const gradient = ours.gradients[name];
    const sampled = at(gradient).map((g, i) => Math.abs(g - expected.gradient[i]));
    gradientErrors.push(
      Math.max(Math.abs(largest(gradient) - expected.gradientMax), ...sampled) / expected.gradientMax,
    );
    const [before, after] = [at(initial[name]), at(ours.trained[name])];
    const squares = expected.update.reduce((sum, u, i) => sum + (after[i] - before[i] - u) ** 2, 0);
    difference += (squares * expected.size) / expected.update.length;
    size += expected.updateNorm ** 2;
  }
  return {
    workload,
    lossError: lossError(ours, golden[workload]),
    gradientError: Math.max(...gradientErrors),
    updateError: Math.sqrt(difference / size),
  };
}

const engine = await createEngine('cpu');
afterAll(() => engine.dispose());

const sizes = (arrays: NamedArrays): Record<string, number> =>
  Object.fromEntries(Object.entries(arrays).map(([name, { length }]) => [name, length]));

describe.each(Object.entries(referenceWorkloads))('three steps of %s', (name, make) => {
  const workload = make();
  const initial = initialParameters(workload);
  let ours: Trial;
  beforeAll(async () => {
    ours = await takeTrial(engine, workload);
  });

  test('train the parameters of PyTorch', () => {
    const expected = Object.entries(golden[name].parameters).map(([key, { size }]) => [key, size]);
    expect(sizes(initial)).toEqual(Object.fromEntries(expected));
  });

  test('have its losses, gradients and updates', () => {
    expect(errors(name, initial, ours)).toSatisfy(isWithinLimits);
  });

  test('would not have them with one tensor left as it was', () => {
    const [first] = Object.keys(initial);
    const moved = { ...ours, trained: { ...ours.trained, [first]: initial[first] } };
    expect(errors(name, initial, moved)).not.toSatisfy(isWithinLimits);
  });
});

test('every reference workload has golden values', () => {
  expect(Object.keys(golden)).toEqual(Object.keys(referenceWorkloads));
});
