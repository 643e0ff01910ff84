import { useEffect, useMemo } from 'react';
import { useSettled } from '../lenses/hooks/use-settled';
import type { PlaneStage } from '../lenses/plane/stage';
import { visibleExtent } from '../lenses/plane/transform';
import { useStageView } from '../lenses/plane/use-view';
import type { Probe } from '../lenses/probe/follower';
import { useProbe } from '../lenses/probe/use-probe';
import { pictureShape } from '../lenses/tiles/item';
import { type ManifoldGrid, manifoldVectors, priorGrid, tileSheet, viewGrid } from './manifold';
import type { LatentParts } from './parts';
import { useLatentView } from './view';

/** Milliseconds the view must stand still before its tiles are decoded anew. */
const REST = 140;

/** Keeps the manifold grid on the scene: one batched decode for the present view, again when weights or view have changed. */
export function useManifold(parts: LatentParts, stage: PlaneStage): Probe<unknown> {
  const { scene, layout, base, decoding, visible, width } = parts;
  const { manifoldKind, manifoldRows } = useLatentView();
  const view = useSettled(useStageView(stage), REST);
  const ofPrior = manifoldKind === 'prior' && layout?.prior === true;
  const grid = useMemo<ManifoldGrid | null>(() => {
    if (!visible || stage.extent.width === 0) return null;
    return ofPrior ? priorGrid(manifoldRows) : viewGrid(visibleExtent(view, stage.extent), manifoldRows);
  }, [visible, stage, view, ofPrior, manifoldRows]);

  const probe = useProbe({
    query: grid && layout ? { grid, layout } : null,
    key: `${grid?.kind} ${grid?.columns} ${grid?.rows} ${grid?.places.subarray(0, 4).join()} ${layout?.key} ${base.join()} ${decoding.key}`,
    ask: async (client, query) => {
      const { z, grid: filled } = manifoldVectors(query.grid, query.layout, width);
      if (filled.count === 0) return { grid: filled, items: null };
      const items = await client.request('probe.decode', {
        channel: 'latent.manifold',
        ...decoding.asked,
        z,
        count: filled.count,
      });
      return { grid: filled, items };
    },
  });
  const decoded = probe.value;
  useEffect(() => {
    const shape = decoded?.items && pictureShape(decoded.items.itemShape);
    scene?.setTiles(visible && decoded?.items && shape ? tileSheet(decoded.grid, decoded.items.values, shape) : null);
  }, [scene, decoded, visible]);
  useEffect(() => () => scene?.setTiles(null), [scene]);
  return probe;
}
