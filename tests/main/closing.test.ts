import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Closing, SAVING_LIMIT } from '../../src/main/closing';

let answers: { training: boolean; unsaved: boolean };
let log: string[];
let closing: Closing;

/** The window's close button, as Electron asks: a refused wish is asked again by `close()`. */
function wish(): boolean {
  const may = closing.mayClose();
  log.push(may ? 'closed' : 'wait');
  return may;
}

beforeEach(() => {
  vi.useFakeTimers();
  answers = { training: true, unsaved: true };
  log = [];
  closing = new Closing({
    askTraining: async (step) => {
      log.push(`training at ${step}?`);
      return answers.training;
    },
    askUnsaved: async (reason) => {
      log.push(`${reason}?`);
      return answers.unsaved;
    },
    tellWindow: () => log.push('save'),
    close: wish,
    stayed: () => log.push('stayed'),
  });
});

afterEach(() => {
  vi.useRealTimers();
});

const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

test('the window saves, then closes itself', async () => {
  wish();
  await settled();
  wish();
  expect(log).toEqual(['save', 'wait', 'closed']);
});

test('a window that does not answer is closed after a while', async () => {
  wish();
  await vi.advanceTimersByTimeAsync(SAVING_LIMIT - 1);
  expect(log).not.toContain('closed');
  await vi.advanceTimersByTimeAsync(1);
  expect(log.at(-1)).toBe('closed');
});

test('while a model trains it asks once, whatever is clicked meanwhile', async () => {
  closing.training = { step: 1_240 };
  wish();
  wish();
  await settled();
  expect(log.filter((entry) => entry.endsWith('?'))).toEqual(['training at 1240?']);
  expect(log).toContain('save');
  expect(log).not.toContain('closed');
});

test('whoever keeps training stays, and is asked again next time', async () => {
  closing.training = { step: 5 };
  answers.training = false;
  wish();
  await vi.advanceTimersByTimeAsync(10 * SAVING_LIMIT);
  expect(log).toEqual(['training at 5?', 'wait', 'stayed']);
  wish();
  await settled();
  expect(log.filter((entry) => entry === 'training at 5?')).toHaveLength(2);
});

test('a failing save asks before anything is lost', async () => {
  answers.unsaved = false;
  wish();
  await settled();
  await closing.saveFailed('the disk is full');
  await vi.advanceTimersByTimeAsync(10 * SAVING_LIMIT);
  expect(log.slice(-2)).toEqual(['the disk is full?', 'stayed']);
  expect(log).not.toContain('closed');

  answers.unsaved = true;
  wish();
  await settled();
  await closing.saveFailed('the disk is full');
  expect(log.at(-1)).toBe('closed');
});

test('a save that fails at any other time is no reason for questions', async () => {
  await closing.saveFailed('the disk is full');
  expect(log).toEqual([]);
});

test('a page that has gone is not waited for', () => {
  closing.training = { step: 5 };
  closing.abandon();
  expect(wish()).toBe(true);
});
