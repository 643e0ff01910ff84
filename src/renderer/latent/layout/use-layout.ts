import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { PlaneAxes } from '../axes';
import type { Layout } from './layout';
import { axesLayout, pcaLayout } from './linear';
import type { LayoutProgress } from './messages';
import { type LayoutOptions, layoutKey, METHOD_NAMES, possibleDimensions, SAMPLE, settles } from './options';
import { scatteredLayout } from './scattered';
import { type EncodedVectors, SettleRun } from './settle-run';
import { usePca } from './use-pca';

export interface LayoutRequest {
  options: LayoutOptions;
  /** The dimensions that `axes` layouts show. */
  axes: PlaneAxes;
  /** Values of the dimensions that are not shown, as wide as the vectors. */
  base: readonly number[];
  /** Names the items and the model they are encoded by (run, split, ...), but not its step. */
  source: string;
  /** Where places that settle begin, if it holds the same items in the same layout. */
  like?: Layout | null;
}

export interface LayoutState {
  /** Null before the first places are there. */
  layout: Layout | null;
  /** What the thread is busy with, while it is. */
  progress: LayoutProgress | null;
  /** The places belong to weights of another step. */
  stale: boolean;
  /** The places were still on their way when they were stopped. */
  stopped: boolean;
  /** Whether this layout is found only when `compute` is called, and from how many items. */
  settles: { items: number } | null;
  compute(): void;
  cancel(): void;
  error: string | null;
}

/** Why places could not be found at once; what goes wrong with places that settle is said beside their progress. */
export const layoutError = ({ settles, error }: LayoutState): string | null => (settles ? null : error);

/** Puts encoded items into the plane or the room as `options` say. `encoded` is null while there are none. */
export function useLayout(encoded: EncodedVectors | null, request: LayoutRequest): LayoutState {
  const { axes, base, source, like } = request;
  const { method } = request.options;
  const dimensions = possibleDimensions(request.options, encoded?.width ?? 2);
  const options = useMemo<LayoutOptions>(() => ({ ...request.options, dimensions }), [request.options, dimensions]);
  const pca = usePca(method === 'pca' ? encoded : null);
  const [run] = useState(() => new SettleRun());
  const settled = useSyncExternalStore(run.subscribe, run.snapshot);
  const key = layoutKey(options, dimensions);
  const id = encoded && settles(method) ? `${source} ${encoded.width} ${encoded.count} ${key}` : null;

  useEffect(() => run.show(id), [run, id]);
  useEffect(() => () => run.show(null), [run]);

  const { places } = settled;
  const layout = useMemo<Layout | null>(() => {
    if (!encoded) return null;
    if (method === 'axes') return axesLayout(encoded, axes, base, dimensions);
    if (method === 'pca') return pca.fit && pcaLayout(encoded, pca.fit, dimensions);
    if (places?.key !== key || places.count !== encoded.count) return null;
    return scatteredLayout(places, encoded, METHOD_NAMES[method]);
  }, [encoded, method, axes, base, dimensions, pca.fit, places, key]);

  return {
    layout,
    progress: settled.progress,
    stale: layout !== null && settles(method) && places !== null && places.step !== encoded?.step,
    stopped: layout !== null && settles(method) && settled.stopped,
    settles: settles(method) ? { items: Math.min(SAMPLE[method], encoded?.count ?? SAMPLE[method]) } : null,
    compute: useCallback(() => {
      if (encoded) run.start(encoded, options, source, like?.key === key ? like.positions : null);
    }, [run, encoded, options, source, like, key]),
    cancel: useCallback(() => run.cancel(), [run]),
    error: settles(method) ? settled.error : method === 'pca' ? pca.error : null,
  };
}
