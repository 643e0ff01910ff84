import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { Hand } from '../../src/worker/hand';
import { assigned, tinyVae } from '../core/compile/documents';
import { Client } from './client';
import { temporaryFolder } from './support';

const folder = temporaryFolder();
let now: number;
let hand: Hand;
beforeEach(() => {
  now = 1_000;
  hand = new Hand(() => now);
});

describe('a hand', () => {
  test('moves until it has asked nothing for a while', () => {
    expect(hand.moves).toBe(false);
    hand.move();
    now += 149;
    expect(hand.moves).toBe(true);
    now += 1;
    expect(hand.moves).toBe(false);
  });

  test('holds what came while it moves, and lets it go when it rests', () => {
    expect(hand.holds(now)).toBe(false);
    hand.move();
    expect(hand.holds(now - 10)).toBe(true);
    now += 150;
    expect(hand.holds(now - 160)).toBe(false);
  });

  test('that never rests holds nothing for ever', () => {
    const came = now;
    for (let k = 0; k < 39; k++) {
      hand.move();
      now += 100;
      expect(hand.holds(came)).toBe(true);
    }
    hand.move();
    now += 100;
    expect([hand.moves, hand.holds(came), hand.holds(now)]).toEqual([true, false, true]);
  });

  test('that was answered has a frame before the next step, and less telemetry while it moves', () => {
    expect(hand.stepsFrom).toBeLessThan(now);
    const resting = hand.telemetryInterval;
    hand.move();
    hand.answer();
    expect(hand.stepsFrom).toBe(now + 16);
    expect(hand.telemetryInterval).toBeGreaterThan(4 * resting);
    now += 150;
    expect(hand.telemetryInterval).toBe(resting);
    expect(hand.stepsFrom).toBeLessThan(now);
  });

  test('that asks without end does not keep training from its next step', () => {
    hand.answer();
    const from = hand.stepsFrom;
    for (let k = 0; k < 10; k++) {
      now += 8;
      hand.answer();
    }
    expect(hand.stepsFrom).toBe(from);
    hand.step();
    hand.answer();
    expect(hand.stepsFrom).toBe(now + 16);
  });
});

describe('while a model trains', () => {
  const document = assigned(tinyVae(), 'trainer.steps=5000000');
  const decode = { channel: 'hover', z: new Float32Array(2), count: 1 };
  const points = { channel: 'points', split: 'test', count: 40 } as const;
  const few = { ...points, channel: 'few', count: 4 };

  const training = async (name: string): Promise<{ client: Client; order: string[] }> => {
    const client = new Client(join(folder, name), {}, undefined, hand);
    await client.request('session.open', { document, resume: null });
    await client.request('train.start', { until: null });
    return { client, order: [] };
  };

  test('what follows it waits for a hand that moves; what is quick, and controls, do not', async () => {
    const { client, order } = await training('waits');
    const done = (what: string) => () => void order.push(what);
    await client.request('probe.decode', { ...decode, hand: true });
    const held = client.request('probe.encode', points).then(done('points'));
    await client.request('probe.encode', few).then(done('few'));
    await client.request('probe.decode', { ...decode, hand: true }).then(done('hover'));
    await client.request('live.set', { node: 'kl', setting: 'beta', value: 0.5 }).then(done('live'));
    now += 150;
    await held;
    expect(order).toEqual(['few', 'hover', 'live', 'points']);
    await client.server.end();
  });

  test('a pause lets go what waits, and another session does not come before it', async () => {
    const { client, order } = await training('let-go');
    const done = (what: string) => () => void order.push(what);
    await client.request('probe.decode', { ...decode, hand: true });
    const held = client.request('probe.encode', points).then(done('points'));
    await client.request('train.pause', {}).then(done('pause'));
    await held;
    await client.request('train.start', { until: null });
    const again = client.request('probe.encode', points).then(done('points'));
    const opened = client.request('session.open', { document, resume: null }).then(done('open'));
    await Promise.all([again, opened]);
    expect(order).toEqual(['pause', 'points', 'points', 'open']);
    await client.server.end();
  });

  test('questions that no hand asks hold nothing back', async () => {
    const { client, order } = await training('no-hand');
    const done = (what: string) => () => void order.push(what);
    const all = [
      client.request('probe.encode', points).then(done('points')),
      client.request('train.pause', {}).then(done('pause')),
    ];
    await client.request('probe.decode', decode);
    await Promise.all(all);
    expect(order).toEqual(['points', 'pause']);
    await client.server.end();
  });

  test('no step begins until the window had a frame with the answer', async () => {
    const { client } = await training('frame');
    await client.until(() => client.of('telemetry').length > 0);
    const { step } = await client.request('probe.decode', { ...decode, hand: true });
    // The clock stands still, and training with it.
    const later = await client.request('probe.decode', { ...decode, channel: 'later' });
    expect(later.step - step).toBeLessThanOrEqual(1);
    const last = await client.request('probe.decode', { ...decode, channel: 'last' });
    expect(last.step).toBe(later.step);
    now += 16;
    await client.until(() => (client.of('telemetry').at(-1)?.step ?? 0) > last.step);
    await client.server.end();
  });
});
