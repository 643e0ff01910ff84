/*
 * A run is a folder, inside a project's `runs/` or wherever the command line was told to put it:
 *
 *   run.json                                what was run, how far it came and what it measured
 *   document.json                           the graph as it was compiled
 *   curves.csv                              losses and metrics by step
 *   checkpoints/<nine digits>.safetensors   parameters and optimiser state after that many steps
 *   history/<nine digits>.safetensors       weights as views saw them after that many steps, to look back at: parameters
 *                                           (their averages where they are kept) under their names, without moments
 */

import { mkdir, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { isUnfinished, readFileLimited, writeFileAtomic } from './atomic';
import { FileError, fileError } from './file-error';

const STEP_FILE = /^(\d{9})\.safetensors$/;
const LARGEST_STEP = 999_999_999;
const RECORD_LIMIT = 4 * 2 ** 20;
const DOCUMENT_LIMIT = 64 * 2 ** 20;
const CHECKPOINT_LIMIT = 4 * 2 ** 30;
const CURVES_LIMIT = 256 * 2 ** 20;
/** The newest ones are kept: one to go on from, one in case that one is damaged. */
const KEPT_CHECKPOINTS = 2;

const runRecordSchema = z.object({
  format: z.literal('latent-loom-run'),
  version: z.literal(1),
  title: z.string(),
  startedAt: z.string(),
  seed: z.int().min(0),
  backend: z.string(),
  /** Changes of the backend in the middle of the run, oldest first; absent where there was none. */
  moves: z.array(z.object({ step: z.int().min(0), from: z.string(), to: z.string() })).optional(),
  threads: z.int().min(1),
  /** Steps taken at the last checkpoint, and the budget. */
  step: z.int().min(0),
  steps: z.int().min(1),
  finished: z.boolean(),
  metrics: z.record(z.string(), z.number()),
});
export type RunRecord = z.infer<typeof runRecordSchema>;

const recordPath = (folder: string): string => join(folder, 'run.json');
const documentPath = (folder: string): string => join(folder, 'document.json');
const curvesPath = (folder: string): string => join(folder, 'curves.csv');
const checkpointsPath = (folder: string): string => join(folder, 'checkpoints');
const historyPath = (folder: string): string => join(folder, 'history');

/** @param step number of optimiser steps taken, 0 to 999 999 999. */
const stepPath = (what: string, directory: string, step: number): string => {
  if (!Number.isInteger(step) || step < 0 || step > LARGEST_STEP)
    throw new FileError('failed', `${what}: step is ${step}, expected a whole number from 0 to ${LARGEST_STEP}.`);
  return join(directory, `${String(step).padStart(9, '0')}.safetensors`);
};
const checkpointPath = (folder: string, step: number): string => stepPath('checkpoint', checkpointsPath(folder), step);
const keptPath = (folder: string, step: number): string => stepPath('kept weights', historyPath(folder), step);

/** Removes files; those that are not there are passed over. */
const remove = async (paths: readonly string[]): Promise<void> => {
  const each = async (path: string): Promise<void> => {
    await rm(path, { force: true }).catch((error: unknown) => {
      throw fileError(path, error);
    });
  };
  await Promise.all(paths.map(each));
};

const makeFolder = async (path: string): Promise<void> => {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw fileError(path, error);
  }
};

/** What a process left that was ended while it wrote: nobody else would ever remove it, and it may be as large as a checkpoint. */
const removeUnfinished = async (directory: string): Promise<void> => {
  const names = await readdir(directory).catch((): string[] => []);
  await remove(names.filter(isUnfinished).map((name) => join(directory, name)));
};

/** Makes the folders of a run and keeps the document that it trains. Only one process writes to a run. */
export const createRun = async (folder: string, documentText: string): Promise<void> => {
  await makeFolder(checkpointsPath(folder));
  for (const each of [folder, checkpointsPath(folder), historyPath(folder)]) await removeUnfinished(each);
  await writeFileAtomic(documentPath(folder), documentText);
};

/**
 * Reads what is known of a run.
 * @throws FileError if the folder holds no run, or one of a newer version.
 */
export const readRun = async (folder: string): Promise<RunRecord> => {
  const text = new TextDecoder().decode(await readFileLimited(recordPath(folder), RECORD_LIMIT));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new FileError('failed', `${recordPath(folder)}: is not readable JSON; the run cannot be continued.`, {
      cause: error,
    });
  }
  const parsed = runRecordSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0];
  throw new FileError('failed', `${recordPath(folder)}: "${path.join('.')}" is not as expected (${message}).`);
};

export const writeRun = (folder: string, record: RunRecord): Promise<void> =>
  writeFileAtomic(recordPath(folder), `${JSON.stringify(record, null, 2)}\n`);

/** The document a run trains, as text. */
export const readRunDocument = async (folder: string): Promise<string> =>
  new TextDecoder().decode(await readFileLimited(documentPath(folder), DOCUMENT_LIMIT));

/** Steps that files of a folder are called after, ascending; none where there is no such folder. */
const listSteps = async (directory: string): Promise<number[]> => {
  const entries = await readdir(directory, { withFileTypes: true }).catch((error: unknown) => {
    const failure = fileError(directory, error);
    if (failure.code === 'missing') return [];
    throw failure;
  });
  return entries
    .filter((entry) => entry.isFile())
    .flatMap(({ name }) => STEP_FILE.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
};

/** Steps of a run's checkpoints, ascending; none where it has not saved one yet. */
export const listCheckpoints = (folder: string): Promise<number[]> => listSteps(checkpointsPath(folder));

export const readCheckpoint = (folder: string, step: number): Promise<Uint8Array> =>
  readFileLimited(checkpointPath(folder, step), CHECKPOINT_LIMIT);

/** Writes a checkpoint, then drops all but the newest ones. */
export const writeCheckpoint = async (folder: string, step: number, bytes: Uint8Array): Promise<void> => {
  await writeFileAtomic(checkpointPath(folder, step), bytes);
  const old = (await listCheckpoints(folder)).slice(0, -KEPT_CHECKPOINTS);
  await remove(old.map((each) => checkpointPath(folder, each)));
};

/** Forgets a run's checkpoints: those of an earlier run in the same folder would pass for the new one's. */
export const dropCheckpoints = async (folder: string): Promise<void> => {
  const steps = await listCheckpoints(folder);
  await remove(steps.map((step) => checkpointPath(folder, step)));
};

/** Steps whose weights a run has kept to look back at, ascending. */
export const listKept = (folder: string): Promise<number[]> => listSteps(historyPath(folder));

export const readKept = (folder: string, step: number): Promise<Uint8Array> =>
  readFileLimited(keptPath(folder, step), CHECKPOINT_LIMIT);

export const writeKept = async (folder: string, step: number, bytes: Uint8Array): Promise<void> => {
  await makeFolder(historyPath(folder));
  await writeFileAtomic(keptPath(folder, step), bytes);
};

/** Forgets kept weights of some steps; those that are not there are passed over. */
export const dropKept = (folder: string, steps: readonly number[]): Promise<void> =>
  remove(steps.map((step) => keptPath(folder, step)));

export const writeCurves = (folder: string, csv: string): Promise<void> => writeFileAtomic(curvesPath(folder), csv);

/** The curves of a run as text; empty where none were written yet. */
export const readCurves = async (folder: string): Promise<string> => {
  try {
    return new TextDecoder().decode(await readFileLimited(curvesPath(folder), CURVES_LIMIT));
  } catch (error) {
    if (error instanceof FileError && error.code === 'missing') return '';
    throw error;
  }
};

/** Name of a run for people: the name of its folder. */
export const runName = (folder: string): string => basename(folder);
