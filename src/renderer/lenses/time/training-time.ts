import { create } from 'zustand';
import type { WeightsRef } from '../../../protocol/worker';
import { useSession } from '../../state/session';

/** Where on the way of its training the lenses look at a model: one of the kept steps, or null for its newest weights. */
export const useTrainingTime = create<{
  step: number | null;
  /** Whether the position walks through the kept steps by itself. */
  playing: boolean;
}>(() => ({ step: null, playing: false }));

/** Looks at a kept step, or at the newest weights (null), and stands still there. */
export const lookAt = (step: number | null): void => useTrainingTime.setState({ step, playing: false });

// Another run has another past; a window without one has none.
useSession.subscribe((session, before) => {
  if (session.info?.run !== before.info?.run) lookAt(null);
});

export interface AskedWeights {
  /** To send along with a probe. */
  weights: WeightsRef | undefined;
  /** Changes when the probe should be put again. */
  key: string;
}

/** Whose weights a lens asks: the kept step that the training-time slider stands at, or the newest ones as they change. */
export function useWeights(): AskedWeights {
  const step = useTrainingTime((time) => time.step);
  const version = useSession((session) => session.weightsVersion);
  return step === null ? { weights: undefined, key: String(version) } : { weights: { step }, key: `at ${step}` };
}
