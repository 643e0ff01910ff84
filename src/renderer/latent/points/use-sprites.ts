import { useEffect, useMemo } from 'react';
import { useSettled } from '../../lenses/hooks/use-settled';
import type { PlaneStage } from '../../lenses/plane/stage';
import { visibleExtent } from '../../lenses/plane/transform';
import { useStageView } from '../../lenses/plane/use-view';
import { useProbe } from '../../lenses/probe/use-probe';
import { pictureShape } from '../../lenses/tiles/item';
import type { LatentParts } from '../parts';
import { ownItems } from './own-items';
import { spreadItems, spriteSheet } from './sprites';

/** Milliseconds the view must stand still before pictures are asked for. */
const REST = 140;
/** Side of a picture on the screen, CSS pixels. */
export const SPRITE = 30;

/** Draws the items' own pictures at their places: as many as there is room for, one beside the other. */
export function useSprites(parts: LatentParts, stage: PlaneStage, shown: boolean): string | null {
  const { scene, set, places, info, visible, decoding } = parts;
  const shape = useMemo(() => pictureShape(info.data.itemShape), [info]);
  const view = useSettled(useStageView(stage), REST);
  const chosen = useMemo(() => {
    if (!shown || !visible || !shape || !set || !places || stage.extent.width === 0) return null;
    return spreadItems(places, set.count, visibleExtent(view, stage.extent), SPRITE / view.scale);
  }, [shown, visible, shape, set, places, stage, view]);
  const asked = chosen && chosen.length > 0 && set ? { set, items: chosen } : null;
  const probe = useProbe({
    query: asked,
    key: `${asked?.set.items} ${asked?.items.join()} ${set?.split === 'prior' ? decoding.key : ''}`,
    ask: async (client, query) => ({
      items: query.items,
      data: await ownItems(client, 'latent.sprites', query.set, query.items, decoding),
    }),
  });
  const found = probe.value;
  useEffect(() => {
    const sheet =
      chosen && found && shape && set && places
        ? spriteSheet(found.items, found.data.values, set.labels, places, shape, SPRITE / view.scale)
        : null;
    scene?.setSprites(sheet);
  }, [scene, chosen, found, shape, set, places, view]);
  useEffect(() => () => scene?.setSprites(null), [scene]);
  return probe.error;
}
