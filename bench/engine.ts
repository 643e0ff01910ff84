import { createEngine, type Engine } from '../src/engine';
import { everyCore, threadsFor } from '../src/worker/threads';
import { trainingStep } from './training-step';
import type { Workload } from './workloads';

/** Threads of each side; `default`: what `loom train` would take on ours, and PyTorch's own choice on the other. */
export type Threads = number | 'default';

export interface EngineChoice {
  /** Id of our engine; `cpu` unless given. */
  readonly backend?: string;
  /** CPU threads; 1 unless given. */
  readonly threads?: Threads;
}

/** An engine for a workload, or for several where none is given. */
export function openEngine(
  { backend = 'cpu', threads = 1 }: EngineChoice,
  workload?: Workload,
  profilePrefix?: string,
): Promise<Engine> {
  return createEngine(backend, { threads: threads === 'default' ? ownChoice(workload) : threads, profilePrefix });
}

const ownChoice = (workload: Workload | undefined): number =>
  workload ? threadsFor({ upTo: everyCore() }, trainingStep(workload).program) : everyCore();
