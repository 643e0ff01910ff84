import { expect, test } from 'vitest';
import { buildProgram, input, matmul } from '../../src/core/tensor';
import { besideWindow, everyCore, threadsFor } from '../../src/worker/threads';

const product = (size: number) =>
  buildProgram('product', { y: matmul(input('a', [size, size]), input('b', [size, size])) });

test('small steps take one thread, large ones as many as there may be', () => {
  expect(threadsFor({ upTo: 6 }, product(100))).toBe(1);
  expect(threadsFor({ upTo: 6 }, product(1000))).toBe(6);
  expect(threadsFor({ upTo: 1 }, product(1000))).toBe(1);
});

test('a number that was asked for holds for every step', () => {
  expect(threadsFor(3, product(100))).toBe(3);
  expect(threadsFor(1, product(1000))).toBe(1);
});

test('a window keeps a core where there is more than one', () => {
  expect(besideWindow()).toBeGreaterThanOrEqual(1);
  expect(besideWindow()).toBeLessThanOrEqual(everyCore());
});
