import type { ProjectDocument } from '../core/graph/document';
import type { ParameterLayout } from '../core/tensor';
import type { Engine, Executable } from '../engine';
import type { DataSource } from './data-source';
import type { LiveSettings } from './live-settings';
import { disposeAll, inputsOf, readAll, type Tensors } from './tensors';
import { UserError } from './user-error';

export const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** What probes need of the model that they ask. */
export interface ProbeHost {
  engine: Engine;
  document: ProjectDocument;
  layouts: readonly ParameterLayout[];
  /** The one data node that views show. */
  source: DataSource;
  /** Parameters of the newest step. */
  state(): Tensors;
  step(): number;
  live: LiveSettings;
}

/** More numbers than this in one answer would exhaust memory. */
const LARGEST_ANSWER = 2 ** 27;

/** @throws UserError where an answer of so many numbers is too large. */
export const requireAnswer = (numbers: number, what: string): void => {
  if (numbers > LARGEST_ANSWER) throw new UserError(`${what} are too much to show at once; ask for fewer.`);
};

/** Items that go through a network together. */
const LARGEST_BATCH = 1_024;
/** Numbers of x that go through a network together, where items are large. */
const LARGEST_X = 2 ** 16;

/**
 * Items of a size that go through a network together: as many as stay in the processor's caches. It depends on their size alone,
 * as the noise of a sampler's step is drawn for each batch.
 */
export const batchOf = (size: number): number =>
  Math.min(LARGEST_BATCH, 2 ** Math.floor(Math.log2(Math.max(1, LARGEST_X / size))));

/** Rows of 784 that stand for pictures are shown as pictures. */
export const shownShape = ({ itemShape: shape }: DataSource, itemShape: readonly number[]): number[] => [
  ...(product(shape) === product(itemShape) ? shape : itemShape),
];

/** Runs a program once; what was only fed to it is freed. */
export const runOnce = async (executable: Executable, tensors: Tensors, fed: Tensors) => {
  const out = await executable.run(inputsOf(executable.program, tensors));
  const values = await readAll(out);
  disposeAll({ ...fed, ...out });
  return values;
};
