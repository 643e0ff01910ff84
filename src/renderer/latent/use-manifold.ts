import { useEffect, useMemo } from 'react';
import { useSettled } from '../lenses/hooks/use-settled';
import type { PlaneStage } from '../lenses/plane/stage';
import { visibleExtent } from '../lenses/plane/transform';
import { useStageView } from '../lenses/plane/use-view';
import type { Probe } from '../lenses/probe/follower';
import { useProbe } from '../lenses/probe/use-probe';
import { pictureShape } from '../lenses/tiles/item';
import { useSession } from '../state/session';
import { embedAll, type PlaneAxes } from './axes';
import { type ManifoldGrid, priorGrid, tileSheet, viewGrid } from './manifold';
import type { LatentScene } from './scene';
import { useLatentView } from './view';

interface ManifoldOptions {
  scene: LatentScene | null;
  stage: PlaneStage | null;
  axes: PlaneAxes;
  base: readonly number[];
  visible: boolean;
}

/** Milliseconds the view must stand still before its tiles are decoded anew. */
const REST = 140;

/** Keeps the manifold grid on the scene: one batched decode for the present view, again when weights or view have changed. */
export function useManifold({ scene, stage, axes, base, visible }: ManifoldOptions): Probe<unknown> {
  const { manifoldKind, manifoldRows } = useLatentView();
  const weights = useSession((session) => session.weightsVersion);
  const view = useSettled(useStageView(visible ? stage : null), REST);
  const grid = useMemo<ManifoldGrid | null>(() => {
    if (!visible || !stage || stage.extent.width === 0) return null;
    return manifoldKind === 'prior'
      ? priorGrid(manifoldRows)
      : viewGrid(visibleExtent(view, stage.extent), manifoldRows);
  }, [visible, stage, view, manifoldKind, manifoldRows]);

  const probe = useProbe({
    query: grid,
    key: `${grid?.kind} ${grid?.columns} ${grid?.rows} ${grid?.places.subarray(0, 4).join()} ${axes.x} ${axes.y} ${base.join()} ${weights}`,
    ask: async (client, asked) => ({
      grid: asked,
      items: await client.request('probe.decode', {
        channel: 'latent.manifold',
        z: embedAll(asked.centres, asked.count, axes, base),
        count: asked.count,
      }),
    }),
  });
  const decoded = probe.value;
  useEffect(() => {
    const shape = decoded && pictureShape(decoded.items.itemShape);
    scene?.setTiles(visible && decoded && shape ? tileSheet(decoded.grid, decoded.items.values, shape) : null);
  }, [scene, decoded, visible]);
  return probe;
}
