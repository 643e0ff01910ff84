import { useMemo } from 'react';
import { useKeptSteps } from '../../lenses/time/kept-steps';
import type { LatentParts } from '../parts';
import type { EncodedSet } from '../points/collector';
import { useEncoded } from '../points/use-encoded';
import { useLatentView } from '../view';
import { type ColourBy, colourCodes, colourOf, colourValues, isGroup, robustRange } from './colour-by';

export interface Colouring {
  /** What the colours tell. */
  by: ColourBy;
  /** What the colour of each item hangs on, a byte each. */
  codes: Uint8Array | null;
  /** The numbers behind the colours, and the range that the colours span; null for colours by class. */
  values: Float32Array | null;
  range: readonly [low: number, high: number] | null;
  ranged: boolean;
  /** Whether the codes are groups that were found, rather than classes. */
  grouped: boolean;
  /** Step since which items moved, for the colour that tells it. */
  since: number | null;
  error: string | null;
}

/** The numbers or classes that colour the items now. */
export function useColouring({ source, set, visible, asked }: LatentParts): Colouring {
  const by = colourOf(
    useLatentView((view) => view.colourBy),
    source,
  );
  const moved = by === 'moved';
  const kept = useKeptSteps();
  const since = moved ? (kept[0] ?? null) : null;
  const run = asked.weights?.run;
  const before = useEncoded({
    channel: 'latent.before',
    split: set?.split === 'train' ? 'train' : 'test',
    count: set?.total ?? 0,
    columns: NO_COLUMNS,
    weights: since === null ? undefined : { run, step: since },
    weightsKey: `at ${since}`,
    visible: visible && since !== null,
  });
  const early = moved ? before.set : null;
  return useMemo(() => {
    const error = moved ? before.error : null;
    if (!set) return { by, codes: null, values: null, range: null, ranged: false, grouped: false, since, error };
    const values = colourValues(set, by, early && sameItems(early, set) ? early : null);
    if (values && isGroup(by)) {
      const codes = Uint8Array.from(values, (group) => group - 1);
      return { by, codes, values, range: null, ranged: false, grouped: true, since, error };
    }
    const range = values && robustRange(values);
    const ranged = values !== null && range !== null;
    return { by, codes: colourCodes(set.labels, values, range), values, range, ranged, grouped: false, since, error };
  }, [set, by, early, since, moved, before.error]);
}

const NO_COLUMNS: readonly never[] = [];
const sameItems = (a: EncodedSet, b: EncodedSet): boolean => a.split === b.split && a.total === b.total;
