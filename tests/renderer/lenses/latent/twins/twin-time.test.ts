import { beforeEach, describe, expect, test } from 'vitest';
import { chooseTwin } from '../../../../../src/renderer/latent/twins/twin';
import { stepBeside, useTwinTime } from '../../../../../src/renderer/latent/twins/twin-time';

describe('the training time of a run beside another', () => {
  beforeEach(() => chooseTwin(null));

  test('is the last kept step up to that of the lenses', () => {
    const kept = [0, 1, 2, 3, 5, 9, 30];
    expect(stepBeside(kept, 40, 0)).toBe(0);
    expect(stepBeside(kept, 40, 4)).toBe(3);
    expect(stepBeside(kept, 40, 31)).toBe(30);
  });

  test('is that of its newest weights beyond its end, and where the lenses look at the newest', () => {
    const kept = [0, 1, 2];
    expect(stepBeside(kept, 40, 40)).toBeNull();
    expect(stepBeside(kept, 40, 900)).toBeNull();
    expect(stepBeside(kept, 40, null)).toBeNull();
    expect(stepBeside([], 40, 3)).toBeNull();
  });

  test('follows the lenses again when another run is chosen', () => {
    chooseTwin('first');
    useTwinTime.setState({ follows: false, step: 12 });
    chooseTwin('second');
    expect(useTwinTime.getState()).toEqual({ follows: true, step: null });
  });
});
