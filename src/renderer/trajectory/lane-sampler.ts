import type { Trajectory, WeightsRef } from '../../protocol/worker';
import type { WorkerClient } from '../client/worker-client';
import { SupersededError } from '../client/worker-client';
import { failureSentence } from '../lenses/probe/follower';
import type { Frames } from './frames';
import type { SampleQuery } from './lanes';
import { type PathMetrics, pathMetrics } from './metrics';

/** What is asked for one lane, and by which name the answer is known. */
export interface LaneQuery {
  id: number;
  query: SampleQuery;
  weights: WeightsRef | undefined;
  key: string;
  /** Which weights, as text; `at …` for a kept step. */
  version: string;
  /** Fewer particles or steps than the lane has, while a hand drags. */
  preview: boolean;
}

export interface LaneAnswer {
  key: string;
  version: string;
  trajectory: Trajectory;
  frames: Frames;
  metrics: PathMetrics;
  /** From question to answer. */
  milliseconds: number;
  preview: boolean;
}

export type LaneOutcome = { answer: LaneAnswer } | { error: string };

/** Bytes of trajectories that are kept at hand for going back to. */
const KEPT_BYTES = 96 * 2 ** 20;

/** The trajectories that were asked for last, so that going back and forth asks for nothing twice. */
export class TrajectoryCache {
  private readonly answers = new Map<string, LaneAnswer>();
  private bytes = 0;

  constructor(private readonly most = KEPT_BYTES) {}

  get(key: string): LaneAnswer | undefined {
    const found = this.answers.get(key);
    if (found) {
      this.answers.delete(key);
      this.answers.set(key, found);
    }
    return found;
  }

  has(key: string): boolean {
    return this.answers.has(key);
  }

  set(answer: LaneAnswer): void {
    const before = this.answers.get(answer.key);
    if (before) this.drop(before);
    this.answers.set(answer.key, answer);
    this.bytes += bytesOf(answer);
    for (const oldest of this.answers.values()) {
      if (this.bytes <= this.most || oldest === answer) return;
      this.drop(oldest);
    }
  }

  /** Forgets what passing weights gave, which nobody can ask for again; kept steps and the present weights stay. */
  retain(version: string): void {
    for (const answer of this.answers.values())
      if (answer.version !== version && !answer.version.startsWith('at ')) this.drop(answer);
  }

  private drop(answer: LaneAnswer): void {
    this.answers.delete(answer.key);
    this.bytes -= bytesOf(answer);
  }
}

const bytesOf = ({ trajectory }: LaneAnswer): number =>
  trajectory.samples.byteLength + trajectory.predOriginal.byteLength;

export interface SampleLanesOptions {
  client: WorkerClient;
  cache: TrajectoryCache;
  lanes: readonly LaneQuery[];
  /** Asked when all lanes are there, for as long as nothing newer is wanted. */
  ahead: readonly LaneQuery[];
  /** True as soon as something newer is wanted: what has not been asked yet is left out. */
  stale(): boolean;
  onLane(id: number, outcome: LaneOutcome): void;
  now(): number;
}

/**
 * Asks for one lane after the other, so that the training process is never asked for two at a time, and tells each as it
 * comes. What is in the cache is not asked for.
 */
export async function sampleLanes(options: SampleLanesOptions): Promise<void> {
  const { cache, lanes, ahead, stale, onLane } = options;
  const missing = lanes.filter(({ key }) => !cache.has(key));
  for (const { id, key } of lanes) {
    const answer = cache.get(key);
    if (answer) onLane(id, { answer });
  }
  for (const lane of missing) {
    if (stale()) return;
    const outcome = await sampleLane(options, lane);
    if (outcome) onLane(lane.id, outcome);
  }
  for (const lane of ahead) {
    if (stale()) return;
    if (!cache.has(lane.key)) await sampleLane(options, lane);
  }
}

async function sampleLane({ client, cache, now }: SampleLanesOptions, lane: LaneQuery): Promise<LaneOutcome | null> {
  const started = now();
  try {
    const { query, weights } = lane;
    const trajectory = await client.request('probe.sample', {
      channel: `trajectory.sample.${lane.id}`,
      weights,
      ...query,
    });
    const milliseconds = now() - started;
    const frames = { ...trajectory, width: trajectory.itemShape.reduce((product, extent) => product * extent, 1) };
    const metrics = pathMetrics(frames);
    const { key, version, preview } = lane;
    const answer = { key, version, trajectory, frames, metrics, milliseconds, preview };
    cache.set(answer);
    return { answer };
  } catch (error) {
    if (error instanceof SupersededError) return null;
    const sentence = failureSentence(error);
    return sentence ? { error: sentence } : null;
  }
}
