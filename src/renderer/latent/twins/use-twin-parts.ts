import { useEffect, useMemo, useState } from 'react';
import type { ModelInfo } from '../../../protocol/worker';
import type { PlaneStage } from '../../lenses/plane/stage';
import { fittingAxes } from '../axes';
import { axesLayout, pcaLayout } from '../layout/linear';
import { usePca } from '../layout/use-pca';
import type { LatentParts } from '../parts';
import type { Collected } from '../points/collector';
import { useEncoded } from '../points/use-encoded';
import { useSurvey } from '../points/use-survey';
import { LatentScene } from '../scene';
import { baseVector, useLatentView } from '../view';

const NO_COLUMNS: readonly never[] = [];

/**
 * The same items as in the plane of the open run, encoded by another model. They stand where two dimensions of z put them, or,
 * where the open run's plane shows a layout that is found, at their principal components.
 */
export function useTwinParts(
  own: LatentParts,
  { run, step, probes }: ModelInfo,
  stage: PlaneStage | null,
): { parts: LatentParts; collected: Collected } {
  const view = useLatentView();
  const width = probes.encode?.width ?? 0;
  const asked = useMemo(() => ({ weights: { run }, key: `${run} ${step}` }), [run, step]);
  const collected = useEncoded({
    channel: 'latent.twin',
    split: own.set?.split ?? view.split,
    count: width > 0 ? (own.set?.total ?? 0) : 0,
    columns: NO_COLUMNS,
    weights: asked.weights,
    weightsKey: asked.key,
    visible: own.visible,
  });
  const { set } = collected;
  const axes = useMemo(() => fittingAxes(view.axes, width), [view.axes, width]);
  const base = useMemo(() => baseVector(view.base, width), [view.base, width]);
  const plain = view.layout.method === 'axes' || width <= 2;
  const pca = usePca(plain ? null : set);
  const layout = useMemo(() => {
    if (!set) return null;
    return plain ? axesLayout(set, axes, base, 2) : pca.fit && pcaLayout(set, pca.fit, 2);
  }, [set, plain, axes, base, pca.fit]);
  const scene = useTwinScene(stage);
  const key = `${run} ${set?.items} ${layout?.key}`;
  const question = useMemo(
    () =>
      layout && set && set.labels.length === layout.count
        ? { key, positions: layout.positions, labels: set.labels, density: false }
        : null,
    [key, layout, set],
  );
  const survey = useSurvey(question);
  const places = layout?.positions ?? null;
  return { parts: { ...own, width, stage, scene, set, layout, places, survey, axes, base, asked }, collected };
}

function useTwinScene(stage: PlaneStage | null): LatentScene | null {
  const [scene, setScene] = useState<LatentScene | null>(null);
  useEffect(() => {
    if (!stage) return;
    const made = new LatentScene(stage);
    setScene(made);
    return () => {
      made.dispose();
      setScene(null);
    };
  }, [stage]);
  return scene;
}
