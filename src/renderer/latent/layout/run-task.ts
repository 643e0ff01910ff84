import type { LayoutAnswer, LayoutTask } from './messages';
import { METHOD_NAMES } from './options';
import { fitPca } from './pca';
import { placeAll, planPlaces } from './placing';
import { takeRows } from './sample';
import { LEAST_ITEMS, type Settling, settleTsne, settleUmap } from './settle';

type SettleTask = Extract<LayoutTask, { kind: 'settle' }>;
/** Gives an answer to the window; buffers named second are handed over. */
export type Tell = (answer: LayoutAnswer, handOver?: Transferable[]) => void;

/** Milliseconds between two pictures of places that settle. */
const PICTURE = 120;

/** Does one task from beginning to end, telling how far it is. */
export function runTask(task: LayoutTask, tell: Tell, now: () => number = () => performance.now()): void {
  try {
    if (task.kind === 'pca') tell({ kind: 'pca', fit: fitPca(task.z, task.width, task.count, task.before) });
    else settle(task, tell, now);
  } catch (error) {
    tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}

function settle(task: SettleTask, tell: Tell, now: () => number): void {
  const { z, width, count, sample, options } = task;
  const name = METHOD_NAMES[options.method];
  if (sample.length < LEAST_ITEMS) {
    throw new RangeError(`${name} got ${sample.length} items, expected at least ${LEAST_ITEMS}; show more items.`);
  }
  const report = (text: string, total: number) => (done: number) =>
    tell({ kind: 'progress', progress: { task: text, done, total } });
  const plan = planPlaces(z, width, count, sample, report('Placing items', count));
  report('Comparing items', sample.length)(0);
  const input = { z: takeRows(z, width, sample), width, count: sample.length, from: task.from };
  const settling: Settling =
    options.method === 'tsne'
      ? settleTsne(input, options)
      : settleUmap(input, options, report('Comparing items', sample.length));
  const show = (done: number, finished: boolean) => {
    const positions = placeAll(plan, settling.places(), options.dimensions);
    const progress = { task: `${name} settles`, done, total: settling.steps };
    tell({ kind: 'places', positions, progress, finished }, [positions.buffer]);
  };
  let shown = now();
  for (let step = 1; step <= settling.steps; step++) {
    settling.step();
    if (now() - shown < PICTURE) continue;
    show(step, false);
    shown = now();
  }
  show(settling.steps, true);
}
