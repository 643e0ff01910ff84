/** Compares our first steps with PyTorch's, from the same parameters on the same feeds. */

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type ArrayData, readNpz, writeNpz } from '../src/core/export';
import type { NamedArrays } from '../src/core/tensor';
import { type EngineChoice, openEngine } from './engine';
import { hasTorch, python } from './torch';
import { type Trial, takeTrial, trialSteps } from './trial';
import { findWorkload, initialParameters, referenceWorkloads, type Workload } from './workloads';

export interface Parity {
  readonly workload: string;
  /** Largest relative difference of a loss over three steps. */
  readonly lossError: number;
  /** Largest difference of a gradient before the first step, as a part of its tensor's largest entry. */
  readonly gradientError: number;
  /** L2 norm of the difference between both updates of all parameters over three steps, as a part of PyTorch's. */
  readonly updateError: number;
}

/** Adam magnifies the rounding of gradients near zero, so parameters are compared as a whole and not entry by entry. */
export const parityLimits = { lossError: 1e-5, gradientError: 1e-4, updateError: 5e-4 } as const;

export const isWithinLimits = (parity: Parity): boolean =>
  parity.lossError <= parityLimits.lossError &&
  parity.gradientError <= parityLimits.gradientError &&
  parity.updateError <= parityLimits.updateError;

/** Trains workloads (the eight unless named) here and in PyTorch, with `parity.py` at `script`, and compares them. */
export async function parityOf(
  script: string,
  only: readonly string[] | undefined,
  options: EngineChoice,
): Promise<Parity[]> {
  const chosen = (only ?? Object.keys(referenceWorkloads)).map(findWorkload);
  if (!(await hasTorch())) {
    throw new Error(`parity: ${python} has no PyTorch, expected one to compare with; install python3-torch.`);
  }
  const engine = await openEngine(options);
  const rows: Parity[] = [];
  for (const make of chosen) {
    const workload = make();
    const [ours, theirs] = [await takeTrial(engine, workload), await torchTrial(workload, script)];
    rows.push(compare(workload.name, initialParameters(workload), ours, theirs));
  }
  await engine.dispose();
  return rows;
}

/** Weights and feeds go to PyTorch, and its results come back, through files of a temporary folder. */
async function torchTrial(workload: Workload, script: string): Promise<Trial> {
  const folder = await mkdtemp(join(tmpdir(), 'loom-parity-'));
  try {
    const [given, found] = [join(folder, 'given.npz'), join(folder, 'found.npz')];
    await writeFile(given, writeNpz(questionOf(workload)));
    await promisify(execFile)(python, [script, workload.name, given, found], {
      env: { ...process.env, OMP_NUM_THREADS: '1' },
    });
    return trialIn(readNpz(await readFile(found)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function questionOf(workload: Workload): Map<string, ArrayData> {
  const initial = initialParameters(workload);
  const arrays = new Map<string, ArrayData>();
  for (const { name, shape } of Object.values(workload.groups).flat()) {
    arrays.set(`parameter:${name}`, { shape, data: initial[name] });
  }
  for (let t = 1; t <= trialSteps; t++) {
    for (const [name, feed] of Object.entries(workload.feeds(t))) arrays.set(`feed:${t}:${name}`, feed);
  }
  return arrays;
}

function trialIn(arrays: ReadonlyMap<string, ArrayData>): Trial {
  const under = (prefix: string): NamedArrays =>
    Object.fromEntries(
      [...arrays]
        .filter(([key]) => key.startsWith(prefix))
        .map(([key, { data }]) => [key.slice(prefix.length), Float32Array.from(data)]),
    );
  const losses = Object.fromEntries(Object.entries(under('loss:')).map(([name, values]) => [name, [...values]]));
  return { losses, gradients: under('gradient:'), trained: under('parameter:') };
}

/** Errors of `ours` as parts of `theirs`. */
export function compare(workload: string, initial: NamedArrays, ours: Trial, theirs: Trial): Parity {
  const gradientErrors = Object.entries(theirs.gradients).map(
    ([name, gradient]) => largestDifference(ours.gradients[name], gradient) / largest(gradient),
  );
  let [difference, size] = [0, 0];
  for (const [name, trained] of Object.entries(theirs.trained)) {
    trained.forEach((value, i) => {
      difference += (ours.trained[name][i] - value) ** 2;
      size += (value - initial[name][i]) ** 2;
    });
  }
  return {
    workload,
    lossError: lossError(ours, theirs),
    gradientError: Math.max(...gradientErrors),
    updateError: Math.sqrt(difference / size),
  };
}

/** Largest relative difference of a loss. */
export const lossError = (ours: Pick<Trial, 'losses'>, theirs: Pick<Trial, 'losses'>): number =>
  Math.max(
    ...Object.entries(theirs.losses).flatMap(([name, losses]) =>
      losses.map((loss, i) => Math.abs(ours.losses[name][i] - loss) / Math.abs(loss)),
    ),
  );

/** Largest |value|. */
export const largest = (values: Float32Array): number => values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);

const largestDifference = (a: Float32Array, b: Float32Array): number =>
  b.reduce((most, v, i) => Math.max(most, Math.abs(v - a[i])), 0);
