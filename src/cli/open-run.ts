import { resolve } from 'node:path';
import { Session } from '../worker/session';
import { openRun } from '../worker/stored-run';
import { everyCore } from '../worker/threads';
import { UserError } from '../worker/user-error';
import { log } from './output';

/** Opens a run's newest weights for looking at them; the run itself is not changed. */
export const openForProbes = async (command: string, target: string | undefined): Promise<Session> => {
  if (target === undefined) throw new UserError(`loom ${command} needs the folder of a run.`);
  const stored = await openRun(resolve(target));
  return Session.open({
    document: { ...stored.document, seed: stored.record.seed },
    runDirectory: stored.folder,
    resumeFrom: stored,
    backend: 'cpu',
    threads: { upTo: everyCore() },
    dataDirectory: null,
    log,
  });
};
