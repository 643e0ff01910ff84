import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listKept, readKept } from '../../src/files/run-folder';
import { KeptWeights, nextKept } from '../../src/worker/kept-weights';
import { livePlan } from '../../src/worker/live-settings';
import { openRun } from '../../src/worker/stored-run';
import { weightBytes } from '../../src/worker/weights-file';
import { assigned, normedVae, tinyVae } from '../core/compile/documents';
import { openSession, resume, temporaryFolder, trainTo } from './support';

const folder = temporaryFolder();
const { step } = livePlan(tinyVae(), new Map());
const bytes = weightBytes(step);
const z = Float32Array.of(0.3, -0.7);
const at = (session: Awaited<ReturnType<typeof openSession>>, kept: number | null) =>
  session.models.ask({ step: kept }, (probes) => probes.decode(z, 1));

describe('the steps that are kept', () => {
  test('lie ever further apart: some 35 on a way of 5 000', () => {
    const steps: number[] = [];
    for (let each = 0; each <= 5_000; each = nextKept(each)) steps.push(each);
    expect(steps.slice(0, 12)).toEqual([0, 1, 2, 3, 4, 5, 7, 9, 12, 15, 19, 24]);
    expect(steps).toContain(454);
    expect(steps).toHaveLength(35);
  });

  test('do not depend on where a run was interrupted', () => {
    const made = new KeptWeights({ step, folder, stored: [0, 1, 2, 3, 4, 5, 7, 9, 12], from: 10 });
    expect(made.steps).toEqual([0, 1, 2, 3, 4, 5, 7, 9]);
    expect([10, 11, 12].map((each) => made.isDue(each))).toEqual([false, false, true]);
  });

  test.each([
    [10, [0, 1, 2, 3, 4, 5, 7, 9, 12, 15]],
    [9, [0, 2, 4, 7, 12, 15]],
    [3, [0, 12, 15]],
    [1, []],
  ])('fit a budget of %d: every second goes, but for the first and the last', (many, expected) => {
    const made = new KeptWeights({ step, folder, stored: [], from: 0, budget: many * bytes });
    for (let each = 0; each <= 15; each++) if (made.isDue(each)) made.keep(each, {});
    expect(made.steps.length).toBeLessThanOrEqual(many);
    if (many !== 3) expect(made.steps).toEqual(expected);
    else expect([made.steps[0], made.steps.at(-1)]).toEqual([0, 15]);
  });
});

describe('a session', () => {
  test('answers for every kept step as it did then, before and after they are written', async () => {
    const session = await openSession(tinyVae(), join(folder, 'then'));
    const then = new Map([[0, (await at(session, null)).values]]);
    while (session.step < 12) {
      await session.train();
      then.set(session.step, (await at(session, null)).values);
    }
    const look = async () => {
      for (const kept of [0, 5, 12, 9]) {
        const answer = await at(session, kept);
        expect([answer.step, answer.values]).toEqual([kept, then.get(kept)]);
      }
    };
    await look();
    expect(await listKept(session.runDirectory)).toEqual([]);
    await session.checkpoint(false);
    expect(await listKept(session.runDirectory)).toEqual([0, 1, 2, 3, 4, 5, 7, 9, 12]);
    await look();
    await trainTo(session, 14);
    await look();
    expect((await at(session, null)).step).toBe(14);
  });

  test('that was only looked at leaves nothing on disk, but answers for step 0', async () => {
    const session = await openSession(tinyVae(), join(folder, 'looked'));
    expect(session.models.steps(null).steps).toEqual([0]);
    expect((await at(session, 0)).step).toBe(0);
    await session.close();
    expect(await readdir(folder)).not.toContain('looked');
  });

  test('names the nearest kept steps where one is not kept', async () => {
    const session = await openSession(tinyVae(), join(folder, 'nearest'));
    await trainTo(session, 7);
    await expect(at(session, 6)).rejects.toThrow(
      'The weights of step 6 are not kept; the nearest that are belong to step 5 and 7.',
    );
    await expect(at(session, 100)).rejects.toThrow('not kept; the nearest that are belong to step 7.');
  });

  test('drops what lies beyond the checkpoint at which it goes on', async () => {
    const directory = join(folder, 'beyond');
    const first = await openSession(tinyVae(), directory);
    await trainTo(first, 5);
    await first.checkpoint(false);
    await first.close();
    await writeFile(join(directory, 'history', '000000007.safetensors'), await readKept(directory, 5));
    const second = await resume(tinyVae(), directory);
    expect(second.keptWeights.steps).toEqual([0, 1, 2, 3, 4, 5]);
    await trainTo(second, 6);
    await second.checkpoint(false);
    expect(await listKept(directory)).toEqual([0, 1, 2, 3, 4, 5]);
    const [before, after] = [await at(second, 0), await at(second, 4)];
    expect(before.values).not.toEqual(after.values);
  });

  test('begins a new past where a run is trained again in its folder', async () => {
    const directory = join(folder, 'again');
    const first = await openSession(tinyVae(), directory);
    await trainTo(first, 4);
    await first.checkpoint(false);
    await first.close();
    const second = await openSession(tinyVae(), directory);
    await trainTo(second, 1);
    await second.checkpoint(false);
    expect(await listKept(directory)).toEqual([0, 1]);
  });

  test('keeps averages where views see averages, and running statistics', async () => {
    const session = await openSession(assigned(normedVae(), 'trainer.ema_decay=0.9'), join(folder, 'averages'));
    await trainTo(session, 5);
    const shown = await at(session, null);
    await trainTo(session, 6);
    expect((await at(session, 5)).values).toEqual(shown.values);
    await session.checkpoint(false);
    expect((await at(session, 5)).values).toEqual(shown.values);
    const encoded = await session.models.ask({ step: 5 }, (probes) => probes.encode('test', 3));
    expect(encoded.step).toBe(5);
  });
});

describe('another run of the project', () => {
  const id = '20260131-142530-042-9f3c';

  test('answers beside the open one, at its newest and its kept steps, from its own data', async () => {
    const other = await openSession(assigned(tinyVae(), 'data.set=spirals'), join(folder, 'runs', id));
    await trainTo(other, 9);
    await other.checkpoint(false);
    const [newest, early] = [await at(other, null), await at(other, 4)];
    const points = other.probes.data('test', 0, 5);
    await other.close();

    const session = await openSession(tinyVae(), join(folder, 'runs', '20260131-142530-042-0000'));
    const info = await session.models.open(id);
    expect(info).toMatchObject({ run: id, step: 9, title: 'Tiny', probes: { decode: { width: 2 } } });
    const ask = (kept: number | null) => session.models.ask({ run: id, step: kept }, (probes) => probes.decode(z, 1));
    expect([await ask(null), await ask(4)]).toEqual([newest, early]);
    expect(await session.models.ask({ run: id }, async (probes) => probes.data('test', 0, 5))).toEqual(points);
    expect(session.models.steps(id)).toEqual({ run: id, steps: [0, 1, 2, 3, 4, 5, 7, 9] });
    await session.models.close(id);
    expect(() => session.models.ask({ run: id }, async () => null)).toThrow('is not open beside this one');
  });

  test('that does not exist, or has no weights, is refused with a sentence', async () => {
    const session = await openSession(tinyVae(), join(folder, 'runs', '20260131-142530-042-1111'));
    await expect(session.models.open('20260131-142530-042-aaaa')).rejects.toThrow('holds no run');
    await expect(session.models.open('../elsewhere')).rejects.toThrow('is no run id');
    expect((await openRun(join(folder, 'runs', id))).checkpoints).toEqual([9]);
  });
});
