/**
 * Entry of the training process (Electron's `utilityProcess`): main says what it may touch, then hands over the port of
 * the window and one on which it says when to end.
 * With `--devices` it tells main what there is to compute on instead, without trying any driver where
 * `--faulty-driver=…` says what came of that.
 */
import { type BackendInfo, listBackends } from '../engine';
import { WORKER_END, type WorkerStart, workerStartSchema } from '../protocol/worker';
import { openSession } from './open-session';
import { WorkerServer } from './server';
import { giveWay } from './threads';

/** Gives the way to end what it serves. */
const serve = (start: WorkerStart, port: Electron.MessagePortMain): (() => void) => {
  const server = new WorkerServer({
    post: (frame) => port.postMessage(frame),
    openSession: (request, emit) =>
      openSession(start, request, (message) => emit('log', { level: 'warning', message })),
  });
  port.on('message', ({ data }) => server.receive(data));
  const end = (): void => void server.end().finally(() => process.exit(0));
  port.on('close', end);
  process.once('SIGTERM', end);
  port.start();
  return end;
};

const listen = (): void => {
  let start: WorkerStart | undefined;
  process.parentPort.on('message', ({ data, ports }) => {
    const [port, control] = ports;
    if (!port || !control) {
      start ??= workerStartSchema.safeParse(data).data;
      return;
    }
    const end = start ? serve(start, port) : () => process.exit(0);
    control.on('message', ({ data: word }) => word === WORKER_END && end());
    control.start();
  });
};

const FAULTY_DRIVER = '--faulty-driver=';

const devices = (): Promise<BackendInfo[]> => {
  const problem = process.argv.find((argument) => argument.startsWith(FAULTY_DRIVER))?.slice(FAULTY_DRIVER.length);
  return listBackends(problem === undefined ? undefined : async () => ({ ok: false, problem, log: '' }));
};

if (process.argv.includes('--devices')) process.parentPort.postMessage(await devices());
else {
  giveWay();
  listen();
}
