import { expect, test } from 'vitest';
import { RequestQueue } from '../../src/worker/request-queue';

const drained = <T>(queue: RequestQueue<T>): T[] => {
  const items: T[] = [];
  for (let item = queue.shift(); item !== undefined; item = queue.shift()) items.push(item);
  return items;
};

test('requests without a channel wait in the order they came', () => {
  const queue = new RequestQueue<string>();
  for (const item of ['a', 'b', 'c']) expect(queue.push(item)).toBeUndefined();
  expect(queue.size).toBe(3);
  expect(drained(queue)).toEqual(['a', 'b', 'c']);
  expect(queue.size).toBe(0);
  expect(queue.shift()).toBeUndefined();
});

test('a newer request takes the place of an older one on its channel, and that one comes back', () => {
  const queue = new RequestQueue<string>();
  expect(queue.push('hover 1', 'hover')).toBeUndefined();
  expect(queue.push('start')).toBeUndefined();
  expect(queue.push('field 1', 'field')).toBeUndefined();
  expect(queue.push('hover 2', 'hover')).toBe('hover 1');
  expect(queue.push('hover 3', 'hover')).toBe('hover 2');
  expect(queue.size).toBe(3);
  expect(drained(queue)).toEqual(['hover 3', 'start', 'field 1']);
});

test('a request that has left the queue is not replaced', () => {
  const queue = new RequestQueue<string>();
  queue.push('hover 1', 'hover');
  expect(queue.shift()).toBe('hover 1');
  expect(queue.push('hover 2', 'hover')).toBeUndefined();
  expect(drained(queue)).toEqual(['hover 2']);
});

test('those that wait can be looked for, and taken out of the line', () => {
  const queue = new RequestQueue<string>();
  queue.push('sample 1', 'lane');
  queue.push('hover 1', 'hover');
  queue.push('start');
  expect([queue.holds('lane'), queue.holds('field')]).toEqual([true, false]);
  expect([queue.some((item) => item === 'start'), queue.some((item) => item === 'stop')]).toEqual([true, false]);
  expect(queue.take((item) => item.startsWith('hover'))).toBe('hover 1');
  expect(queue.take((item) => item.startsWith('hover'))).toBeUndefined();
  expect(queue.holds('hover')).toBe(false);
  expect(drained(queue)).toEqual(['sample 1', 'start']);
});

test('nothing is taken from behind one that holds up the line', () => {
  const queue = new RequestQueue<string>();
  for (const item of ['sample', 'hover 1', 'open', 'hover 2']) queue.push(item);
  const take = () =>
    queue.take(
      (item) => item.startsWith('hover'),
      (item) => item === 'open',
    );
  expect([take(), take()]).toEqual(['hover 1', undefined]);
  expect(drained(queue)).toEqual(['sample', 'open', 'hover 2']);
});
