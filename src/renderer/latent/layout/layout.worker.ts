import type { LayoutTask } from './messages';
import { runTask } from './run-task';

/** The window's thread for layouts. It works through its tasks one after another; who no longer wants them ends it. */
addEventListener('message', (event: MessageEvent<LayoutTask>) => {
  runTask(event.data, (answer, handOver) => postMessage(answer, { transfer: handOver ?? [] }));
});
