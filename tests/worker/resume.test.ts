import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listCheckpoints, readRun } from '../../src/files/run-folder';
import { openRun } from '../../src/worker/stored-run';
import { assigned, normedVae, tinyDigits, tinyFlow, tinyVae, wornVae } from '../core/compile/documents';
import { openSession, resume, temporaryFolder, trainTo, withSeed } from './support';

const folder = temporaryFolder();
const documents = {
  'VAE on digits': tinyDigits(),
  'VAE in the plane, cosine schedule': assigned(tinyVae(), 'trainer.schedule=cosine', 'trainer.steps=20'),
  'VAE with batch norm and dropout': normedVae(),
  'tied VAEs of repeated blocks that keep numbers and draw noise': wornVae(),
  'flow, cosine schedule': assigned(tinyFlow(), 'trainer.steps=20'),
};

const checkpointPath = (run: string, step: number): string =>
  join(run, 'checkpoints', `${String(step).padStart(9, '0')}.safetensors`);

describe.each(Object.entries(documents))('%s', (name, document) => {
  test('20 steps are 10 steps and 10 resumed steps, bit for bit', async () => {
    const whole = await openSession(document, join(folder, name, 'whole'));
    const rows = await trainTo(whole, 20);

    const directory = join(folder, name, 'halves');
    const first = await openSession(document, directory);
    const before = await trainTo(first, 10);
    await first.checkpoint(false);
    await first.close();

    const second = await resume(document, directory);
    expect(second.step).toBe(10);
    expect(second.info.step).toBe(10);
    expect(second.history.rows).toEqual(before);
    const after = await trainTo(second, 20);
    expect([...before, ...after]).toEqual(rows);
    expect(second.history.rows).toEqual(rows);
    expect(await second.weightsSha256()).toBe(await whole.weightsSha256());
  });

  test('live values that were moved before the checkpoint go on', async () => {
    const move = (session: { setLive(node: string, setting: string, value: number): void }): void => {
      session.setLive('trainer', 'learning_rate', 0.02);
      if (name.startsWith('VAE')) session.setLive('kl', 'beta', 4);
    };
    const whole = await openSession(document, join(folder, name, 'moved'));
    await trainTo(whole, 5);
    move(whole);
    await trainTo(whole, 20);

    const directory = join(folder, name, 'moved-halves');
    const first = await openSession(document, directory);
    await trainTo(first, 5);
    move(first);
    await trainTo(first, 10);
    await first.checkpoint(false);

    const second = await resume(document, directory);
    expect(second.info.live).toContainEqual({ node: 'trainer', setting: 'learning_rate', value: 0.02 });
    await trainTo(second, 20);
    expect(await second.weightsSha256()).toBe(await whole.weightsSha256());
  });
});

test('a run whose graph is of format 1 goes on, bit for bit', async () => {
  const document = normedVae();
  const whole = await openSession(document, join(folder, 'present'));
  await trainTo(whole, 10);

  const directory = join(folder, 'format-1');
  const first = await openSession(document, directory);
  await trainTo(first, 5);
  await first.checkpoint(false);
  const path = join(directory, 'document.json');
  const { version, ...stored } = JSON.parse(await readFile(path, 'utf8'));
  expect(version).toBe(3);
  const study = { ...stored.study, notes: [] };
  await writeFile(path, JSON.stringify({ ...stored, version: 1, study }));

  const kept = await openRun(directory);
  expect(kept.document).toEqual(document);
  const second = await openSession(kept.document, directory, { resumeFrom: kept });
  await trainTo(second, 10);
  expect(await second.weightsSha256()).toBe(await whole.weightsSha256());
});

/** A run with checkpoints at steps 4 and 8. */
const twice = async (directory: string): Promise<void> => {
  const session = await openSession(tinyVae(), directory);
  for (const step of [4, 8]) {
    await trainTo(session, step);
    await session.checkpoint(false);
  }
};

describe('a damaged checkpoint', () => {
  test('is passed over for the older one, with a word', async () => {
    const directory = join(folder, 'damaged');
    await twice(directory);
    const path = checkpointPath(directory, 8);
    const bytes = await readFile(path);
    await writeFile(path, bytes.subarray(0, bytes.length - 40));

    const messages: string[] = [];
    const session = await resume(tinyVae(), directory, { log: (message) => messages.push(message) });
    expect(session.step).toBe(4);
    expect(session.history.steps).toEqual([1, 2, 3, 4]);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatch(/^checkpoint 8 of .*damaged: .*\. Trying an older one\.$/);

    const whole = await openSession(tinyVae(), join(folder, 'undamaged'));
    await trainTo(whole, 8);
    await trainTo(session, 8);
    expect(await session.weightsSha256()).toBe(await whole.weightsSha256());
    await session.checkpoint(false);
    expect((await resume(tinyVae(), directory)).step).toBe(8);
  });

  test('stops the run only when there is no other', async () => {
    const directory = join(folder, 'ruined');
    await twice(directory);
    for (const step of [4, 8]) await writeFile(checkpointPath(directory, step), 'nothing');
    const messages: string[] = [];
    const opened = resume(tinyVae(), directory, { log: (message) => messages.push(message) });
    await expect(opened).rejects.toThrow(/^checkpoint 8 of .*ruined: .*\.$/);
    expect(messages).toHaveLength(1);
  });
});

test('a checkpoint of another graph is refused by name', async () => {
  const directory = join(folder, 'other');
  await twice(directory);
  await expect(resume(assigned(tinyVae(), 'encoder/mlp.hidden=6'), directory)).rejects.toThrow(
    'has encoder/mlp/0.weight as 2 × 5, the graph needs 2 × 6; it belongs to another graph.',
  );
});

test('a run can be continued in another folder, which leaves the first as it was', async () => {
  const [from, to] = [join(folder, 'from'), join(folder, 'to')];
  await twice(from);
  const session = await openSession(tinyVae(), to, { resumeFrom: await openRun(from) });
  await trainTo(session, 12);
  await session.checkpoint(false);
  expect(await listCheckpoints(from)).toEqual([4, 8]);
  expect(await listCheckpoints(to)).toEqual([12]);
  expect(await readRun(from)).toMatchObject({ step: 8 });
  expect(await readRun(to)).toMatchObject({ step: 12, startedAt: (await readRun(from)).startedAt });
});

test('live values of nodes that are gone are forgotten', async () => {
  const directory = join(folder, 'live');
  await twice(directory);
  const renamed = JSON.stringify(tinyVae())
    .replaceAll('"id":"kl"', '"id":"pull"')
    .replaceAll('"node":"kl"', '"node":"pull"');
  const session = await openSession(JSON.parse(renamed), directory, { resumeFrom: await openRun(directory) });
  expect(session.info.live.map(({ node, setting }) => `${node}.${setting}`).sort()).toEqual([
    'pull.beta',
    'reconstruction.sigma',
    'trainer.clip_norm',
    'trainer.ema_decay',
    'trainer.learning_rate',
    'trainer.steps',
    'trainer.weight_decay',
  ]);
});

describe('opening a run', () => {
  test('says what is missing', async () => {
    const [nowhere, empty] = [join(folder, 'nowhere'), join(folder, 'empty')];
    await mkdir(empty, { recursive: true });
    for (const each of [nowhere, empty])
      await expect(openRun(each)).rejects.toThrow(`${each}: holds no run; give the folder that a training run wrote.`);
  });

  test('needs a checkpoint', async () => {
    const [from, bare] = [join(folder, 'full'), join(folder, 'bare')];
    await twice(from);
    await mkdir(bare);
    for (const name of ['run.json', 'document.json']) await copyFile(join(from, name), join(bare, name));
    await expect(openRun(bare)).rejects.toThrow(`${bare}: has no checkpoint yet; train it again.`);
  });

  test('names the graph that cannot be read', async () => {
    const directory = join(folder, 'garbled');
    await twice(directory);
    await writeFile(join(directory, 'document.json'), '{"format": "latent-loom", "version": 99}');
    await expect(openRun(directory)).rejects.toThrow(
      'the graph of run garbled was saved by a newer Latent Loom (format 99, this one reads up to 3); update Latent Loom to open it.',
    );
  });

  test('gives the seed and the document that were trained', async () => {
    const directory = join(folder, 'seeded');
    const session = await openSession(withSeed(tinyVae(), 77), directory);
    await trainTo(session, 1);
    await session.checkpoint(false);
    const { record, document, checkpoints } = await openRun(directory);
    expect([record.seed, document.seed, checkpoints]).toEqual([77, 77, [1]]);
  });
});
