import { lookAt, useTrainingTime } from '../../lenses/time/training-time';
import { settled } from '../settled';
import type { Film } from '../types';

let kept: readonly number[] = [];

/** The step whose weights were kept last; null while there are none. */
export const newestKept = (): number | null => kept.at(-1) ?? null;

/** Says which steps of the open run are kept, so that a menu need not wait for them. */
export function holdKeptSteps(steps: readonly number[]): void {
  kept = steps;
}

/** The lens through the steps of the training whose weights are kept; nothing where there are fewer than two. */
export function trainingFilm(): Film[] {
  const steps = kept;
  if (steps.length < 2) return [];
  const before = useTrainingTime.getState();
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
      done: () => useTrainingTime.setState(before),
    },
  ];
}
