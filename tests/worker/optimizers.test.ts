import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../src/core/catalogue';
import { ProbeBuilder } from '../../src/core/compile';
import { readSafetensors } from '../../src/core/export';
import type { ProjectDocument, SettingValue } from '../../src/core/graph/document';
import { interpret, packParameters, parameterLayout } from '../../src/core/tensor';
import { readCheckpoint } from '../../src/files/run-folder';
import type { Session } from '../../src/worker/session';
import { openRun } from '../../src/worker/stored-run';
import { assigned, chain, node, parsed, tinyFlow, tinyVae } from '../core/compile/documents';
import { openSession, resume, temporaryFolder, trainTo } from './support';

const folder = temporaryFolder();

/** The document with another trainer under the same id. */
const trainedBy = (
  document: ProjectDocument,
  type: string,
  settings: Record<string, SettingValue> = {},
): ProjectDocument => {
  const nodes = document.study.nodes.map((node) =>
    node.id === 'trainer' ? { ...node, type, settings: { learning_rate: 0.01, steps: 40, ...settings } } : node,
  );
  return parsed({ ...document, study: { ...document.study, nodes } });
};

const everything = { weight_decay: 0.05, clip_norm: 0.5, ema_decay: 0.9, accumulate: 3, warmup_steps: 4 };
const trainers: Record<string, Record<string, SettingValue>> = {
  'trainer.adam': {},
  'trainer.adamw': { schedule: 'inverse_sqrt' },
  'trainer.sgd': { nesterov: true, schedule: 'step', decay_interval: 3 },
  'trainer.rmsprop': { momentum: 0.5, schedule: 'exponential' },
};

const tensorsAt = async (directory: string, step: number) =>
  readSafetensors(await readCheckpoint(directory, step), 'checkpoint').tensors;

describe.each(Object.entries(trainers))('%s', (type, settings) => {
  test.each([
    ['alone', {}],
    ['with decay, clipping, averages, warm-up and several batches a step', everything],
  ])('%s: 12 steps are 6 steps and 6 resumed steps, bit for bit', async (name, extras) => {
    const document = trainedBy(tinyVae(), type, { ...settings, ...extras });
    const whole = await openSession(document, join(folder, type, name, 'whole'));
    const rows = await trainTo(whole, 12);
    await whole.checkpoint(true);

    const directory = join(folder, type, name, 'halves');
    const first = await openSession(document, directory);
    await trainTo(first, 6);
    await first.checkpoint(false);
    await first.close();
    const second = await resume(document, directory);
    await trainTo(second, 12);
    await second.checkpoint(true);

    expect(second.history.rows).toEqual(rows);
    expect(await tensorsAt(directory, 12)).toEqual(await tensorsAt(whole.runDirectory, 12));
  });

  test('lowers the loss', async () => {
    const session = await openSession(trainedBy(tinyVae(), type), join(folder, type, 'learns'));
    const rows = (await trainTo(session, 150)).map((row) => row[2]);
    const average = (part: number[]): number => part.reduce((a, b) => a + b) / part.length;
    expect(average(rows.slice(-10))).toBeLessThan(0.9 * average(rows.slice(0, 10)));
  });
});

describe('an average of weights', () => {
  const averaged = assigned(tinyVae(), 'trainer.ema_decay=0.9');

  test('is what views and measures see', async () => {
    const directory = join(folder, 'average');
    const session = await openSession(averaged, directory);
    await trainTo(session, 8);
    await session.checkpoint(false);
    const tensors = await tensorsAt(directory, 8);
    const builder = (group: string) => {
      const members = [...tensors].filter(([name]) => name.startsWith(`${group}/`));
      const specs = members.map(([name, { shape }]) => ({ name: name.slice(group.length + 1), shape }));
      const layout = parameterLayout('parameters', specs);
      const values = members.map(([name, { data }]) => [name.slice(group.length + 1), Float32Array.from(data)]);
      return { layout, held: packParameters(layout, Object.fromEntries(values)) };
    };
    const z = Float32Array.of(0.5, -1);
    const decoded = (group: string): number[] => {
      const { layout, held } = builder(group);
      const { program } = new ProbeBuilder(averaged, catalogue, [layout]).decode(1);
      return Array.from(interpret(program, { ...held, z }).x);
    };
    const shown = Array.from((await session.probes.decode(z, 1)).values);
    shown.forEach((value, i) => {
      expect(value).toBeCloseTo(decoded('ema')[i], 5);
    });
    expect(Math.abs(shown[0] - decoded('parameter')[0])).toBeGreaterThan(1e-4);
  });

  test('does not change how the weights train', async () => {
    const [plain, kept] = [
      await openSession(tinyVae(), join(folder, 'plain')),
      await openSession(averaged, join(folder, 'kept')),
    ];
    expect(await trainTo(kept, 6)).toEqual(await trainTo(plain, 6));
    expect(await kept.weightsSha256()).toBe(await plain.weightsSha256());
    expect(await kept.evaluate()).not.toEqual(await plain.evaluate());
  });

  test('begins at the weights where a checkpoint has none', async () => {
    const directory = join(folder, 'later');
    const first = await openSession(tinyFlow(), directory);
    await trainTo(first, 4);
    first.setLive('trainer', 'ema_decay', 0.5);
    await first.checkpoint(false);
    const tensors = await tensorsAt(directory, 4);
    expect([...tensors.keys()].filter((name) => name.startsWith('ema/'))).toEqual([]);
    const second = await resume(tinyFlow(), directory);
    await trainTo(first, 8);
    await trainTo(second, 8);
    await second.checkpoint(false);
    const ends = [await first.probes.samplers.draw(null, 1, 8), await second.probes.samplers.draw(null, 1, 8)];
    expect(ends[1]).toEqual(ends[0]);
    expect((await tensorsAt(directory, 8)).has('ema/denoiser/mlp/0.weight')).toBe(true);
  });
});

describe('live settings of a trainer', () => {
  const settings: [string, number][] = [
    ['weight_decay', 0.1],
    ['clip_norm', 0.2],
    ['ema_decay', 0.5],
  ];
  const assignments = settings.map(([key, value]) => `trainer.${key}=${value}`);
  const move = (session: Session, entries = settings): void => {
    for (const [key, value] of entries) session.setLive('trainer', key, value);
  };

  test('bring in parts of the step that it was not built with', async () => {
    const moved = await openSession(tinyVae(), join(folder, 'moved'));
    move(moved);
    const set = await openSession(assigned(tinyVae(), ...assignments), join(folder, 'set'));
    expect(await trainTo(moved, 5)).toEqual(await trainTo(set, 5));
    expect(await moved.evaluate()).toEqual(await set.evaluate());
  });

  test('put parts out again, and a run resumed in between goes on alike', async () => {
    const zeros = settings.map(([key]): [string, number] => [key, 0]);
    const whole = await openSession(tinyVae(), join(folder, 'in-and-out'));
    await trainTo(whole, 3);
    move(whole);
    await trainTo(whole, 6);
    await whole.checkpoint(false);
    const other = await resume(tinyVae(), whole.runDirectory);
    const rest: number[][][] = [];
    for (const session of [whole, other]) {
      const rows = await trainTo(session, 9);
      move(session, zeros);
      rest.push([...rows, ...(await trainTo(session, 12))]);
      await session.checkpoint(false);
      const names = [...(await tensorsAt(session.runDirectory, 12)).keys()];
      expect(names.some((name) => name.startsWith('ema/'))).toBe(false);
    }
    expect(rest[1]).toEqual(rest[0]);
    expect(await other.weightsSha256()).toBe(await whole.weightsSha256());
  });

  test('weight decay shrinks weights', async () => {
    const norm = async (decay: number): Promise<number> => {
      const document = trainedBy(tinyVae(), 'trainer.adamw', { weight_decay: decay });
      const session = await openSession(document, join(folder, `decay-${decay}`));
      await trainTo(session, 30);
      await session.checkpoint(false);
      const weight = (await tensorsAt(session.runDirectory, 30)).get('parameter/encoder/mlp/0.weight');
      return Math.hypot(...Array.from(weight?.data ?? []));
    };
    expect(await norm(1)).toBeLessThan(0.9 * (await norm(0)));
  });
});

describe('running statistics', () => {
  const mlp = node('mlp', 'block.mlp', { hidden: [5], activation: 'tanh' });
  const normalised = (...assignments: string[]): ProjectDocument => {
    const networks = { ...tinyVae().networks, encoder: chain('x', node('norm', 'layer.batch_norm'), mlp) };
    return assigned(parsed({ ...tinyVae(), networks }), 'trainer.ema_decay=0.5', ...assignments);
  };
  const name = 'encoder/norm/running_mean';

  test.each([1, 3])('follow every batch, %d a step, and resume bit for bit', async (batches) => {
    const document = normalised(`trainer.accumulate=${batches}`, 'encoder/norm.momentum=0.5');
    const whole = await openSession(document, join(folder, `norm-${batches}`));
    const expected = [0, 0];
    const rows = await trainTo(whole, 4);
    for (let index = 0; index < 4 * batches; index++) {
      const { values, count } = whole.source('data').batch(index, 16, document.seed);
      for (const i of [0, 1]) {
        const mean = values.filter((_, at) => at % 2 === i).reduce((a, b) => a + b) / count;
        expected[i] = (expected[i] + mean) / 2;
      }
    }
    await whole.checkpoint(true);
    const tensors = await tensorsAt(whole.runDirectory, 4);
    const found = Array.from(tensors.get(`parameter/${name}`)?.data ?? []);
    expected.forEach((value, i) => {
      expect(found[i]).toBeCloseTo(value, 5);
    });
    for (const group of ['ema', 'adam.mean_sum']) expect(tensors.has(`${group}/${name}`)).toBe(false);

    const directory = join(folder, `norm-halves-${batches}`);
    const first = await openSession(document, directory);
    await trainTo(first, 2);
    await first.checkpoint(false);
    const second = await resume(document, directory);
    await trainTo(second, 4);
    await second.checkpoint(true);
    expect(second.history.rows).toEqual(rows);
    expect(await tensorsAt(directory, 4)).toEqual(tensors);
    expect(await second.probes.encode('test', 5)).toEqual(await whole.probes.encode('test', 5));
  });

  test('are no trained parameters', async () => {
    const { info } = await openSession(normalised(), join(folder, 'norm-count'));
    const plain = await openSession(tinyVae(), join(folder, 'plain-count'));
    expect(info.parameterCount).toBe(plain.info.parameterCount + 2 * 2);
  });
});

test('a batch that is not finite stops a step of several, which leaves the weights as they were', async () => {
  const wild = trainedBy(tinyVae(), 'trainer.sgd', { learning_rate: 1, momentum: 0, accumulate: 3, ema_decay: 0.5 });
  const session = await openSession(assigned(wild, 'encoder/mlp.activation=relu'), join(folder, 'wild'));
  let before = '';
  const run = async (): Promise<void> => {
    for (let t = 0; t < 50; t++) {
      before = await session.weightsSha256();
      await session.train();
    }
  };
  await expect(run()).rejects.toThrow(/^Step \d+ was not taken: .*\.$/);
  expect(await session.weightsSha256()).toBe(before);
  await expect(session.train()).rejects.toThrow(`Step ${session.step + 1} was not taken`);
});

test('the norm of the gradients can be drawn', async () => {
  const document = assigned(tinyVae(), 'trainer.report_gradient_norm=true', 'trainer.accumulate=2');
  const session = await openSession(document, join(folder, 'norm'));
  expect(session.info.series.at(-1)).toEqual({
    name: 'gradient_norm',
    title: 'Gradient norm',
    node: 'trainer',
    unit: '',
  });
  for (const row of await trainTo(session, 3)) expect(row[3]).toBeGreaterThan(0);
});

test('a checkpoint of another optimiser is refused by name', async () => {
  const directory = join(folder, 'other');
  const session = await openSession(trainedBy(tinyVae(), 'trainer.sgd'), directory);
  await trainTo(session, 2);
  await session.checkpoint(false);
  const opened = openSession(tinyVae(), join(folder, 'adam'), { resumeFrom: await openRun(directory) });
  await expect(opened).rejects.toThrow(
    'has no adam.mean_sum of encoder/mlp/0.weight, the graph needs 2 × 5; it belongs to another graph or optimiser.',
  );
});
