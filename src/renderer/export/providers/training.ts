import { lookAt, useTrainingTime } from '../../lenses/time/training-time';
import { useSession } from '../../state/session';
import { settled } from '../settled';
import type { Film } from '../types';

let kept: readonly number[] = [];

/** Says which steps of the open run are kept, so that a menu need not wait for them. */
export function holdKeptSteps(steps: readonly number[]): void {
  kept = steps;
}

/**
 * While a model trains, has the lenses stand at its newest kept weights, so that all frames are of one model. Returns the way
 * back to where they were.
 */
export function holdWeights(): () => void {
  const { step } = useTrainingTime.getState();
  const newest = kept.at(-1);
  if (useSession.getState().state !== 'training' || step !== null || newest === undefined) return () => {};
  lookAt(newest);
  return () => lookAt(step);
}

/** The lens through the steps of the training whose weights are kept; nothing where there are fewer than two. */
export function trainingFilm(): Film[] {
  const steps = kept;
  if (steps.length < 2) return [];
  const before = useTrainingTime.getState().step;
  return [
    {
      id: 'training',
      title: 'Training, step by step',
      seconds: Math.min(12, Math.max(3, steps.length / 8)),
      stops: steps.length,
      async turnTo(share) {
        lookAt(steps[Math.round(share * (steps.length - 1))]);
        await settled();
      },
      done: () => lookAt(before),
    },
  ];
}
