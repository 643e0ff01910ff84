import { useEffect } from 'react';
import { HIT } from '../brush/use-brush';
import type { LatentParts } from '../parts';
import { nearestInIndex } from '../points/index-search';
import { useCursor } from '../view';
import { ItemRing } from './ItemRing';
import { pointAt, useTwin } from './twin';

/** Ties the pointer in the plane of the open run to the plane beside it, while there is one. */
export function OwnRing({ parts }: { parts: LatentParts }) {
  const twin = useTwin(({ run }) => run);
  const { stage, survey, places } = parts;
  const index = survey?.index;
  useEffect(() => {
    if (twin === null || !stage || !index) return;
    const stop = useCursor.subscribe(({ at }) => {
      const found = at ? nearestInIndex(index, at[0], at[1], HIT / stage.view.scale) : -1;
      pointAt(found < 0 ? null : found);
    });
    return () => {
      stop();
      pointAt(null);
    };
  }, [twin, stage, index]);
  return twin !== null && stage && places ? <ItemRing stage={stage} places={places} /> : null;
}
