import { describe, expect, test } from 'vitest';
import type { EncodedPoints } from '../../../../src/protocol/worker';
import { SupersededError, type WorkerClient } from '../../../../src/renderer/client/worker-client';
import { Collector, type CollectorModel, type Wanted } from '../../../../src/renderer/latent/points/collector';

interface Asked {
  offset: number;
  count: number;
  answer(step: number): Promise<void>;
  /** Another question takes the place of this one. */
  replace(): Promise<void>;
}

/** A collector whose questions are answered by hand: row i of step s is (i, s). */
function bench(available = 1_000_000) {
  const asked: Asked[] = [];
  const client: WorkerClient = {
    request: ((_type: string, payload: { offset: number; count: number }) =>
      new Promise((resolve, reject) => {
        const { offset } = payload;
        const count = Math.max(0, Math.min(payload.count, available - offset));
        asked.push({
          offset,
          count: payload.count,
          async replace() {
            reject(new SupersededError('probe.encode'));
            for (let i = 0; i < 6; i++) await Promise.resolve();
          },
          async answer(step) {
            const z = Float32Array.from({ length: 2 * count }, (_, i) => (i % 2 ? step : offset + (i >> 1)));
            const answer: EncodedPoints = {
              z,
              width: 2,
              labels: new Uint8Array(count),
              columns: {},
              offset,
              count,
              step,
            };
            resolve(answer as never);
            for (let i = 0; i < 6; i++) await Promise.resolve();
          },
        });
      })) as WorkerClient['request'],
    on: () => () => undefined,
    close: () => undefined,
  };
  let now = 0;
  const rests: (() => void)[] = [];
  const collector = new Collector('latent.points', {
    now: () => now,
    after: (_milliseconds, run) => {
      rests.push(run);
      return () => undefined;
    },
  });
  const model: CollectorModel = { client, run: 'r', training: false };
  const wanted = (count: number, key: string, split: 'train' | 'test' = 'test'): Wanted => ({
    split,
    count,
    columns: [],
    weights: undefined,
    key,
  });
  return { asked, collector, model, wanted, rests, pass: (milliseconds: number) => (now += milliseconds) };
}

describe('encoding piece by piece', () => {
  test('shows the first rows at once and the others as they come', async () => {
    const { asked, collector, model, wanted } = bench();
    collector.update(model, wanted(30_000, 'a'));
    expect(asked[0]).toMatchObject({ offset: 0, count: 5_000 });
    await asked[0].answer(1);
    expect(collector.snapshot()).toMatchObject({ done: 5_000, set: { count: 5_000, total: 30_000 } });
    expect(asked[1]).toMatchObject({ offset: 5_000, count: 10_000 });
    await asked[1].answer(1);
    await asked[2].answer(1);
    const { set, done } = collector.snapshot();
    expect([set?.count, done]).toEqual([30_000, null]);
    expect([set?.z[2 * 12_345], set?.z[2 * 29_999]]).toEqual([12_345, 29_999]);
  });

  test('never asks for more than 50 000 rows, and for fewer where they come slowly', async () => {
    const { asked, collector, model, wanted, pass } = bench();
    collector.update(model, wanted(1_000_000, 'a'));
    for (let i = 0; i < 6; i++) await asked[i].answer(1);
    expect(Math.max(...asked.map(({ count }) => count))).toBe(50_000);
    pass(900);
    await asked[6].answer(1);
    expect(asked[7].count).toBe(25_000);
  });

  test('does not show every piece of very many, nor asks for tiny ones because the window is busy', async () => {
    const { asked, collector, model, wanted, pass } = bench();
    let shown = 0;
    let before = collector.snapshot().set;
    collector.subscribe(() => {
      const { set } = collector.snapshot();
      if (set !== before) shown++;
      before = set;
    });
    collector.update(model, wanted(1_000_000, 'a'));
    for (let i = 0; collector.snapshot().set?.count !== 1_000_000; i++) {
      pass(900);
      await asked[i].answer(1);
    }
    expect(Math.min(...asked.map(({ count }) => count))).toBe(5_000);
    expect(shown).toBeLessThan(20);
  });

  test('asks again where another question has replaced its own', async () => {
    const { asked, collector, model, wanted, rests } = bench();
    collector.update(model, wanted(1_000, 'a'));
    await asked[0].replace();
    expect(collector.snapshot().error).toBeNull();
    rests[0]();
    for (let i = 0; i < 6; i++) await Promise.resolve();
    await asked[1].answer(1);
    expect(collector.snapshot().set?.count).toBe(1_000);
  });

  test('keeps the old places until all new ones are there, and then asks for the newest weights', async () => {
    const { asked, collector, model, wanted } = bench();
    collector.update(model, wanted(8_000, 'a'));
    await asked[0].answer(1);
    await asked[1].answer(1);
    const first = collector.snapshot().set;
    collector.update(model, wanted(8_000, 'b'));
    collector.update(model, wanted(8_000, 'c'));
    collector.update(model, wanted(8_000, 'd'));
    expect(asked).toHaveLength(3);
    expect(asked[2].count).toBe(8_000);
    await asked[2].answer(2);
    expect(first?.z[1]).toBe(1);
    expect(collector.snapshot().set?.z[1]).toBe(2);
    expect(asked).toHaveLength(4);
    await asked[3].answer(5);
    expect(collector.snapshot().set?.step).toBe(5);
    expect(asked).toHaveLength(4);
  });

  test('drops what is under way when other items are wanted', async () => {
    const { asked, collector, model, wanted } = bench();
    collector.update(model, wanted(20_000, 'a'));
    collector.update(model, wanted(1_000, 'a', 'train'));
    await asked[0].answer(1);
    expect(collector.snapshot().set).toBeNull();
    await asked[1].answer(1);
    expect(collector.snapshot().set).toMatchObject({ split: 'train', count: 1_000 });
    expect(asked).toHaveLength(2);
  });

  test('asks again for another column, and keeps the places meanwhile', async () => {
    const { asked, collector, model, wanted } = bench();
    collector.update(model, wanted(1_000, 'a'));
    await asked[0].answer(1);
    const before = collector.snapshot().set;
    collector.update(model, { ...wanted(1_000, 'a'), columns: ['posterior_std'] });
    expect(asked).toHaveLength(2);
    expect(collector.snapshot().set).toBe(before);
    await asked[1].answer(1);
    expect(collector.snapshot().set?.items).toBe(before?.items);
  });

  test('ends where the data ends', async () => {
    const { asked, collector, model, wanted } = bench(3_000);
    collector.update(model, wanted(5_000, 'a'));
    await asked[0].answer(1);
    expect(collector.snapshot()).toMatchObject({ done: null, set: { count: 3_000, total: 3_000 } });
    expect(asked).toHaveLength(1);
  });

  test('rests between pieces while the model learns', async () => {
    const { asked, collector, model, wanted, rests, pass } = bench();
    collector.update({ ...model, training: true }, wanted(20_000, 'a'));
    pass(40);
    await asked[0].answer(1);
    expect(asked).toHaveLength(1);
    rests[0]();
    for (let i = 0; i < 6; i++) await Promise.resolve();
    expect(asked).toHaveLength(2);
  });

  test('another run starts afresh; a hidden lens asks for nothing and keeps what it has', async () => {
    const { asked, collector, model, wanted } = bench();
    collector.update(model, wanted(1_000, 'a'));
    await asked[0].answer(1);
    collector.update(model, null);
    expect(collector.snapshot().set?.count).toBe(1_000);
    collector.update({ ...model, run: 'other' }, wanted(1_000, 'a'));
    expect(collector.snapshot().set).toBeNull();
    expect(asked).toHaveLength(2);
  });
});
