import { WORKER_PORT_MESSAGE } from '../../protocol/channels';
import type { AppClient } from './app-client';
import { PortWorkerClient, type WorkerClient } from './worker-client';

/** Longest wait for the port of a process that main says it has started, in milliseconds. */
const PATIENCE = 15_000;

/** Starts a project's training process and gives a client on its port, which arrives as a window message. */
export async function connectWorker(app: AppClient, project: string): Promise<WorkerClient> {
  const waiting = nextPort();
  try {
    await app.request('worker.start', { project });
    return new PortWorkerClient(await waiting.port);
  } finally {
    waiting.stop();
  }
}

function nextPort(): { port: Promise<MessagePort>; stop(): void } {
  let stop = (): void => undefined;
  const port = new Promise<MessagePort>((resolve, reject) => {
    const receive = (event: MessageEvent): void => {
      if (event.source === window && event.data === WORKER_PORT_MESSAGE && event.ports[0]) resolve(event.ports[0]);
    };
    const timer = window.setTimeout(
      () => reject(new Error('The training process was started but did not answer within 15 s; try again.')),
      PATIENCE,
    );
    window.addEventListener('message', receive);
    stop = () => {
      window.clearTimeout(timer);
      window.removeEventListener('message', receive);
    };
  });
  // Nobody waits for the port when the start itself fails.
  port.catch(() => undefined);
  return { port, stop };
}
