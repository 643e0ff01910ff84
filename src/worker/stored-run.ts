import { catalogue } from '../core/catalogue';
import { parseDocument } from '../core/graph';
import type { ProjectDocument } from '../core/graph/document';
import { FileError } from '../files/file-error';
import { listCheckpoints, type RunRecord, readRun, readRunDocument, runName } from '../files/run-folder';
import { UserError } from './user-error';

/** A run on disk that can be continued or sampled from. */
export interface StoredRun {
  folder: string;
  record: RunRecord;
  document: ProjectDocument;
  /** Steps of its checkpoints, newest first; never empty. */
  checkpoints: number[];
}

/**
 * Opens a run's folder.
 * @throws UserError or FileError when it holds no run, or none that got as far as a checkpoint.
 */
export const openRun = async (folder: string): Promise<StoredRun> => {
  const record = await readRun(folder).catch((error: unknown) => {
    if (error instanceof FileError && error.code === 'missing')
      throw new UserError(`${folder}: holds no run; give the folder that a training run wrote.`);
    throw error;
  });
  const parsed = parseDocument(await readRunDocument(folder), catalogue, `the graph of run ${runName(folder)}`);
  if (!parsed.ok) throw new UserError(parsed.problem, parsed.problems);
  const checkpoints = (await listCheckpoints(folder)).reverse();
  if (checkpoints.length === 0) throw new UserError(`${folder}: has no checkpoint yet; train it again.`);
  return { folder, record, document: parsed.document, checkpoints };
};
