import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newRunId, runFolder } from '../../src/files/project-folder';
import { createRun, type RunRecord, writeCheckpoint, writeRun } from '../../src/files/run-folder';
import { documentOfRun, lastCheckpoint, runsOf, unfinishedRun } from '../../src/main/runs';
import { temporaryFolder } from './documents';

const record: RunRecord = {
  format: 'latent-loom-run',
  version: 1,
  title: 'Digits',
  startedAt: '2026-01-31T14:25:30.042Z',
  seed: 1,
  backend: 'cpu',
  threads: 1,
  step: 100,
  steps: 1_000,
  finished: false,
  metrics: { test_elbo: 160 },
};

/** A run of the day `day` with the given record and checkpoints. */
async function makeRun(
  project: string,
  day: number,
  changes: Partial<RunRecord>,
  checkpoints: number[],
): Promise<string> {
  const run = newRunId(new Date(Date.UTC(2026, 0, day)));
  const folder = runFolder(project, run);
  await createRun(folder, '{}');
  await writeRun(folder, { ...record, ...changes });
  for (const step of checkpoints) await writeCheckpoint(folder, step, new Uint8Array(1));
  return run;
}

test('a project without runs has none', async () => {
  const project = await temporaryFolder();
  expect(await runsOf(project)).toEqual([]);
  expect(await lastCheckpoint(project)).toBeNull();
  expect(await unfinishedRun(project)).toBeNull();
});

test('runs are listed newest first, at the step of their newest checkpoint', async () => {
  const project = await temporaryFolder();
  const first = await makeRun(project, 1, { finished: true }, [1_000]);
  const second = await makeRun(project, 2, {}, [100, 200]);
  const runs = await runsOf(project);
  expect(runs).toEqual([
    { run: second, step: 200, steps: 1_000, startedAt: record.startedAt, finished: false, metrics: { test_elbo: 160 } },
    { run: first, step: 1_000, steps: 1_000, startedAt: record.startedAt, finished: true, metrics: { test_elbo: 160 } },
  ]);
  expect(await unfinishedRun(project)).toEqual(runs[0]);
});

test('runs without a checkpoint or with a damaged record are passed over', async () => {
  const project = await temporaryFolder();
  const kept = await makeRun(project, 1, {}, [100]);
  await makeRun(project, 2, {}, []);
  const damaged = await makeRun(project, 3, {}, [300]);
  await writeFile(join(runFolder(project, damaged), 'run.json'), '{');
  await mkdir(join(project, 'runs', 'not a run'));
  expect((await runsOf(project)).map(({ run }) => run)).toEqual([kept]);
  expect((await lastCheckpoint(project))?.run).toBe(kept);
});

test('a finished run is not offered for continuing', async () => {
  const project = await temporaryFolder();
  await makeRun(project, 1, {}, [100]);
  await makeRun(project, 2, { finished: true }, [1_000]);
  expect(await unfinishedRun(project)).toBeNull();
});

test('a run that moved to another device tells on which it ran, in order', async () => {
  const project = await temporaryFolder();
  const moves = [
    { step: 60, from: 'webgpu', to: 'cpu' },
    { step: 90, from: 'cpu', to: 'cuda' },
  ];
  await makeRun(project, 1, { backend: 'cuda', moves }, [100]);
  expect((await runsOf(project))[0].backends).toEqual(['webgpu', 'cpu', 'cuda']);
});

test('the document of a run is its text; one that is gone, damaged or no run is named in a sentence', async () => {
  const project = await temporaryFolder();
  const run = await makeRun(project, 1, {}, [100]);
  expect(await documentOfRun(project, run)).toBe('{}');
  const path = join(runFolder(project, run), 'document.json');
  await writeFile(path, new Uint8Array([0x7b, 0xff, 0x7d]));
  await expect(documentOfRun(project, run)).rejects.toThrow(/document of run .* is damaged .*; choose another run/);
  await rm(path);
  await expect(documentOfRun(project, run)).rejects.toThrow(/is not on disk any more; choose another run/);
  await expect(documentOfRun(project, '../..')).rejects.toThrow(/is no run id/);
});
