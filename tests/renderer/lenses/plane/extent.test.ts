import { describe, expect, test } from 'vitest';
import { originExtent, robustExtent, unionExtent } from '../../../../src/renderer/lenses/plane/extent';
import { type Framed, Framing } from '../../../../src/renderer/lenses/plane/framing';
import { nearestPoint } from '../../../../src/renderer/lenses/plane/hit';
import type { PlaneView } from '../../../../src/renderer/lenses/plane/transform';

describe('extents', () => {
  test('leave out the outermost share of points and all that are not finite', () => {
    const points = new Float32Array(400);
    for (let i = 0; i < 200; i++) points.set([i / 199, 0], 2 * i);
    points.set([1e6, 0], 0);
    points.set([Number.NaN, 0], 2);
    const extent = robustExtent(points, 200, 0.01);
    expect(extent?.minX).toBeGreaterThan(0);
    expect(extent?.maxX).toBeLessThanOrEqual(1);
  });

  test('no finite point, no extent', () => {
    expect(robustExtent(new Float32Array([Number.NaN, 1]), 1)).toBeNull();
    expect(robustExtent(new Float32Array(), 0)).toBeNull();
  });

  test('a union holds both', () => {
    expect(unionExtent(originExtent(1), { minX: 0, maxX: 5, minY: -3, maxY: 0 })).toEqual({
      minX: -1,
      maxX: 5,
      minY: -3,
      maxY: 1,
    });
  });
});

describe('hit test', () => {
  const points = new Float32Array([0, 0, 1, 0, 1.2, 0]);

  test('finds the nearest point within the radius', () => {
    expect(nearestPoint(points, 3, 0.9, 0, 0.5)).toBe(1);
    expect(nearestPoint(points, 3, 0.5, 2, 0.5)).toBe(-1);
  });

  test('passes over points that are not shown', () => {
    expect(nearestPoint(points, 3, 0.9, 0, 0.5, (i) => i !== 1)).toBe(2);
  });
});

describe('framing', () => {
  const stage = (): Framed & { glides: number } => {
    const state = { view: { x: 0, y: 0, scale: 1 } as PlaneView, extent: { width: 400, height: 400 }, glides: 0 };
    return Object.assign(state, {
      setView: (view: PlaneView) => {
        state.view = view;
      },
      glideTo: (view: PlaneView) => {
        state.view = view;
        state.glides++;
      },
    });
  };

  test('fits the first content and follows it when it leaves the window', () => {
    const framed = stage();
    const framing = new Framing(framed);
    framing.show(originExtent(1), false);
    const fitted = framed.view.scale;
    framing.show(originExtent(1.01), false);
    expect(framed.glides).toBe(0);
    framing.show(originExtent(4), false);
    expect(framed.glides).toBe(1);
    expect(framed.view.scale).toBeLessThan(fitted);
  });

  test('leaves a view alone that was moved by hand, until it is asked to fit', () => {
    const framed = stage();
    const framing = new Framing(framed);
    framing.show(originExtent(1), false);
    framing.byHand();
    framed.setView({ x: 9, y: 9, scale: 3 });
    framing.show(originExtent(4), false);
    framing.resized();
    expect(framed.view).toEqual({ x: 9, y: 9, scale: 3 });
    framing.fit(true);
    expect(framed.view.x).toBe(0);
  });

  test('stays where it is while it is held, and follows again after that', () => {
    const framed = stage();
    const framing = new Framing(framed);
    framing.show(originExtent(1), false);
    const before = framed.view;
    const release = framing.hold();
    framing.show(originExtent(4), false);
    expect([framed.view, framing.follows]).toEqual([before, true]);
    release();
    framing.show(originExtent(4), false);
    expect(framed.view.scale).toBeLessThan(before.scale);
  });
});
