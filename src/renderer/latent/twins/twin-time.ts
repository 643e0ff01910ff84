import { useEffect, useMemo, useState } from 'react';
import { create } from 'zustand';
import type { ModelInfo } from '../../../protocol/worker';
import { positionOf, stepAt } from '../../lenses/time/kept-steps';
import { type AskedWeights, useTrainingTime } from '../../lenses/time/training-time';
import { useSession } from '../../state/session';
import { useTwin } from './twin';

/** Where on its own way the run beside is looked at: along with the lenses, or at a kept step of its own (null: its newest weights). */
export const useTwinTime = create<{ follows: boolean; step: number | null }>(() => ({ follows: true, step: null }));

// Another run has another past.
useTwin.subscribe(({ run }, before) => {
  if (run !== before.run) useTwinTime.setState({ follows: true, step: null });
});

/** The kept step of a run that stands for `step` of another one: the last one up to there; null, its newest weights, beyond its end. */
export const stepBeside = (kept: readonly number[], newest: number, step: number | null): number | null =>
  step === null || step >= newest ? null : stepAt(kept, positionOf(kept, step));

export interface TwinTimes extends AskedWeights {
  /** Steps of the other run whose weights are kept, ascending. */
  kept: readonly number[];
  /** The one that is shown; null for its newest weights. */
  step: number | null;
}

const NONE: readonly number[] = [];

/** Whose weights the plane of the run beside asks. */
export function useTwinTimes({ run, step: newest }: ModelInfo): TwinTimes {
  const client = useSession((session) => session.client);
  const [kept, setKept] = useState(NONE);
  useEffect(() => {
    if (!client) return;
    let gone = false;
    client.request('weights.list', { run }).then(
      ({ steps }) => !gone && setKept(steps),
      // Then only its newest weights can be seen.
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [client, run]);
  const lenses = useTrainingTime((time) => time.step);
  const own = useTwinTime();
  const step = own.follows ? stepBeside(kept, newest, lenses) : own.step;
  return useMemo(
    () => ({ kept, step, weights: { run, step }, key: `${run} ${step ?? newest}` }),
    [kept, step, run, newest],
  );
}
