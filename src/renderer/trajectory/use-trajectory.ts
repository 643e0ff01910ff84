import { useMemo } from 'react';
import type { SessionInfo, Trajectory } from '../../protocol/worker';
import { useProbe } from '../lenses/probe/use-probe';
import { useSession } from '../state/session';
import { type Frames, straightness } from './frames';
import { usePosition, useTrajectoryView } from './view';

export type Sampler = SessionInfo['probes']['samplers'][number];

export interface FollowedTrajectory {
  trajectory: Trajectory | null;
  frames: Frames | null;
  straightness: number;
  error: string | null;
}

/** The sampler that the lens shows: the chosen one if the document still has it. */
export const chosenSampler = (samplers: readonly Sampler[], node: string | null): Sampler | undefined =>
  samplers.find((sampler) => sampler.node === node) ?? samplers[0];

/** Samples `count` items from the lens's noise, again when the weights have changed, but never under a hand that scrubs. */
export function useTrajectory(sampler: Sampler, count: number, visible: boolean): FollowedTrajectory {
  const { seed, num_inference_steps, follow } = useTrajectoryView();
  const weights = useSession((session) => session.weightsVersion);
  const scrubbing = usePosition((position) => position.scrubbing);
  const steps = num_inference_steps ?? sampler.num_inference_steps;
  const { value, error } = useProbe({
    query: visible ? { node: sampler.node, seed, count, num_inference_steps: steps } : null,
    key: `${sampler.node} ${seed} ${count} ${steps} ${follow ? weights : 'held'}`,
    hold: scrubbing,
    ask: (client, query) => client.request('probe.sample', { channel: 'trajectory.sample', ...query }),
  });
  const frames = useMemo<Frames | null>(
    () => value && { ...value, width: value.itemShape.reduce((product, extent) => product * extent, 1) },
    [value],
  );
  const straight = useMemo(() => (frames ? straightness(frames) : 1), [frames]);
  return { trajectory: value, frames, straightness: straight, error };
}
