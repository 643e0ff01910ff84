import { useEffect, useMemo } from 'react';
import type { SessionInfo } from '../../protocol/worker';
import type { PlaneStage } from '../lenses/plane/stage';
import { useScene } from '../lenses/plane/use-scene';
import { useWeights } from '../lenses/time/training-time';
import { fittingAxes } from './axes';
import { columnOf } from './colour/colour-by';
import { firstTwo } from './layout/sample';
import { showPlaces } from './layout/shown';
import { useLayout } from './layout/use-layout';
import { useNeighbours } from './neighbours/use-neighbours';
import type { LatentParts } from './parts';
import { useEncoded } from './points/use-encoded';
import { useSurvey } from './points/use-survey';
import { LatentScene } from './scene';
import { availableItems, baseVector, useLatentView } from './view';

interface PartsInput {
  info: SessionInfo;
  width: number;
  decodes: boolean;
  visible: boolean;
  stage: PlaneStage | null;
}

/** Encodes the items that the view asks for, lays them out and has a thread look at them. */
export function useLatentParts({ info, width, decodes, visible, stage }: PartsInput) {
  const view = useLatentView();
  const asked = useWeights();
  const scene = useScene(stage, (on) => new LatentScene(on));
  const axes = useMemo(() => fittingAxes(view.axes, width), [view.axes, width]);
  const base = useMemo(() => baseVector(view.base, width), [view.base, width]);
  const column = columnOf(view.colourBy);
  const columns = useMemo(() => (column ? [column] : []), [column]);
  const count = Math.min(view.count, availableItems(info, view.split) ?? view.count);
  const collected = useEncoded({
    channel: 'latent.points',
    split: view.split,
    count,
    columns,
    weights: asked.weights,
    weightsKey: asked.key,
    visible,
  });
  const { set } = collected;
  const layoutState = useLayout(set, { options: view.layout, axes, base, source: `${info.run} ${set?.items}` });
  const { layout } = layoutState;
  useEffect(() => {
    showPlaces(layout);
    return () => showPlaces(null);
  }, [layout]);
  const places = layout?.dimensions === 2 ? layout.positions : null;
  const labels = set?.labels ?? null;
  const key = `${set?.items} ${layout?.key}`;
  const density = view.density !== 'off';
  const question = useMemo(() => {
    if (!layout || !labels || labels.length !== layout.count) return null;
    return { key, positions: places ?? firstTwo(layout.positions), labels, density };
  }, [key, layout, places, labels, density]);
  const survey = useSurvey(question);
  const near = useNeighbours(visible ? set : null);
  const parts: LatentParts = {
    info,
    width,
    decodes,
    visible,
    stage,
    scene,
    set,
    layoutState,
    layout,
    places,
    near,
    survey,
    axes,
    base,
    asked,
  };
  return { parts, collected };
}
