import { describe, expect, test } from 'vitest';
import type { RequestType } from '../../../../src/protocol/worker';
import { FailureError, SupersededError, type WorkerClient } from '../../../../src/renderer/client/worker-client';
import { Follower, failureSentence } from '../../../../src/renderer/lenses/probe/follower';

const settle = () => new Promise<void>((done) => setImmediate(done));

const client = (): WorkerClient => ({
  request: (type: RequestType) => Promise.reject(new Error(`unexpected ${type}`)),
  on: () => () => {},
  close: () => {},
});

function setUp() {
  const asked: string[] = [];
  const follower = new Follower<string, string>();
  const process = { client: client(), run: 'a', training: false };
  const update = async (
    key: string | null,
    change: { run?: string; hold?: boolean; fail?: Error; ended?: boolean } = {},
  ) => {
    process.run = change.run ?? process.run;
    follower.update(change.ended ? { ...process, client: null } : process, {
      query: key,
      key: String(key),
      hold: change.hold,
      ask: (_, query) => {
        asked.push(query);
        return change.fail ? Promise.reject(change.fail) : Promise.resolve(query.toUpperCase());
      },
    });
    await settle();
  };
  return { asked, follower, update };
}

describe('a follower', () => {
  test('asks again only when the key has changed', async () => {
    const { asked, follower, update } = setUp();
    await update('x');
    await update('x');
    await update('y');
    expect(asked).toEqual(['x', 'y']);
    expect(follower.snapshot()).toEqual({ value: 'Y', error: null });
  });

  test('asks nothing without a query, and again when it comes back', async () => {
    const { asked, follower, update } = setUp();
    await update('x');
    await update(null);
    expect(follower.snapshot().value).toBe('X');
    await update('x');
    expect(asked).toEqual(['x', 'x']);
  });

  test('forgets the answers of another run', async () => {
    const { asked, follower, update } = setUp();
    await update('x');
    await update(null, { run: 'b' });
    expect(follower.snapshot()).toEqual({ value: null, error: null });
    await update('x');
    expect(asked).toEqual(['x', 'x']);
  });

  test('keeps the last answer of a process that has ended, and asks the next one afresh', async () => {
    const { asked, follower, update } = setUp();
    await update('x');
    await update('y', { ended: true });
    await update('z', { ended: true });
    expect(follower.snapshot()).toEqual({ value: 'X', error: null });
    await update('z');
    expect(asked).toEqual(['x', 'z']);
    await update('z', { ended: true, run: 'b' });
    expect(follower.snapshot()).toEqual({ value: null, error: null });
  });

  test('holds still under a hand and catches up when it is let go', async () => {
    const { asked, update } = setUp();
    await update('x');
    await update('y', { hold: true });
    await update('z', { hold: true });
    expect(asked).toEqual(['x']);
    await update('z');
    expect(asked).toEqual(['x', 'z']);
  });

  test('keeps the last answer beside the sentence of a failure, and drops the sentence with the next answer', async () => {
    const { follower, update } = setUp();
    await update('x');
    await update('y', { fail: new FailureError({ message: 'Encoder gives NaN.', user: true }) });
    expect(follower.snapshot()).toEqual({ value: 'X', error: 'Encoder gives NaN.' });
    await update('z');
    expect(follower.snapshot()).toEqual({ value: 'Z', error: null });
  });

  test('a question that was merely replaced is no failure', () => {
    expect(failureSentence(new SupersededError('probe.decode'))).toBeNull();
    expect(failureSentence('odd')).toBe('odd');
  });

  test('works again after it was closed', async () => {
    const { asked, follower, update } = setUp();
    await update('x');
    follower.close();
    await update('x');
    expect(asked).toEqual(['x', 'x']);
  });
});
