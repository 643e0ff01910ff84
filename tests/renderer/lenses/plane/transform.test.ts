import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  fitView,
  mixViews,
  type PlaneView,
  panBy,
  screenToWorld,
  shouldRefit,
  visibleExtent,
  worldToScreen,
  zoomAt,
} from '../../../../src/renderer/lenses/plane/transform';

const size = { width: 640, height: 360 };
const number = (bound: number) => fc.double({ min: -bound, max: bound, noNaN: true });
const views = fc.record({ x: number(50), y: number(50), scale: fc.double({ min: 1, max: 2_000, noNaN: true }) });

describe('the plane', () => {
  test('screen and world are each other’s inverse', () => {
    fc.assert(
      fc.property(views, number(1_000), number(1_000), (view, left, top) => {
        const [x, y] = screenToWorld(view, size, left, top);
        const back = worldToScreen(view, size, x, y);
        expect(back[0]).toBeCloseTo(left, 6);
        expect(back[1]).toBeCloseTo(top, 6);
      }),
    );
  });

  test('up in the world is up on the screen', () => {
    const view: PlaneView = { x: 0, y: 0, scale: 100 };
    expect(worldToScreen(view, size, 0, 1)).toEqual([320, 80]);
  });

  test('zooming keeps the place under the pointer', () => {
    fc.assert(
      fc.property(
        views,
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        number(300),
        number(300),
        (view, factor, left, top) => {
          const before = screenToWorld(view, size, left, top);
          const after = screenToWorld(zoomAt(view, size, left, top, factor), size, left, top);
          expect(after[0]).toBeCloseTo(before[0], 6);
          expect(after[1]).toBeCloseTo(before[1], 6);
        },
      ),
    );
  });

  test('panning moves the world with the pointer', () => {
    const view = { x: 0, y: 0, scale: 50 };
    const before = worldToScreen(view, size, 1, 1);
    const after = worldToScreen(panBy(view, 30, -12), size, 1, 1);
    expect([after[0] - before[0], after[1] - before[1]]).toEqual([30, -12]);
  });

  test('a fitted view shows the whole extent with its padding, and no more than needed', () => {
    const extent = { minX: -2, maxX: 4, minY: 0, maxY: 1 };
    const view = fitView(extent, size, 20);
    expect(worldToScreen(view, size, extent.minX, 0.5)[0]).toBeCloseTo(20);
    expect(worldToScreen(view, size, extent.maxX, 0.5)[0]).toBeCloseTo(620);
    const seen = visibleExtent(view, size);
    expect(seen.minY).toBeLessThan(0);
    expect(seen.maxY).toBeGreaterThan(1);
  });

  test('an extent without size is still fitted to a finite view', () => {
    const view = fitView({ minX: 3, maxX: 3, minY: 3, maxY: 3 }, size, 20);
    expect(Number.isFinite(view.scale)).toBe(true);
    expect([view.x, view.y]).toEqual([3, 3]);
  });

  test('between two views the scale grows in equal ratios', () => {
    const middle = mixViews({ x: 0, y: 0, scale: 10 }, { x: 2, y: 4, scale: 1_000 }, 0.5);
    expect(middle).toEqual({ x: 1, y: 2, scale: 100 });
  });

  test('a view is refitted when data leaves it or fills less than half of it, not when data wanders a little', () => {
    const extent = { minX: -1, maxX: 1, minY: -1, maxY: 1 };
    const view = fitView(extent, size, 20);
    expect(shouldRefit(view, size, extent)).toBe(false);
    expect(shouldRefit(view, size, { ...extent, maxY: 1.03 })).toBe(false);
    expect(shouldRefit(view, size, { ...extent, maxY: 1.5 })).toBe(true);
    expect(shouldRefit(view, size, { minX: -0.3, maxX: 0.3, minY: -0.3, maxY: 0.3 })).toBe(true);
  });
});
