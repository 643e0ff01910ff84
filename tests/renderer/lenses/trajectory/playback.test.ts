import { describe, expect, test } from 'vitest';
import { advance, commonTimes, keyTime, REST, SECONDS, tickSteps } from '../../../../src/renderer/trajectory/playback';

const start = { share: 0, rested: 0, playing: true };

describe('playing', () => {
  test('takes the same time for any number of steps, and half of it at double speed', () => {
    expect(advance(start, SECONDS / 2, 1, false).share).toBeCloseTo(0.5);
    expect(advance(start, SECONDS / 2, 2, false)).toEqual({ share: 1, rested: 0, playing: false });
  });

  test('in a loop rests at the data and begins again at the noise', () => {
    const end = advance(start, SECONDS, 1, true);
    expect(end).toEqual({ share: 1, rested: 0, playing: true });
    const resting = advance(end, REST / 2, 1, true);
    expect(resting.share).toBe(1);
    expect(advance(resting, REST, 1, true)).toEqual({ share: 0, rested: 0, playing: true });
  });
});

describe('keys of the timeline', () => {
  const times = commonTimes([new Float32Array([1, 0.5, 0]), new Float32Array([1, 0.75, 0.5, 0.25, 0])]);

  test('stop at every time at which a lane has a step, once', () => {
    expect(times).toEqual([1, 0.75, 0.5, 0.25, 0]);
    expect(commonTimes([])).toEqual([]);
  });

  test('move to the next such time, also from between two', () => {
    expect(keyTime('ArrowRight', false, 1, times)).toBe(0.75);
    expect(keyTime('ArrowRight', false, 0.6, times)).toBe(0.5);
    expect(keyTime('ArrowLeft', false, 0.5, times)).toBe(0.75);
    expect(keyTime('ArrowLeft', false, 0.6, times)).toBe(0.75);
  });

  test('Shift moves by tenths, Home and End go to the ends, nothing goes beyond', () => {
    expect(keyTime('ArrowRight', true, 0.5, times)).toBeCloseTo(0.4);
    expect([keyTime('ArrowRight', true, 0.04, times), keyTime('ArrowLeft', true, 0.96, times)]).toEqual([0, 1]);
    expect([keyTime('ArrowRight', false, 0, times), keyTime('ArrowLeft', false, 1, times)]).toEqual([0, 1]);
    expect([keyTime('Home', false, 0.3, times), keyTime('End', false, 0.3, times)]).toEqual([1, 0]);
    expect(keyTime('a', false, 0.3, times)).toBeNull();
  });
});

test('ticks thin out in twos, fives and tens and keep the last step', () => {
  expect(tickSteps(4, 10)).toEqual([0, 1, 2, 3, 4]);
  expect(tickSteps(50, 12)).toEqual([0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50]);
  expect(tickSteps(1_000, 60).length).toBeLessThanOrEqual(61);
  expect(tickSteps(7, 4)).toEqual([0, 2, 4, 6, 7]);
});
