import { afterEach, describe, expect, test, vi } from 'vitest';
import { boxAround, modeOf } from '../../../../src/renderer/latent/brush/brush-stroke';
import { pointsInside } from '../../../../src/renderer/latent/brush/inside';
import {
  clearSelection,
  contains,
  selectItems,
  toggleItem,
  useSelection,
} from '../../../../src/renderer/latent/brush/selection';
import { summarizeSelection } from '../../../../src/renderer/latent/brush/summarize';
import type { EncodedSet } from '../../../../src/renderer/latent/points/collector';
import { normals } from '../../../../src/renderer/lenses/maths/normal';
import type { Point } from '../../../../src/renderer/lenses/plane/transform';

vi.mock('../../../../src/renderer/components/tokens', () => ({ readToken: () => '#000000' }));

const COUNT = 4_000;
const points = normals(2, 2 * COUNT);
/** By how often a line from the point to the right crosses the polygon. */
function insidePolygon(polygon: readonly Point[], x: number, y: number): boolean {
  let inside = false;
  polygon.forEach(([ax, ay], i) => {
    const [bx, by] = polygon[(i + 1) % polygon.length];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  });
  return inside;
}
const each = (polygon: readonly Point[]) =>
  Array.from({ length: COUNT }, (_, i) => i).filter((i) => insidePolygon(polygon, points[2 * i], points[2 * i + 1]));

describe('points inside a polygon', () => {
  test('are the ones that a ray to the right says, for a star that crosses itself', () => {
    const star = Array.from({ length: 5 }, (_, k): Point => {
      const angle = (4 * Math.PI * k) / 5;
      return [1.5 * Math.cos(angle), 1.5 * Math.sin(angle)];
    });
    const found = [...pointsInside(points, COUNT, star)];
    expect(found.length).toBeGreaterThan(200);
    expect(found).toEqual(each(star));
  });

  test('of a ragged lasso and of a thin sliver', () => {
    const ragged = Array.from({ length: 300 }, (_, k): Point => {
      const angle = (2 * Math.PI * k) / 300;
      const radius = 0.8 + 0.35 * Math.sin(17 * angle);
      return [radius * Math.cos(angle) + 0.2, 0.6 * radius * Math.sin(angle)];
    });
    expect([...pointsInside(points, COUNT, ragged)]).toEqual(each(ragged));
    const sliver: Point[] = [
      [-2, -2],
      [2, 2.01],
      [2, 2],
    ];
    expect([...pointsInside(points, COUNT, sliver)]).toEqual(each(sliver));
  });

  test('of a rectangle, whichever corner it was begun at; a line holds none', () => {
    const box = boxAround([1, 1], [-0.5, 0]);
    expect([...pointsInside(points, COUNT, box)]).toEqual([
      ...pointsInside(points, COUNT, boxAround([-0.5, 0], [1, 1])),
    ]);
    expect(pointsInside(points, COUNT, box).length).toBeGreaterThan(100);
    expect(
      pointsInside(points, COUNT, [
        [0, 0],
        [1, 1],
      ]),
    ).toHaveLength(0);
  });

  test('leave out places that are not numbers', () => {
    const broken = new Float32Array([Number.NaN, 0, 0.1, 0.1]);
    expect([...pointsInside(broken, 2, boxAround([-1, -1], [1, 1]))]).toEqual([1]);
  });
});

describe('the selection', () => {
  afterEach(clearSelection);
  const now = () => [...useSelection.getState().indices];

  test('is replaced, grows and shrinks, always rising and without doubles', () => {
    selectItems('test', Uint32Array.of(9, 3, 5));
    expect(now()).toEqual([3, 5, 9]);
    selectItems('test', Uint32Array.of(4, 5, 20), 'add');
    expect(now()).toEqual([3, 4, 5, 9, 20]);
    selectItems('test', Uint32Array.of(20, 3, 7), 'remove');
    expect(now()).toEqual([4, 5, 9]);
    selectItems('test', Uint32Array.of(1));
    expect(now()).toEqual([1]);
  });

  test('of another split is not added to', () => {
    selectItems('test', Uint32Array.of(1, 2));
    selectItems('train', Uint32Array.of(7), 'add');
    expect(useSelection.getState()).toEqual({ split: 'train', indices: Uint32Array.of(7) });
  });

  test('takes single items in and out', () => {
    toggleItem('test', 4);
    toggleItem('test', 2);
    toggleItem('test', 4);
    expect(now()).toEqual([2]);
    expect([contains(Uint32Array.of(2, 8), 8), contains(Uint32Array.of(2, 8), 5)]).toEqual([true, false]);
  });

  test('keys say whether a drag replaces, adds or takes away', () => {
    const none = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false };
    expect(modeOf({ ...none, shiftKey: true }, 'pan')).toBe('replace');
    expect(modeOf({ ...none, shiftKey: true }, 'lasso')).toBe('add');
    expect(modeOf({ ...none, ctrlKey: true }, 'pan')).toBe('add');
    expect(modeOf({ ...none, altKey: true }, 'box')).toBe('remove');
  });
});

test('a summary counts classes and finds the item in the middle', () => {
  const set: EncodedSet = {
    z: new Float32Array([0, 0, 4, 0, 1, 1, 100, 100]),
    width: 2,
    labels: new Uint8Array([1, 1, 2, 3]),
    columns: {},
    count: 4,
    total: 4,
    split: 'test',
    step: 1,
    items: '',
  };
  const summary = summarizeSelection(set, Uint32Array.of(0, 1, 2, 99));
  expect(summary?.count).toBe(3);
  expect(summary?.classes).toEqual([
    { label: 1, count: 2 },
    { label: 2, count: 1 },
  ]);
  expect([...(summary?.mean ?? [])].map((part) => Math.round(1e4 * part) / 1e4)).toEqual([1.6667, 0.3333]);
  expect(summary?.typical).toBe(2);
  expect(summarizeSelection(set, Uint32Array.of(99))).toBeNull();
});
