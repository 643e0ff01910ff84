import { describe, expect, test } from 'vitest';
import { advance, keyPosition, REST, SECONDS, tickSteps } from '../../../../src/renderer/trajectory/playback';

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
  test('move by steps, from between two steps to the next one', () => {
    expect(keyPosition('ArrowRight', false, 3, 50)).toBe(4);
    expect(keyPosition('ArrowLeft', false, 3, 50)).toBe(2);
    expect(keyPosition('ArrowRight', false, 3.4, 50)).toBe(4);
    expect(keyPosition('ArrowLeft', false, 3.4, 50)).toBe(3);
  });

  test('Shift moves by tenths, Home and End go to the ends, nothing goes beyond', () => {
    expect(keyPosition('ArrowRight', true, 3, 50)).toBe(8);
    expect(keyPosition('ArrowRight', true, 48, 50)).toBe(50);
    expect(keyPosition('ArrowLeft', false, 0, 50)).toBe(0);
    expect([keyPosition('Home', false, 9, 50), keyPosition('End', false, 9, 50)]).toEqual([0, 50]);
    expect(keyPosition('a', false, 9, 50)).toBeNull();
  });
});

test('ticks thin out in twos, fives and tens and keep the last step', () => {
  expect(tickSteps(4, 10)).toEqual([0, 1, 2, 3, 4]);
  expect(tickSteps(50, 12)).toEqual([0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50]);
  expect(tickSteps(1_000, 60).length).toBeLessThanOrEqual(61);
  expect(tickSteps(7, 4)).toEqual([0, 2, 4, 6, 7]);
});
