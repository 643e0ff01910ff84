import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LayoutAnswer, LayoutTask } from '../../../../../src/renderer/latent/layout/messages';
import { DEFAULT_LAYOUT, type LayoutOptions } from '../../../../../src/renderer/latent/layout/options';
import { SettleRun } from '../../../../../src/renderer/latent/layout/settle-run';

const COUNT = 6;
const encoded = { z: new Float32Array(3 * COUNT), width: 3, count: COUNT, step: 1 };

let tasks: LayoutTask[] = [];
let answer: (answer: LayoutAnswer) => void = () => {};
let ended = 0;

beforeEach(() => {
  tasks = [];
  ended = 0;
  vi.stubGlobal(
    'Worker',
    class {
      onmessage: (event: { data: LayoutAnswer }) => void = () => {};
      postMessage(task: LayoutTask): void {
        tasks.push(task);
        answer = (data) => this.onmessage({ data });
      }
      terminate(): void {
        ended++;
      }
    },
  );
});
afterEach(() => void vi.unstubAllGlobals());

/** Turns to a picture and has it begin; gives the places at which it does. */
function begin(run: SettleRun, source: string, part: Partial<LayoutOptions>): Float32Array | null {
  const options: LayoutOptions = { ...DEFAULT_LAYOUT, method: 'tsne', ...part };
  run.show(`${source} ${JSON.stringify(options)}`);
  run.start(encoded, options, source);
  const task = tasks.at(-1);
  if (task?.kind !== 'settle') throw new Error('Nothing was asked to settle.');
  return task.from;
}

function finish(value: number): void {
  const progress = { task: 't-SNE settles', done: 1, total: 1 };
  answer({ kind: 'places', positions: new Float32Array(2 * COUNT).fill(value), progress, finished: true });
}

test('other parameters go on from the places that were there, another seed begins anew', () => {
  const run = new SettleRun();
  expect(begin(run, 'one', {})).toBeNull();
  finish(4);
  expect(begin(run, 'one', { perplexity: 12 })).toEqual(new Float32Array(2 * COUNT).fill(4));
  finish(5);
  expect(begin(run, 'one', { perplexity: 12, seed: 3 })).toBeNull();
  finish(6);
  expect(begin(run, 'one', { perplexity: 30, seed: 3 })).toEqual(new Float32Array(2 * COUNT).fill(6));
});

test('a picture that was finished is there again at once, one that was stopped goes on', () => {
  const run = new SettleRun();
  begin(run, 'two', {});
  finish(1);
  const { places } = run.snapshot();
  begin(run, 'two', { seed: 1 });
  expect(run.snapshot()).toMatchObject({ places: null, stopped: false });
  run.cancel();
  expect(run.snapshot()).toMatchObject({ places: null, progress: null, stopped: false });
  begin(run, 'two', { seed: 1 });
  const progress = { task: 't-SNE settles', done: 1, total: 9 };
  answer({ kind: 'places', positions: new Float32Array(2 * COUNT).fill(2), progress, finished: false });
  const before = ended;
  run.cancel();
  expect(ended).toBe(before + 1);
  expect(run.snapshot()).toMatchObject({ progress: null, stopped: true });
  expect(begin(run, 'two', { seed: 1 })).toEqual(new Float32Array(2 * COUNT).fill(2));
  run.show(`two ${JSON.stringify({ ...DEFAULT_LAYOUT, method: 'tsne' })}`);
  expect(run.snapshot().places).toBe(places);
});
