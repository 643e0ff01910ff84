import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { SUPERSEDED } from '../../src/protocol/worker';
import { UserError } from '../../src/worker/user-error';
import { firstItems } from '../../src/worker/watch';
import { assigned, chain, imageVae, node, tinyDigits, tinyVae } from '../core/compile/documents';
import { Client } from './client';
import { openSession, temporaryFolder, trainTo } from './support';

const folder = temporaryFolder();
const digits = await openSession(tinyDigits(), join(folder, 'digits'));
const plane = await openSession(tinyVae(), join(folder, 'plane'));
const study = (id: string, port: string) => ({ network: null, node: id, port });

describe('statistics', () => {
  test('are there before the first step, and follow the weights', async () => {
    const fresh = await digits.watch.layers();
    expect([fresh.step, fresh.batch]).toEqual([0, 128]);
    expect(await digits.watch.layers()).toEqual(fresh);
    await trainTo(digits, 3);
    const after = await digits.watch.layers();
    expect(after.step).toBe(3);
    const std = ({ values }: typeof fresh) => values.map((each) => each.std);
    expect(std(after)).not.toEqual(std(fresh));
    expect(std(after)[0]).toBe(std(fresh)[0]);
  });

  test('say of the layers what the numbers of the layers say', async () => {
    const { values } = await digits.watch.layers();
    const place = values.find((each) => each.network === 'decoder' && each.node === 'mlp');
    const { parts } = await digits.watch.output({ network: 'decoder', node: 'mlp', port: 'y' }, 128);
    const numbers = parts[0].values;
    expect(numbers).toHaveLength(128 * 8);
    const mean = numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
    expect(place?.mean).toBeCloseTo(mean, 4);
    expect(place?.max).toBeCloseTo(Math.max(...numbers), 4);
  });

  test('training goes on as if nobody had looked', async () => {
    const [seen, unseen] = [
      await openSession(tinyVae(), join(folder, 'seen')),
      await openSession(tinyVae(), join(folder, 'unseen')),
    ];
    await trainTo(seen, 2);
    await seen.watch.layers();
    await seen.watch.output(study('z', 'z'), 4);
    expect(await trainTo(seen, 5)).toEqual((await trainTo(unseen, 5)).slice(2));
  });
});

describe('what a node gives', () => {
  test('data are the first held-out items with their labels', async () => {
    const { kind, parts, labels, classes, batch, truncated } = await digits.watch.output(study('data', 'x'), 3);
    expect([kind, parts[0].shape, Array.from(labels), batch, truncated]).toEqual([
      'data',
      [3, 784],
      [7, 2, 1],
      128,
      false,
    ]);
    expect(parts[0].values).toEqual(digits.probes.data('test', 0, 3).values);
    expect(classes).toHaveLength(10);
  });

  test('an encoder’s mean is the mean that views see', async () => {
    const { kind, parts } = await digits.watch.output(study('encoder', 'q'), 5);
    expect([kind, parts.map(({ part }) => part)]).toEqual(['distribution', ['mean', 'logVar']]);
    const { z } = await digits.probes.encode('test', 5);
    for (const [i, value] of parts[0].values.entries()) expect(value).toBeCloseTo(z[i], 4);
  });

  test('a decoder’s logits come with the grey levels that the objective reads them as', async () => {
    const { parts } = await digits.watch.output(study('decoder', 'x_hat'), 3);
    const { values, shown } = parts[0];
    expect(shown).toHaveLength(3 * 784);
    for (const i of [0, 400, 2_000]) expect(shown?.[i]).toBeCloseTo(1 / (1 + Math.exp(-values[i])), 5);
    expect((await digits.watch.output(study('encoder', 'q'), 3)).parts.map((each) => each.shown)).toEqual([null, null]);
  });

  test('fewer items are the first of more', async () => {
    const [few, many] = [await plane.watch.output(study('z', 'z'), 2), await plane.watch.output(study('z', 'z'), 9)];
    expect(many.parts[0].values.slice(0, 4)).toEqual(few.parts[0].values);
    expect(many.parts[0].shape).toEqual([9, 2]);
  });

  test('losses are one number, pictures inside a network keep their axes', async () => {
    expect((await plane.watch.output(study('kl', 'loss'), 8)).parts[0]).toMatchObject({ shape: [] });
    const images = await openSession(
      imageVae({
        encoder: chain('x', node('conv', 'layer.conv2d', { channels: 3 }), node('flat', 'layer.flatten')),
        decoder: chain('z'),
      }),
      join(folder, 'images'),
    );
    const { parts, owner } = await images.watch.output({ network: 'encoder', node: 'conv', port: 'y' }, 2);
    expect([parts[0].shape.slice(0, 2), owner]).toEqual([[2, 3], 'encoder']);
  });

  test('a port that gives nothing says so to the user', async () => {
    await expect(plane.watch.output({ network: 'none', node: 'x', port: 'y' }, 1)).rejects.toThrow(UserError);
  });
});

describe('over messages, while training', () => {
  const client = new Client(join(folder, 'server'));
  afterAll(() => client.server.close());
  const place = { ...study('z', 'z'), channel: 'output', count: 2 };

  test('newer questions on a channel replace older ones, and a bad port is one sentence', async () => {
    expect(await client.ask('probe.layers', { channel: 'life' })).toMatchObject({ ok: false });
    await client.request('session.open', {
      document: assigned(tinyVae(), 'trainer.steps=5000000'),
      resume: null,
    });
    await client.request('train.start', { until: null });
    await client.until(() => client.of('telemetry').length >= 1);
    const [first, second, last] = await Promise.all([
      client.ask('probe.output', place),
      client.ask('probe.output', { ...place, node: 'encoder', port: 'q' }),
      client.ask('probe.output', place),
    ]);
    expect([first, second].filter((answer) => answer === SUPERSEDED).length).toBeGreaterThan(0);
    expect(last).toMatchObject({ ok: true, value: { kind: 'latent' } });
    const statistics = await client.request('probe.layers', { channel: 'life' });
    expect(statistics.step).toBeGreaterThan(0);
    expect(await client.ask('probe.output', { ...place, port: 'nothing' })).toMatchObject({
      ok: false,
      failure: {
        message: expect.stringContaining('Reparameterize gives nothing by "nothing" in this run'),
        user: true,
      },
    });
    expect(client.states.at(-1)).toBe('training');
  });
});

describe('what one answer may hold', () => {
  const numbers = (count: number) => Float32Array.from({ length: count }, (_, i) => i);

  test('items are left out first', () => {
    const size = 2 ** 19;
    const { values, shape, truncated } = firstItems(numbers(4 * size), [4, size], 4, 4);
    expect([values.length, shape, truncated]).toEqual([2 * size, [2, size], true]);
  });

  test('then numbers of the one item that is left', () => {
    const { values, shape, truncated } = firstItems(numbers(2 ** 21), [1, 2, 2 ** 20], 1, 1);
    expect([values.length, shape, truncated]).toEqual([2 ** 20, [1, 2 ** 20], true]);
  });

  test('what has no batch axis comes whole', () => {
    expect(firstItems(numbers(6), [3, 2], 4, 1)).toEqual({ values: numbers(6), shape: [3, 2], truncated: false });
    expect(firstItems(numbers(1), [], 4, 1)).toEqual({ values: numbers(1), shape: [], truncated: false });
  });
});
