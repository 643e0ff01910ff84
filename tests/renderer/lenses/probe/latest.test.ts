import { describe, expect, test } from 'vitest';
import { type Clock, LatestAsk } from '../../../../src/renderer/lenses/probe/latest';

/** Time that passes only when told to. */
class TestClock implements Clock {
  private time = 0;
  private timers: { at: number; run: () => void }[] = [];

  now = () => this.time;
  after = (milliseconds: number, run: () => void) => {
    const timer = { at: this.time + milliseconds, run };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  };

  pass(milliseconds: number): void {
    this.time += milliseconds;
    const due = this.timers.filter(({ at }) => at <= this.time);
    this.timers = this.timers.filter(({ at }) => at > this.time);
    for (const { run } of due) run();
  }
}

const settle = () => new Promise<void>((done) => setImmediate(done));

function setUp() {
  const clock = new TestClock();
  const asked: number[] = [];
  const answers: number[] = [];
  const errors: unknown[] = [];
  let finish: (() => void)[] = [];
  const latest = new LatestAsk<number, number>({
    clock,
    ask: (query) => {
      asked.push(query);
      return new Promise((resolve, reject) =>
        finish.push(() => (query < 0 ? reject(new Error('no')) : resolve(query))),
      );
    },
    onAnswer: (answer) => answers.push(answer),
    onError: (error) => errors.push(error),
  });
  const answer = async (milliseconds: number) => {
    clock.pass(milliseconds);
    for (const each of finish) each();
    finish = [];
    await settle();
  };
  return { clock, asked, answers, errors, latest, answer };
}

describe('latest-wins questions', () => {
  test('only one is on its way; of those that come meanwhile only the last is asked', async () => {
    const { asked, answers, latest, answer } = setUp();
    for (const query of [1, 2, 3, 4]) latest.ask(query);
    expect(asked).toEqual([1]);
    await answer(5);
    expect(asked).toEqual([1, 4]);
    await answer(5);
    expect(answers).toEqual([1, 4]);
  });

  test('a failure is reported and does not stop the next question', async () => {
    const { asked, errors, latest, answer } = setUp();
    latest.ask(-1);
    latest.ask(2);
    await answer(1);
    expect(errors).toHaveLength(1);
    expect(asked).toEqual([-1, 2]);
  });

  test('with a duty of a fifth it rests four times as long as each answer took', async () => {
    const { clock, asked, latest, answer } = setUp();
    for (let round = 0; round < 3; round++) {
      latest.ask(round, 0.2);
      expect(asked).toHaveLength(round + 1);
      await answer(100);
      latest.ask(round + 10, 0.2);
      clock.pass(399);
      expect(asked).toHaveLength(round + 1);
      latest.cancel();
      clock.pass(1);
    }
  });

  test('the question that waited through a rest is asked at its end', async () => {
    const { clock, asked, latest, answer } = setUp();
    latest.ask(1, 0.2);
    latest.ask(2, 0.2);
    await answer(100);
    expect(asked).toEqual([1]);
    clock.pass(400);
    expect(asked).toEqual([1, 2]);
  });

  test('an urgent question does not wait for a rest', async () => {
    const { asked, latest, answer } = setUp();
    latest.ask(1, 0.2);
    await answer(100);
    latest.ask(2, 1);
    expect(asked).toEqual([1, 2]);
  });

  test('after closing, answers are dropped and nothing more is asked', async () => {
    const { asked, answers, latest, answer } = setUp();
    latest.ask(1);
    latest.ask(2);
    latest.close();
    await answer(1);
    latest.ask(3);
    expect(asked).toEqual([1]);
    expect(answers).toEqual([]);
  });
});
