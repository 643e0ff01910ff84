import { describe, expect, it } from 'vitest';
import { type ArrayDataset, gather, gatherLabels } from '../../../src/core/data/dataset';

const bytes: ArrayDataset = {
  id: 'bytes',
  title: 'Bytes',
  count: 3,
  itemShape: [1, 1, 2],
  x: Uint8Array.of(0, 255, 51, 102, 128, 1),
  labels: Uint8Array.of(5, 6, 7),
};
const floats: ArrayDataset = {
  id: 'floats',
  title: 'Floats',
  count: 2,
  itemShape: [2],
  x: Float32Array.of(-1, 2.5, 3, 4),
};

describe('gather', () => {
  it('turns bytes to floats in [0, 1], in the order asked for', () => {
    const out = new Float32Array(6);
    gather(bytes, Uint32Array.of(2, 0, 2), out);
    expect(out).toEqual(Float32Array.of(128 / 255, 1 / 255, 0, 1, 128 / 255, 1 / 255));
  });

  it('copies floats as they are', () => {
    const out = new Float32Array(4);
    gather(floats, Uint32Array.of(1, 0), out);
    expect(out).toEqual(Float32Array.of(3, 4, -1, 2.5));
  });

  it('refuses a batch of another size and an index outside', () => {
    expect(() => gather(floats, Uint32Array.of(0), new Float32Array(3))).toThrow(/has 3 values, 1 items need 2/);
    expect(() => gather(floats, Uint32Array.of(2), new Float32Array(2))).toThrow(/index 2 is outside its 2 items/);
  });

  it('gives labels, where there are any', () => {
    expect(gatherLabels(bytes, Uint32Array.of(2, 2, 0))).toEqual(Uint8Array.of(7, 7, 5));
    expect(() => gatherLabels(bytes, Uint32Array.of(3))).toThrow(/index 3 is outside/);
    expect(() => gatherLabels(floats, Uint32Array.of(0))).toThrow(/has no labels/);
  });
});
