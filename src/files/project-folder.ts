import { randomBytes } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readFileLimited, writeFileAtomic } from './atomic';
import { FileError, fileError } from './file-error';

/*
 * A project is a folder:
 *
 *   project.json      the document
 *   runs/<run id>/    one folder a run, see run-folder.ts
 */

const DOCUMENT = 'project.json';
const RUNS = 'runs';
const RUN_ID = /^\d{8}-\d{6}-\d{3}-[0-9a-f]{4}$/;

/** A document larger than this is refused. */
export const PROJECT_BYTES_LIMIT = 64 * 2 ** 20;

/** Where the document of a project lies. */
export const projectPath = (project: string): string => join(project, DOCUMENT);

/**
 * Id of a new run: the UTC time to the millisecond, then four random hexadecimal digits, for instance
 * `20260131-142530-042-9f3c`. Ids sort by time.
 */
export function newRunId(date: Date): string {
  const [day, time] = date.toISOString().split('T');
  const [seconds, milliseconds] = time.slice(0, -1).split('.');
  return [day.replaceAll('-', ''), seconds.replaceAll(':', ''), milliseconds, randomBytes(2).toString('hex')].join('-');
}

/**
 * Folder of a run; nothing is made on disk.
 * @throws FileError if the id is not one of `newRunId` (so an id from elsewhere cannot point outside the project).
 */
export function runFolder(project: string, runId: string): string {
  return join(project, RUNS, checkedRunId(runId));
}

/**
 * Folder of another run that lies beside a run's folder.
 * @throws FileError if the id is not one of `newRunId`.
 */
export const runBeside = (folder: string, runId: string): string => join(dirname(folder), checkedRunId(runId));

/** Folder of the project that a run's folder belongs to. */
export const projectOf = (folder: string): string => dirname(dirname(folder));

function checkedRunId(runId: string): string {
  if (RUN_ID.test(runId)) return runId;
  throw new FileError('failed', `run "${runId}": is no run id, expected for instance 20260131-142530-042-9f3c.`);
}

/**
 * The text of a project's document.
 * @throws FileError if there is none, or it is larger than 64 MiB or not UTF-8.
 */
export async function readProjectText(project: string): Promise<string> {
  const path = projectPath(project);
  const bytes = await readFileLimited(path, PROJECT_BYTES_LIMIT);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new FileError('failed', `${path}: is not text in UTF-8; choose a project of this program.`, { cause: error });
  }
}

/** Writes a project's document whole or not at all, making the folder where it is missing. */
export async function writeProjectText(project: string, text: string): Promise<void> {
  await makeFolder(project);
  await writeFileAtomic(projectPath(project), text);
}

/** Ids of a project's runs, oldest first; none where the project has no runs yet. */
export async function listRuns(project: string): Promise<string[]> {
  const folder = join(project, RUNS);
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && RUN_ID.test(entry.name))
      .map((entry) => entry.name)
      .sort();
  } catch (error) {
    const reason = fileError(folder, error);
    if (reason.code === 'missing') return [];
    throw reason;
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw fileError(folder, error);
  }
}
