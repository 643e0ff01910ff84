import { useEffect, useState } from 'react';
import { useSession } from '../../state/session';

const NONE: readonly number[] = [];

/** Steps of the open run whose weights are kept, ascending; grows as the run trains. */
export function useKeptSteps(): readonly number[] {
  const client = useSession((session) => session.client);
  const run = useSession((session) => session.info?.run ?? null);
  const [kept, setKept] = useState<{ run: string | null; steps: readonly number[] }>({ run: null, steps: NONE });
  useEffect(() => {
    if (!client || run === null) return;
    let gone = false;
    // Always the whole list: where a run keeps too much, earlier ones go.
    const look = (): void => {
      client.request('weights.list', { run: null }).then(
        (list) => {
          if (!gone && list.run === run) setKept(list);
        },
        // A process that has gone keeps nothing; the last list stays.
        () => undefined,
      );
    };
    look();
    const unlisten = [client.on('kept', look), client.on('reopened', look)];
    return () => {
      gone = true;
      for (const each of unlisten) each();
    };
  }, [client, run]);
  return kept.run === run ? kept.steps : NONE;
}

/** Position on the slider of a step: its place among the kept ones, the nearest below where it is none; one past the last is "newest". */
export function positionOf(steps: readonly number[], step: number | null): number {
  if (step === null) return steps.length;
  return Math.max(
    0,
    steps.findLastIndex((each) => each <= step),
  );
}

/** What the slider at a position shows: a kept step, or null for the newest weights. */
export const stepAt = (steps: readonly number[], position: number): number | null =>
  steps[Math.max(0, Math.round(position))] ?? null;

/** Where playing goes on from a step: through the kept ones, and from the newest weights back to the first. */
export const stepAfter = (steps: readonly number[], step: number | null): number | null =>
  step === null ? (steps[0] ?? null) : (steps.find((each) => each > step) ?? null);
