/** Entry of the training process (Electron's `utilityProcess`): main says what it may touch, then hands over a port. */
import { availableParallelism } from 'node:os';
import { catalogue } from '../core/catalogue';
import { analyse } from '../core/compile';
import { parseDocument } from '../core/graph';
import { newRunId, runFolder } from '../files/project-folder';
import type { RequestOf } from '../protocol/worker';
import { type WorkerStart, workerStartSchema } from '../protocol/worker';
import { WorkerServer } from './server';
import { Session } from './session';
import { openRun } from './stored-run';
import { UserError } from './user-error';

/** One core stays with the window. */
const defaultThreads = (): number => Math.max(1, Math.min(4, availableParallelism() - 1));

const openSession = async (
  start: WorkerStart,
  { document: raw, resume }: RequestOf<'session.open'>,
  log: (message: string) => void,
): Promise<Session> => {
  const parsed = parseDocument(JSON.stringify(raw), catalogue, 'the study');
  if (!parsed.ok) throw new UserError(parsed.problem, parsed.problems);
  const { ok, problems } = analyse(parsed.document, catalogue);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (!ok) throw new UserError(errors[0].message, errors);
  const resumeFrom = resume === null ? null : await openRun(runFolder(start.projectDirectory, resume));
  const run = resume ?? newRunId(new Date());
  return Session.open({
    document: { ...parsed.document, seed: resumeFrom?.record.seed ?? parsed.document.seed },
    run,
    runDirectory: runFolder(start.projectDirectory, run),
    resumeFrom,
    backend: start.backend,
    threads: start.threads ?? defaultThreads(),
    dataDirectory: start.dataDirectory,
    log,
  });
};

const serve = (start: WorkerStart, port: Electron.MessagePortMain): void => {
  const server = new WorkerServer({
    post: (frame) => port.postMessage(frame),
    openSession: (request, emit) =>
      openSession(start, request, (message) => emit('log', { level: 'warning', message })),
  });
  port.on('message', ({ data }) => server.receive(data));
  const end = (): void => void server.close().finally(() => process.exit(0));
  port.on('close', end);
  process.once('SIGTERM', end);
  port.start();
};

let start: WorkerStart | undefined;
process.parentPort.on('message', ({ data, ports }) => {
  const [port] = ports;
  if (start && port) serve(start, port);
  else start ??= workerStartSchema.safeParse(data).data;
});
