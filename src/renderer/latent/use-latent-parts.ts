import { useEffect, useMemo } from 'react';
import type { SessionInfo } from '../../protocol/worker';
import type { PlaneStage } from '../lenses/plane/stage';
import { useScene } from '../lenses/plane/use-scene';
import { useWeights } from '../lenses/time/training-time';
import { fittingAxes } from './axes';
import { colourOf, columnOf } from './colour/colour-by';
import { decodingOf } from './decoding';
import { possibleLayout } from './layout/options';
import { firstTwo } from './layout/sample';
import { showPlaces } from './layout/shown';
import { useLayout } from './layout/use-layout';
import { useNeighbours } from './neighbours/use-neighbours';
import type { LatentParts } from './parts';
import { askedClass, type LatentModel } from './points/source';
import { usePoints } from './points/use-points';
import { useSurvey } from './points/use-survey';
import { LatentScene } from './scene';
import { availableItems, baseVector, useLatentView } from './view';

interface PartsInput {
  info: SessionInfo;
  model: LatentModel;
  visible: boolean;
  stage: PlaneStage | null;
}

/** Encodes the items that the view asks for or draws z, lays them out and has a thread look at them. */
export function useLatentParts({ info, model, visible, stage }: PartsInput) {
  const { width, source } = model;
  const view = useLatentView();
  const asked = useWeights();
  const scene = useScene(stage, (on) => new LatentScene(on));
  const axes = useMemo(() => fittingAxes(view.axes, width), [view.axes, width]);
  const base = useMemo(() => baseVector(view.base, width), [view.base, width]);
  const column = columnOf(colourOf(view.colourBy, source));
  const columns = useMemo(() => (column ? [column] : []), [column]);
  const available = source === 'data' ? availableItems(info, view.split) : null;
  const count = Math.min(view.count, available ?? view.count);
  const label = askedClass(model.classes, view.label);
  const { split, seed } = view;
  const collected = usePoints({ model, split, count, columns, seed, label, asked, visible });
  const { set } = collected;
  const options = useMemo(() => possibleLayout(view.layout, source), [view.layout, source]);
  const layoutState = useLayout(set, { options, axes, base, source: `${info.run} ${set?.items}` });
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
  // What is near among draws says nothing of the model.
  const near = useNeighbours(visible && source === 'data' ? set : null);
  const parts: LatentParts = {
    ...model,
    info,
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
    decoding: decodingOf(asked, label),
  };
  return { parts, collected };
}
