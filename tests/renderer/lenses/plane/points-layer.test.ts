import { describe, expect, test } from 'vitest';
import { PointsLayer } from '../../../../src/renderer/lenses/plane/points-layer';

const tintOf = (layer: PointsLayer): number[] => [...layer.object.geometry.getAttribute('tint').array];

describe('points of a plane', () => {
  test('keep colours that came before the points', () => {
    const layer = new PointsLayer();
    layer.colour(Uint8Array.of(10, 20, 30, 40, 50, 60, 70, 80));
    layer.place(Float32Array.of(0, 0, 1, 1), 2);
    expect(tintOf(layer).slice(0, 8)).toEqual([10, 20, 30, 40, 50, 60, 70, 80]);
    layer.dispose();
  });

  test('keep their colours when more points need larger buffers', () => {
    const layer = new PointsLayer();
    const rgba = Uint8Array.from({ length: 4 * 500 }, (_, i) => i % 251);
    layer.place(new Float32Array(2), 1);
    layer.colour(rgba);
    layer.place(new Float32Array(1000), 500);
    expect(tintOf(layer).slice(0, 2000)).toEqual([...rgba]);
    layer.dispose();
  });
});
