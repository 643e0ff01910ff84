import { useReducedMotion } from '../lenses/hooks/use-media';
import { useTrainingTime } from '../lenses/time/training-time';
import { usePace } from '../state/pace';
import { useSession } from '../state/session';
import { AT_ONCE, BY_HAND, FLOWING, type Pace } from './tween';

/** Steps per second at which a change by hand has time to end before the next one. */
const SLOW = 0.8;

/** Slowly after a turn by hand, flowing while a model trains or the hand is on the slider, at once where motion is not wanted. */
export function usePaceOfChange(): Pace {
  const still = useReducedMotion();
  const training = useSession((session) => session.state === 'training');
  // So slow a run is watched as closely as turns by hand.
  const slow = usePace(({ stepsPerSecond }) => stepsPerSecond !== null && stepsPerSecond <= SLOW);
  const scrubbing = useTrainingTime((time) => time.step !== null);
  if (still) return AT_ONCE;
  return (training && !slow) || scrubbing ? FLOWING : BY_HAND;
}
