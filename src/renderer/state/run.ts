import { create } from 'zustand';
import type { ProjectDocument } from '../../core/graph/document';
import type { RunSummary } from '../../protocol/app';
import type { Failure } from '../../protocol/common';

/** Where the training process is in its life. */
export type SessionPhase =
  /** No process. */
  | 'closed'
  /** Started; the document is being compiled. */
  | 'opening'
  | 'open'
  /** The process ended by itself. */
  | 'lost';

export interface RunState {
  phase: SessionPhase;
  /** Document that the open session was compiled from; live settings it has taken over since are in it. */
  opened: ProjectDocument | null;
  /** The graph has changed since, in a way that only a new run can see. */
  stale: boolean;
  /**
   * Backend that the process was started for, also where that one cannot run here and the CPU does; the CPU once a run had
   * to move there.
   */
  device: string | null;
  /** Why the process ended, while `phase` is `lost`. */
  lost: Failure | null;
  /** A run that was cut off and can be continued: offered after a crash and on opening a project. */
  resumable: RunSummary | null;
  /** Something that the user has to decide before a run can begin. */
  question: 'restart' | null;
}

export const emptyRun: RunState = {
  phase: 'closed',
  opened: null,
  stale: false,
  device: null,
  lost: null,
  resumable: null,
  question: null,
};

/** Life of the training process. Written by `client/session.ts` and `client/session-events.ts` alone; views read. */
export const useRun = create<RunState>(() => emptyRun);
