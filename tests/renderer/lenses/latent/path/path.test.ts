import { describe, expect, test } from 'vitest';
import { axesLayout } from '../../../../../src/renderer/latent/layout/linear';
import { scatteredLayout } from '../../../../../src/renderer/latent/layout/scattered';
import {
  EMPTY_PATH,
  frames,
  type Knot,
  knotVectors,
  legAt,
  pathThrough,
  shareOf,
  track,
  vectorAt,
  withKnot,
  withLeg,
  withoutKnot,
} from '../../../../../src/renderer/latent/path/path';
import {
  drawnLegs,
  knotAt,
  movedKnot,
  nearestOnLeg,
  placeOnLeg,
  roomPath,
} from '../../../../../src/renderer/latent/path/place';

const knot = (z: number[], item: number | null = null): Knot => ({ z, item, at: [z[0], z[1]], layout: 'axes 0 1' });
const vectors = (...rows: number[][]) => rows.map((row) => Float32Array.from(row));
const encoded = { z: Float32Array.from([0, 0, 5, 1, 1, 6, 2, 2, 7]), width: 3, count: 3 };
const layout = axesLayout(encoded, { x: 0, y: 1 }, [0, 0, 9], 2);

describe('a path', () => {
  const way = track(vectors([0, 0], [3, 4], [3, 5]), ['lerp', 'lerp']);

  test('is walked evenly by its length, over all its legs', () => {
    expect(way.length).toBeCloseTo(6, 5);
    expect([...frames(way, 7)].map((part) => Math.round(part * 1e4) / 1e4)).toEqual([
      0, 0, 0.6, 0.8, 1.2, 1.6, 1.8, 2.4, 2.4, 3.2, 3, 4, 3, 5,
    ]);
  });

  test('has steps of one length also where it turns and its ends differ in length', () => {
    const bent = track(vectors([1, 0, 0], [0, 4, 0]), ['slerp']);
    const film = frames(bent, 9);
    const steps = Array.from({ length: 8 }, (_, k) =>
      Math.hypot(...[0, 1, 2].map((j) => film[3 * k + 3 + j] - film[3 * k + j])),
    );
    for (const step of steps) expect(step / steps[0]).toBeCloseTo(1, 1);
    expect(bent.length).toBeGreaterThan(Math.hypot(1, 4));
  });

  test('shares of the length and places on legs say the same', () => {
    for (const share of [0, 0.2, 0.5, 0.83, 0.9, 1]) {
      const { leg, u } = legAt(way, share);
      expect(shareOf(way, leg, u)).toBeCloseTo(share, 6);
    }
  });

  test('of no length stays where it is', () => {
    const still = track(vectors([1, 2], [1, 2]), ['slerp']);
    expect([...vectorAt(still, 0.7)]).toEqual([1, 2]);
  });

  test('gets knots within its legs, and loses them', () => {
    const path = withLeg(pathThrough([knot([0, 0, 0]), knot([2, 0, 0])], EMPTY_PATH), 0, 'slerp');
    const longer = withKnot(path, 0, knot([1, 1, 0]));
    expect(longer.knots.map(({ z }) => z[0])).toEqual([0, 1, 2]);
    expect(longer.legs).toEqual(['slerp', 'slerp']);
    expect(withoutKnot(longer, 2)?.knots.map(({ z }) => z[0])).toEqual([0, 1]);
    expect(withoutKnot(longer, 0)?.legs).toHaveLength(1);
    expect(withoutKnot(path, 0)).toBeNull();
    expect(JSON.parse(JSON.stringify(longer))).toEqual(longer);
  });

  test('follows the newest vectors of its items, and belongs to models of one width', () => {
    const path = pathThrough([knot([9, 9, 9], 1), knot([1, 0, 0])], EMPTY_PATH);
    expect(knotVectors(path, encoded)?.map((z) => [...z])).toEqual([
      [1, 1, 6],
      [1, 0, 0],
    ]);
    expect(knotVectors(path, { z: new Float32Array(4), width: 2, count: 2 })).toBeNull();
  });
});

describe('knots on the plane', () => {
  test('take the vector of an item near by, else that of the place', () => {
    expect(knotAt([1.05, 1], layout, encoded, 0.2)).toMatchObject({ item: 1, z: [1, 1, 6], at: [1, 1] });
    expect(knotAt([1.5, 1], layout, encoded, 0.2)).toMatchObject({ item: null, z: [1.5, 1, 9] });
  });

  test('that are moved keep what the plane does not show', () => {
    const own = Float32Array.from([1, 1, 4]);
    const moved = movedKnot(knot([1, 1, 4]), own, [3, -2], layout, encoded, 0);
    expect(moved.z).toEqual([3, -2, 4]);
  });

  test('stay where nothing is known of the place', () => {
    const blind = { ...layout, toPlane: null, toLatent: () => null };
    const before = knot([1, 1, 4]);
    expect(movedKnot(before, Float32Array.from(before.z), [3, 3], blind, encoded, 0)).toBe(before);
  });

  test('are joined by lines that bend where the leg turns', () => {
    const path = withLeg(pathThrough([knot([1, 0, 0]), knot([0, 1, 0])], EMPTY_PATH), 0, 'slerp');
    const [points] = drawnLegs(path, track(vectors([1, 0, 0], [0, 1, 0]), path.legs), layout);
    if (!points) throw new Error('The leg has no place.');
    const middle = placeOnLeg(points, 0.5);
    expect(Math.hypot(...middle)).toBeCloseTo(1, 5);
    expect(nearestOnLeg(points, [2, 2])).toBeCloseTo(0.5, 2);
    expect(nearestOnLeg(points, [3, -1])).toBe(0);
  });
});

describe('a path in the room', () => {
  const path = pathThrough([knot([0, 0, 5], 0), knot([2, 2, 7], 2)], EMPTY_PATH);
  const way = track(vectors([0, 0, 5], [2, 2, 7]), ['lerp']);

  test('goes where its vectors are in the three dimensions that are shown', () => {
    const room = roomPath(path, way, axesLayout(encoded, { x: 2, y: 0, z: 1 }, [0, 0, 0], 3));
    expect([...(room?.knots ?? [])]).toEqual([5, 0, 0, 7, 2, 2]);
    const line = room?.line ?? new Float32Array();
    const middle = 3 * Math.floor(line.length / 6);
    expect([...line.subarray(middle, middle + 3)]).toEqual([6, 1, 1]);
  });

  test('goes from item to item where places have no formula, and nowhere from a free knot', () => {
    const positions = Float32Array.from([9, 8, 7, 0, 0, 0, 3, 2, 1]);
    const places = { key: 'umap 3', dimensions: 3, positions, count: 3, sample: Int32Array.of(0, 1, 2) } as const;
    const settled = scatteredLayout(places, encoded, 'UMAP');
    expect([...(roomPath(path, way, settled)?.line ?? [])]).toEqual([9, 8, 7, 3, 2, 1]);
    const free = pathThrough([knot([0, 0, 5]), knot([2, 2, 7], 2)], EMPTY_PATH);
    expect(roomPath(free, way, settled)).toBeNull();
    // A first path begins at items, found by what of their places the plane of classes shows.
    expect(knotAt([0.1, 0], settled, encoded, Number.POSITIVE_INFINITY)?.item).toBe(1);
  });
});
