import { createEngine, type Engine } from '../src/engine';
import { defaultThreads } from '../src/worker/threads';

/** Threads of each side; `default`: every core on ours, and PyTorch's own choice on the other. */
export type Threads = number | 'default';

export interface EngineChoice {
  /** Id of our engine; `cpu` unless given. */
  readonly backend?: string;
  /** CPU threads; 1 unless given. */
  readonly threads?: Threads;
}

export const openEngine = ({ backend = 'cpu', threads = 1 }: EngineChoice, profilePrefix?: string): Promise<Engine> =>
  createEngine(backend, { threads: threads === 'default' ? defaultThreads() : threads, profilePrefix });
