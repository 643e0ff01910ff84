import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchIndices } from '../../../src/core/data/batches';

const row = (order: { size: number; batchSize: number; seed: number; stream?: string }, steps: number): number[] =>
  Array.from({ length: steps }, (_, step) => [...batchIndices({ ...order, step })]).flat();

describe('batches', () => {
  it('lay whole shuffled epochs end to end', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 50 }),
        fc.nat(),
        (size, batchSize, seed) => {
          const indices = row({ size, batchSize, seed }, 6);
          const all = Array.from({ length: size }, (_, i) => i);
          for (let epoch = 0; (epoch + 1) * size <= indices.length; epoch++) {
            const items = indices.slice(epoch * size, (epoch + 1) * size);
            expect(items.sort((a, b) => a - b)).toEqual(all);
          }
        },
      ),
    );
  });

  it('are the same whatever was asked before', () => {
    const order = { size: 100, batchSize: 32, seed: 4 };
    const forward = Array.from({ length: 40 }, (_, step) => batchIndices({ ...order, step }));
    for (const step of [39, 0, 17, 3, 38]) expect(batchIndices({ ...order, step })).toEqual(forward[step]);
  });

  it('stay as they are when a caller changes what it was given', () => {
    const order = { size: 10, batchSize: 10, seed: 4, step: 0 };
    const before = [...batchIndices(order)];
    batchIndices(order).fill(0);
    expect([...batchIndices(order)]).toEqual(before);
  });

  it('come in another order for another epoch, seed or stream', () => {
    const order = { size: 100, batchSize: 100, seed: 4 };
    const first = batchIndices({ ...order, step: 0 });
    expect(batchIndices({ ...order, step: 1 })).not.toEqual(first);
    expect(batchIndices({ ...order, seed: 5, step: 0 })).not.toEqual(first);
    expect(batchIndices({ ...order, stream: 'other', step: 0 })).not.toEqual(first);
  });

  it('refuse sizes that are none', () => {
    expect(() => batchIndices({ size: 0, batchSize: 1, seed: 0, step: 0 })).toThrow(/size is 0, expected a whole/);
    expect(() => batchIndices({ size: 1, batchSize: 1.5, seed: 0, step: 0 })).toThrow(/batch size is 1\.5/);
    expect(() => batchIndices({ size: 1, batchSize: 1, seed: 0, step: -1 })).toThrow(/step is -1, .+ at least 0/);
  });
});
