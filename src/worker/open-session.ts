import { catalogue } from '../core/catalogue';
import { analyse } from '../core/compile';
import { parseDocument } from '../core/graph';
import { DeviceLostError } from '../engine';
import { newRunId, runFolder } from '../files/project-folder';
import type { RequestOf, WorkerStart } from '../protocol/worker';
import { REFUGE } from './device-loss';
import { BackendUnavailable, type SessionOptions } from './prepare';
import { Session } from './session';
import { openRun } from './stored-run';
import { besideWindow } from './threads';
import { UserError } from './user-error';

/**
 * Opens a session on what the window sent: a new run in the project's folder, or one of its runs again.
 * @throws UserError with the document's problems, or FileError when there is no such run.
 */
export const openSession = async (
  start: WorkerStart,
  { document: raw, resume }: RequestOf<'session.open'>,
  log: (message: string) => void,
): Promise<Session> => {
  const parsed = parseDocument(JSON.stringify(raw ?? null), catalogue, 'the study');
  if (!parsed.ok) throw new UserError(parsed.problem, parsed.problems);
  const { ok, problems } = analyse(parsed.document, catalogue);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (!ok) throw new UserError(errors[0].message, errors);
  const resumeFrom = resume === null ? null : await openRun(runFolder(start.projectDirectory, resume));
  const run = resume ?? newRunId(new Date());
  return openSomewhere({
    document: { ...parsed.document, seed: resumeFrom?.record.seed ?? parsed.document.seed },
    run,
    runDirectory: runFolder(start.projectDirectory, run),
    resumeFrom,
    backend: start.backend,
    threads: start.threads ?? { upTo: besideWindow() },
    dataDirectory: start.dataDirectory,
    log,
  });
};

/** Opens on the backend that is asked for, or on the CPU with a word where that one cannot run. */
const openSomewhere = async (options: SessionOptions): Promise<Session> => {
  try {
    return await Session.open(options);
  } catch (error) {
    const cannotRun = error instanceof BackendUnavailable || error instanceof DeviceLostError;
    if (!cannotRun || options.backend === REFUGE) throw error;
    options.log(`Training uses the CPU, as the chosen device cannot run: ${error.message}`);
    return Session.open({ ...options, backend: REFUGE });
  }
};
