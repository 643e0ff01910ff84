import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  createRun,
  dropKept,
  listCheckpoints,
  listKept,
  type RunRecord,
  readCheckpoint,
  readCurves,
  readKept,
  readRun,
  readRunDocument,
  writeCheckpoint,
  writeCurves,
  writeKept,
  writeRun,
} from '../../src/files/run-folder';
import { temporaryFolder } from './folder';

const root = temporaryFolder();

const record: RunRecord = {
  format: 'latent-loom-run',
  version: 1,
  title: 'A run',
  startedAt: '2026-01-31T14:25:30.042Z',
  seed: 3,
  backend: 'cpu',
  threads: 2,
  step: 20,
  steps: 100,
  finished: false,
  metrics: { test_elbo: 157.25 },
};

describe('run folder', () => {
  it('is freed of what a process left that was ended while it wrote, and of nothing else', async () => {
    const folder = join(root, 'unfinished');
    await createRun(folder, '{}');
    const places = [folder, join(folder, 'checkpoints')];
    const unfinished = '.000000020.safetensors.0f8fad5b-d9cb-469f-a165-70867728950e.tmp';
    for (const place of places) for (const name of [unfinished, '.mine.tmp']) writeFileSync(join(place, name), '');
    await createRun(folder, '{}');
    expect(places.map((place) => readdirSync(place).includes(unfinished))).toEqual([false, false]);
    expect(places.map((place) => readdirSync(place).includes('.mine.tmp'))).toEqual([true, true]);
  });

  it('gives back what was written', async () => {
    const folder = join(root, 'whole');
    await createRun(folder, '{"title":"é"}\n');
    await writeRun(folder, record);
    await writeCurves(folder, 'step,loss\n1,2.5\n');
    expect(await readRun(folder)).toEqual(record);
    expect(await readRunDocument(folder)).toBe('{"title":"é"}\n');
    expect(await readCurves(folder)).toBe('step,loss\n1,2.5\n');
  });

  it('has no curves and no checkpoints before the first ones', async () => {
    const folder = join(root, 'young');
    await createRun(folder, '{}');
    expect(await readCurves(folder)).toBe('');
    expect(await listCheckpoints(folder)).toEqual([]);
    expect(await listCheckpoints(join(root, 'absent'))).toEqual([]);
  });

  it('keeps the two newest checkpoints and passes over other files', async () => {
    const folder = join(root, 'checkpoints');
    await createRun(folder, '{}');
    writeFileSync(join(folder, 'checkpoints', '.000000900.safetensors.x.tmp'), '');
    for (const step of [9, 900, 10_000]) await writeCheckpoint(folder, step, Uint8Array.of(step & 255));
    expect(await listCheckpoints(folder)).toEqual([900, 10_000]);
    expect(readdirSync(join(folder, 'checkpoints'))).toContain('000010000.safetensors');
    expect(await readCheckpoint(folder, 900)).toEqual(Uint8Array.of(900 & 255));
  });

  it('refuses a step that has no name', async () => {
    const folder = join(root, 'steps');
    await createRun(folder, '{}');
    for (const step of [-1, 0.5, 1e9])
      await expect(writeCheckpoint(folder, step, new Uint8Array())).rejects.toThrow(/step is/);
  });

  it('says what is wrong with a record in one sentence', async () => {
    const folder = join(root, 'damaged');
    mkdirSync(folder, { recursive: true });
    await expect(readRun(folder)).rejects.toMatchObject({ code: 'missing' });
    writeFileSync(join(folder, 'run.json'), '{"format":');
    await expect(readRun(folder)).rejects.toThrow(/run\.json: is not readable JSON/);
    writeFileSync(join(folder, 'run.json'), JSON.stringify({ ...record, seed: 'one' }));
    await expect(readRun(folder)).rejects.toThrow(/"seed" is not as expected/);
  });
});

describe('kept weights of a run', () => {
  it('are listed by step, read back, and dropped', async () => {
    const folder = join(root, 'history');
    expect(await listKept(folder)).toEqual([]);
    for (const step of [12, 0, 454]) await writeKept(folder, step, Uint8Array.of(step % 256, 7));
    expect(readdirSync(join(folder, 'history')).sort()).toEqual([
      '000000000.safetensors',
      '000000012.safetensors',
      '000000454.safetensors',
    ]);
    writeFileSync(join(folder, 'history', 'notes.txt'), 'not ours');
    expect(await listKept(folder)).toEqual([0, 12, 454]);
    expect(Array.from(await readKept(folder, 12))).toEqual([12, 7]);
    await dropKept(folder, [12, 13]);
    expect(await listKept(folder)).toEqual([0, 454]);
    expect(await listCheckpoints(folder)).toEqual([]);
  });

  it('have a step that fits their name', async () => {
    await expect(writeKept(join(root, 'history'), -1, new Uint8Array())).rejects.toThrow(
      'kept weights: step is -1, expected a whole number from 0 to 999999999.',
    );
  });
});
