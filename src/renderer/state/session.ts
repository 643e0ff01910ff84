import { create } from 'zustand';
import type { Failure } from '../../protocol/common';
import type { SessionInfo, Telemetry, TrainState, WorkerEvents } from '../../protocol/worker';
import type { WorkerClient } from '../client/worker-client';

/** Curves of one run, appended to in place; `version` in the store says when they grew. */
export class RunHistory {
  steps: number[] = [];
  readonly series: number[][];

  constructor(readonly names: readonly string[]) {
    this.series = names.map(() => []);
  }

  append(telemetry: Telemetry): void {
    const width = this.names.length;
    for (let row = 0; row < telemetry.steps.length; row++) {
      this.steps.push(telemetry.steps[row]);
      for (let column = 0; column < width; column++) this.series[column].push(telemetry.values[row * width + column]);
    }
  }

  /** Forgets what came after a step: the run goes on from there. */
  truncate(step: number): void {
    const kept = this.steps.filter((each) => each <= step).length;
    this.steps.length = kept;
    for (const series of this.series) series.length = kept;
  }
}

export interface SessionState {
  client: WorkerClient | null;
  info: SessionInfo | null;
  state: TrainState;
  step: number;
  steps: number;
  stepsPerSecond: number;
  secondsLeft: number;
  /** Results of the last evaluation on held-out data. */
  metrics: Readonly<Record<string, number>>;
  history: RunHistory | null;
  /** Rises whenever `history` grew. */
  historyVersion: number;
  /** Rises when weights changed enough that views should ask again: a few times a second while training, once when paused. */
  weightsVersion: number;
  /** Rises when a live setting has reached the process: what depends on settings besides weights is then asked again. */
  liveVersion: number;
  lastCheckpoint: number | null;
  /** What is being prepared (compiling, loading data), for a line with progress. */
  progress: { task: string; done: number; total: number } | null;
  failure: Failure | null;
  /** Why training paused by itself before a step; null where it did not. */
  nonFinite: WorkerEvents['nonFinite'] | null;
  /** Something that happened to the run while nobody may have looked. */
  notice: string | null;
}

export const emptySession: SessionState = {
  client: null,
  info: null,
  state: 'idle',
  step: 0,
  steps: 0,
  stepsPerSecond: 0,
  secondsLeft: 0,
  metrics: {},
  history: null,
  historyVersion: 0,
  weightsVersion: 0,
  liveVersion: 0,
  lastCheckpoint: null,
  progress: null,
  failure: null,
  nonFinite: null,
  notice: null,
};

/** The training process as the window knows it. Written by `client/session.ts` alone; views read. */
export const useSession = create<SessionState>(() => emptySession);
