import { catalogue } from '../core/catalogue';
import { compilePlan, trace } from '../core/compile';
import type { ProjectDocument } from '../core/graph/document';
import { createEngine, type Engine } from '../engine';
import { projectOf } from '../files/project-folder';
import { listKept, type RunRecord } from '../files/run-folder';
import { type DataSource, openDataSource } from './data-source';
import type { LiveSettings } from './live-settings';
import { type StartingPoint, startingPoint } from './starting-point';
import type { StoredRun } from './stored-run';
import { type ThreadChoice, threadsFor } from './threads';
import { UserError } from './user-error';

/** What a session hands on to the next one of the same run. */
interface Continued {
  startedAt: string;
  /** Changes of the backend so far, oldest first. */
  moves: NonNullable<RunRecord['moves']>;
  /** They win over those of the checkpoint. */
  live: LiveSettings;
}

export interface SessionOptions {
  document: ProjectDocument;
  /** Id by which the window knows the run. */
  run?: string;
  runDirectory: string;
  resumeFrom: StoredRun | null;
  backend: string;
  threads: ThreadChoice;
  dataDirectory: string | null;
  /** The project's folder; the one in whose `runs` the run lies unless given. */
  projectDirectory?: string;
  /** Starts the engine of a backend; the program's own engines unless given. */
  startEngine?: typeof createEngine;
  /** What kept weights may take (`KEPT_BYTES` unless given); 0 keeps none. */
  keptBytes?: number;
  /** Where the run goes on that another session had open. */
  continued?: Continued;
  /** Tells of something that the user should know but need not act on. */
  log(message: string): void;
}

export interface Prepared {
  engine: Engine;
  threads: number;
  sources: ReadonlyMap<string, DataSource>;
  stored: StartingPoint;
  /** Steps whose weights the folder of the run keeps. */
  keptSteps: readonly number[];
  compileMilliseconds: number;
}

/** The backend cannot run here. */
export class BackendUnavailable extends UserError {}

/**
 * Opens the data of a study, by data node; the first is the one that views show.
 * @throws UserError where there is none.
 */
export const openSources = async (
  document: ProjectDocument,
  dataDirectory: string | null,
  projectDirectory: string,
): Promise<ReadonlyMap<string, DataSource>> => {
  const sources = new Map<string, DataSource>();
  for (const [node, spec] of trace(document, catalogue).datasets())
    sources.set(node, await openDataSource(spec, dataDirectory, projectDirectory));
  if (sources.size === 0) throw new UserError('This study has no data; add a data node and wire it in.');
  return sources;
};

/**
 * Compiles a document, starts the engine, opens the data, and makes or reads the weights.
 * @throws UserError, FileError or FormatError with one sentence; BackendUnavailable where the engine cannot run.
 */
export const prepare = async (options: SessionOptions): Promise<Prepared> => {
  const { document, startEngine = createEngine, backend } = options;
  const begin = performance.now();
  const plan = compilePlan(document, catalogue);
  const threads = threadsFor(options.threads, plan.step.program);
  const engine = await startEngine(backend, { threads }).catch((error: unknown) => {
    throw new BackendUnavailable(error instanceof Error ? error.message : String(error));
  });
  try {
    const { dataDirectory, projectDirectory = projectOf(options.runDirectory) } = options;
    const sources = await openSources(document, dataDirectory, projectDirectory);
    const stored = await startingPoint(plan, engine, options);
    const { resumeFrom, runDirectory } = options;
    const keptSteps = resumeFrom?.folder === runDirectory ? await listKept(runDirectory) : [];
    return { engine, threads, sources, stored, keptSteps, compileMilliseconds: performance.now() - begin };
  } catch (error) {
    await engine.dispose().catch(() => undefined);
    throw error;
  }
};
