import { useMemo } from 'react';
import type { ModelInfo } from '../../../protocol/worker';
import type { PlaneStage } from '../../lenses/plane/stage';
import { useScene } from '../../lenses/plane/use-scene';
import { fittingAxes } from '../axes';
import { decodingOf } from '../decoding';
import { useLayout } from '../layout/use-layout';
import type { LatentParts } from '../parts';
import type { Collected } from '../points/collector';
import { useEncoded } from '../points/use-encoded';
import { useSurvey } from '../points/use-survey';
import { LatentScene } from '../scene';
import { baseVector, useLatentView } from '../view';
import type { TwinTimes } from './twin-time';

const NO_COLUMNS: readonly never[] = [];

/**
 * The same items as in the plane of the open run, encoded by another model and laid out in the same way. Places that settle
 * begin where those of the open run are, so that the two pictures can be compared.
 */
export function useTwinParts(
  own: LatentParts,
  { run, probes }: ModelInfo,
  times: TwinTimes,
  stage: PlaneStage | null,
): { parts: LatentParts; collected: Collected } {
  const view = useLatentView();
  const width = probes.encode?.width ?? 0;
  const collected = useEncoded({
    channel: 'latent.twin',
    split: own.set && own.set.split !== 'prior' ? own.set.split : view.split,
    count: width > 0 ? (own.set?.total ?? 0) : 0,
    columns: NO_COLUMNS,
    weights: times.weights,
    weightsKey: times.key,
    visible: own.visible,
  });
  const { set } = collected;
  const axes = useMemo(() => fittingAxes(view.axes, width), [view.axes, width]);
  const base = useMemo(() => baseVector(view.base, width), [view.base, width]);
  const layoutState = useLayout(set, {
    options: view.layout,
    axes,
    base,
    source: `${run} ${set?.items}`,
    like: own.layout,
  });
  const { layout } = layoutState;
  const places = layout?.dimensions === 2 ? layout.positions : null;
  const scene = useScene(stage, (on) => new LatentScene(on));
  const key = `${run} ${set?.items} ${layout?.key}`;
  const density = view.density !== 'off';
  const question = useMemo(
    () =>
      places && set && 2 * set.labels.length === places.length
        ? { key, positions: places, labels: set.labels, density }
        : null,
    [key, places, set, density],
  );
  const survey = useSurvey(question);
  return {
    parts: {
      ...own,
      width,
      stage,
      scene,
      set,
      layoutState,
      layout,
      places,
      survey,
      axes,
      base,
      asked: times,
      decoding: decodingOf(times, null),
    },
    collected,
  };
}
