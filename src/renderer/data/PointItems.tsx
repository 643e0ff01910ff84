import { useEffect, useMemo, useRef, useState } from 'react';
import type { SessionInfo } from '../../protocol/worker';
import { formatCount } from '../format';
import { useTheme } from '../lenses/colour/theme';
import { classTints, evenTints } from '../lenses/colour/tints';
import { ErrorNote } from '../lenses/ErrorNote';
import { reducedMotion } from '../lenses/hooks/use-media';
import { useOnScreen } from '../lenses/hooks/use-on-screen';
import { drawAxes } from '../lenses/plane/axes';
import { robustExtent } from '../lenses/plane/extent';
import { Plane } from '../lenses/plane/Plane';
import { PointsLayer } from '../lenses/plane/points-layer';
import type { PlaneStage } from '../lenses/plane/stage';
import { useProbe } from '../lenses/probe/use-probe';
import styles from './DataLens.module.css';
import { ItemsToolbar } from './ItemsToolbar';
import { useDataView } from './view';

/** So many thin points show how dense the data lies. */
const COUNT = 10_000;

/** Points of the plane, coloured by class, thin enough that density shows. */
export function PointItems({ info }: { info: SessionInfo }) {
  const frame = useRef<HTMLDivElement>(null);
  const visible = useOnScreen(frame);
  const theme = useTheme();
  const split = useDataView((view) => view.split);
  const [stage, setStage] = useState<PlaneStage | null>(null);
  const [layer, setLayer] = useState<PointsLayer | null>(null);
  const { value, error } = useProbe({
    query: visible ? split : null,
    key: split,
    ask: (client, asked) =>
      client.request('probe.data', { channel: 'data.items', split: asked, offset: 0, count: COUNT }),
  });
  useEffect(() => {
    if (!stage) return;
    const made = stage.add(new PointsLayer());
    made.size = 2.6;
    stage.setSketches(drawAxes, null);
    setLayer(made);
    return () => {
      stage.setSketches(null, null);
      stage.remove(made);
      setLayer(null);
    };
  }, [stage]);
  const classes = info.data.classes.length > 1;
  const tints = useMemo(() => {
    if (!value) return null;
    return classes ? classTints(value.labels, 0.55) : evenTints(value.count, theme.data, 0.55);
  }, [value, classes, theme]);
  useEffect(() => {
    if (!stage || !layer || !value || !tints) return;
    const extent = robustExtent(value.values, value.count);
    if (extent) stage.framing.show(extent, reducedMotion());
    layer.place(value.values, value.count);
    layer.colour(tints);
    stage.invalidate();
  }, [stage, layer, value, tints]);
  return (
    <div ref={frame} className={styles.lens}>
      <ItemsToolbar info={info} onFit={() => stage?.framing.fit(reducedMotion())} />
      <ErrorNote errors={[error]} />
      <Plane
        testId="data.canvas"
        label={
          value ? `${formatCount(value.count)} points of ${info.data.title}.` : 'Points, waiting for the first ones.'
        }
        onStage={setStage}
        gestures={{}}
      />
    </div>
  );
}
