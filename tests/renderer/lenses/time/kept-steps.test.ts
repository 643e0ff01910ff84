import { describe, expect, test } from 'vitest';
import { positionOf, stepAfter, stepAt } from '../../../../src/renderer/lenses/time/kept-steps';

const kept = [0, 1, 5, 9];

describe('the training-time slider', () => {
  test('has a place for every kept step, and one more for the newest weights', () => {
    expect([null, 0, 1, 5, 9].map((step) => positionOf(kept, step))).toEqual([4, 0, 1, 2, 3]);
    expect([0, 1, 2, 3, 4].map((position) => stepAt(kept, position))).toEqual([0, 1, 5, 9, null]);
  });

  test('stands at the nearest step below where one has been let go of', () => {
    expect(stepAt(kept, positionOf(kept, 8))).toBe(5);
    expect(positionOf([5, 9], 2)).toBe(0);
  });

  test('knows only the newest weights where nothing is kept', () => {
    expect([positionOf([], null), stepAt([], 0)]).toEqual([0, null]);
  });

  test('plays from the newest weights through all kept ones and rests at the newest', () => {
    const seen: (number | null)[] = [];
    for (let step = stepAfter(kept, null); step !== null; step = stepAfter(kept, step)) seen.push(step);
    expect(seen).toEqual(kept);
    expect(stepAfter([], null)).toBeNull();
  });
});
