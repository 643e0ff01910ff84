import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { ProjectDocument } from '../../src/core/graph/document';
import type { SessionOptions } from '../../src/worker/prepare';
import { Session } from '../../src/worker/session';
import { openRun } from '../../src/worker/stored-run';

/** A new folder for the tests of one file, removed when they end. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'loom-worker-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

const open = new Set<Session>();
afterAll(async () => {
  await Promise.all([...open].map((session) => session.close()));
});

/** A session on ONNX Runtime with one thread, closed when the file's tests end. */
export const openSession = async (
  document: ProjectDocument,
  runDirectory: string,
  options: Partial<SessionOptions> = {},
): Promise<Session> => {
  const session = await Session.open({
    document,
    runDirectory,
    resumeFrom: null,
    backend: 'cpu',
    threads: 1,
    dataDirectory: null,
    log: () => {},
    ...options,
  });
  open.add(session);
  return session;
};

/** The run in a folder, opened again as the command line does: the document as given, the seed as recorded. */
export const resume = async (
  document: ProjectDocument,
  runDirectory: string,
  options: Partial<SessionOptions> = {},
): Promise<Session> => {
  const stored = await openRun(runDirectory);
  return openSession({ ...document, seed: stored.record.seed }, runDirectory, { resumeFrom: stored, ...options });
};

/** Takes steps up to a step number; what each reported. */
export const trainTo = async (session: Session, step: number): Promise<number[][]> => {
  const rows: number[][] = [];
  while (session.step < step) rows.push(await session.train());
  return rows;
};

export const withSeed = (document: ProjectDocument, seed: number): ProjectDocument => ({ ...document, seed });
