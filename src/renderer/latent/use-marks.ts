import { useEffect, useMemo, useRef } from 'react';
import { useReducedMotion } from '../lenses/hooks/use-media';
import { useSelection } from './brush/selection';
import { pointTints } from './colour/colour-by';
import type { Colouring } from './colour/use-colouring';
import type { LatentParts } from './parts';
import { useLatentView } from './view';

const NO_CLASSES: readonly never[] = [];
const ALL: ReadonlySet<number> = new Set();

/** Keeps points, their colours, names of classes and the density of the scene as the parts and the view say; gives the colours. */
export function useMarks(
  { info, scene, source, set, layout, layoutState, places, survey }: LatentParts,
  colouring: Colouring,
): Uint8Array | null {
  const view = useLatentView();
  const still = useReducedMotion();
  const selection = useSelection();
  const selected = set && selection.split === set.split && selection.indices.length > 0 ? selection.indices : null;
  const classes = survey?.classes ?? NO_CLASSES;
  // What stood in another layout says nothing of this one.
  const awaited = layout === null && layoutState.settles !== null;

  const drawn = useRef<{ buffer: ArrayBufferLike; key: string; count: number; scene: unknown } | null>(null);
  useEffect(() => {
    if (!scene || !places || !set || !layout) return;
    // Rows that came before are where they were, where each place hangs on its own vector alone.
    const before = drawn.current;
    const grows =
      before?.scene === scene && before.buffer === set.z.buffer && before.key === layout.key && layout.prior;
    drawn.current = { buffer: set.z.buffer, key: layout.key, count: layout.count, scene };
    scene.setPrior(layout.prior);
    scene.setPoints(places, layout.count, still, grows ? before.count : 0);
  }, [scene, places, set, layout, still]);

  const { by, codes, ranged } = colouring;
  const isolated = source === 'data' ? view.isolated : ALL;
  const tints = useMemo(
    () =>
      set &&
      codes &&
      pointTints(codes, {
        isolated,
        labels: set.labels,
        ranged,
        selected,
        alpha: view.manifold ? 0.8 : 0.9,
        faded: selected ? 0.1 : 0.06,
      }),
    [set, codes, ranged, isolated, view.manifold, selected],
  );
  useEffect(() => {
    if (tints) scene?.setTints(tints);
  }, [scene, tints]);
  const pointsShown = !awaited && (view.points || view.density === 'off');
  useEffect(() => scene?.setPointsShown(pointsShown), [scene, pointsShown]);
  useEffect(() => {
    if (awaited) scene?.setPrior(false);
  }, [scene, awaited]);
  useEffect(() => {
    const named = view.isolated.size === 0 ? classes : classes.filter(({ label }) => view.isolated.has(label));
    const told = source === 'data' && by === 'label' && info.data.classes.length > 1;
    const shown = told && !awaited ? named : [];
    scene?.setNames(shown, (label) => info.data.classes[label] ?? String(label));
  }, [scene, classes, view.isolated, by, source, info, awaited]);
  const density = survey?.density ?? null;
  useEffect(
    () => scene?.setDensity(view.density === 'off' || awaited ? null : density, view.density === 'filled'),
    [scene, density, view.density, awaited],
  );
  return tints;
}
