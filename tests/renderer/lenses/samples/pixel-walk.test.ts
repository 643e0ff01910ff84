import { describe, expect, test } from 'vitest';
import type { WalkInfo } from '../../../../src/protocol/session-info';
import type { Trajectory } from '../../../../src/protocol/worker';
import { picturesOf, pixelWalk } from '../../../../src/renderer/samples/pixel-walk';
import { eulerInfo, noProbes } from '../../probe-info';

const walk: WalkInfo = {
  node: 'sampler',
  title: 'Draw pixel by pixel',
  method: 'sampler.pixels',
  frames: 4,
  unit: 'pixel',
  perFrame: 1,
  classes: 0,
  evaluations: 4,
  noise: 0,
  levels: [],
  given: { rows: 2, columns: 2 },
};

describe('models that draw pixel by pixel', () => {
  test('are those whose first sampler can go on from an item', () => {
    expect(pixelWalk({ probes: { ...noProbes, walks: [walk] } })).toEqual({ node: 'sampler', rows: 2, columns: 2 });
    expect(pixelWalk({ probes: { ...noProbes, walks: [{ ...walk, given: null }] } })).toBeNull();
    expect(pixelWalk({ probes: noProbes })).toBeNull();
  });

  test('are not those with another way to draw', () => {
    expect(pixelWalk({ probes: { ...noProbes, walks: [walk], samplers: [eulerInfo()] } })).toBeNull();
    expect(pixelWalk({ probes: { ...noProbes, walks: [walk], decode: { width: 2, classes: 0 } } })).toBeNull();
    expect(pixelWalk({ probes: { ...noProbes, walks: [{ ...walk, classes: 10 }] } })).toBeNull();
  });
});

test('pictures are those of the first or the last frame, in the size in which they were drawn', () => {
  const way: Trajectory = {
    samples: Float32Array.from({ length: 2 * 2 * 4 }, (_, i) => i),
    predOriginal: new Float32Array(),
    times: Float32Array.of(1, 0),
    steps: 1,
    count: 2,
    itemShape: [1, 2, 2],
    labels: new Uint8Array(),
    evaluations: 4,
    method: 'sampler.pixels',
    step: 7,
    seed: 1,
  };
  const [first, last] = [picturesOf(way, 'first'), picturesOf(way, 'last')];
  expect([first.count, first.step, first.shape]).toEqual([2, 7, { width: 2, height: 2, channels: 1, size: 4 }]);
  expect([...first.values]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect([...last.values]).toEqual([8, 9, 10, 11, 12, 13, 14, 15]);
  expect(() => picturesOf({ ...way, itemShape: [2] }, 'last')).toThrow('no pictures');
});
