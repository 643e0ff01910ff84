import { FileError } from '../files/file-error';
import { listRuns, runFolder } from '../files/project-folder';
import { listCheckpoints, readRun, readRunDocument } from '../files/run-folder';
import type { RunSummary } from '../protocol/app';
import { UserError } from './failure';

/** A run as it lies on disk, or null when it has no checkpoint to go back to or its record is damaged. */
async function summarise(project: string, run: string): Promise<RunSummary | null> {
  try {
    const folder = runFolder(project, run);
    const [{ steps, startedAt, finished, metrics, moves = [] }, checkpoints] = await Promise.all([
      readRun(folder),
      listCheckpoints(folder),
    ]);
    const step = checkpoints.at(-1);
    if (step === undefined) return null;
    const backends = moves.flatMap(({ from, to }, i) => (i === 0 ? [from, to] : [to]));
    return { run, step, steps, startedAt, finished, metrics, ...(backends.length > 0 ? { backends } : {}) };
  } catch {
    return null;
  }
}

/** Runs of a project that have a checkpoint, newest first. */
export async function runsOf(project: string): Promise<RunSummary[]> {
  const runs = await Promise.all((await listRuns(project)).reverse().map((run) => summarise(project, run)));
  return runs.filter((run) => run !== null);
}

/**
 * Text of the document that a run trains.
 * @throws UserError where the run has gone, its document is missing or is no text.
 */
export async function documentOfRun(project: string, run: string): Promise<string> {
  const folder = runFolder(project, run);
  const text = await readRunDocument(folder).catch((error: unknown) => {
    const lost = error instanceof FileError && error.code === 'missing';
    if (!lost) throw error;
    throw new UserError(`The document of run ${run} is not on disk any more; choose another run.`, { cause: error });
  });
  if (text.includes('\ufffd')) {
    throw new UserError(`The document of run ${run} is damaged (it is not text in UTF-8); choose another run.`);
  }
  return text;
}

/** The newest run that has a checkpoint, or null where nothing was kept. */
export async function lastCheckpoint(project: string): Promise<RunSummary | null> {
  for (const run of (await listRuns(project)).reverse()) {
    const summary = await summarise(project, run);
    if (summary) return summary;
  }
  return null;
}

/** The newest run, when it was cut off and can be continued. */
export async function unfinishedRun(project: string): Promise<RunSummary | null> {
  const last = await lastCheckpoint(project);
  return last && !last.finished && last.step < last.steps ? last : null;
}
