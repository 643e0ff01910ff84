import { useEffect, useMemo, useRef } from 'react';
import { formatNumber } from '../format';
import { viridisGradient } from '../lenses/colour/viridis';
import { useSettled } from '../lenses/hooks/use-settled';
import type { PlaneStage } from '../lenses/plane/stage';
import { useStageView } from '../lenses/plane/use-view';
import { useProbe } from '../lenses/probe/use-probe';
import { useSession } from '../state/session';
import styles from './FieldArrows.module.css';
import { fieldArrows, fieldGrid, fieldScale } from './field';
import { timeAt } from './frames';
import type { TrajectoryScene } from './scene';
import { usePosition } from './view';

interface FieldArrowsProps {
  stage: PlaneStage | null;
  scene: TrajectoryScene | null;
  times: Float32Array | null;
  visible: boolean;
}

/** The velocity field at the present t: asks for it, hands arrows to the scene, and shows the scale of their colours. */
export function FieldArrows({ stage, scene, times, visible }: FieldArrowsProps) {
  const share = usePosition((position) => position.share);
  const moving = usePosition((position) => position.playing || position.scrubbing);
  const weights = useSession((session) => session.weightsVersion);
  const view = useSettled(useStageView(stage), 80);
  const scale = useRef<number | null>(null);
  const grid = useMemo(
    () => (stage && stage.extent.width > 0 ? fieldGrid(view, stage.extent, stage.framing.shown) : null),
    [stage, view],
  );
  const t = times ? Math.min(1, Math.max(0, timeAt(times, share * (times.length - 1)))) : null;

  const { value } = useProbe({
    query: visible && grid && grid.count > 0 && t !== null ? { grid, t } : null,
    key: `${t?.toFixed(4)} ${view.x} ${view.y} ${view.scale} ${grid?.count} ${weights}`,
    urgent: moving,
    ask: async (client, query) => ({
      grid: query.grid,
      field: await client.request('probe.field', {
        channel: 'trajectory.field',
        points: query.grid.points,
        count: query.grid.count,
        t: query.t,
      }),
    }),
  });
  const drawn = useMemo(() => {
    if (!value) return null;
    scale.current = fieldScale(value.field.vectors, value.grid.count, scale.current);
    return { top: scale.current, arrows: fieldArrows(value.grid, value.field.vectors, scale.current) };
  }, [value]);

  useEffect(() => {
    if (value && drawn) scene?.setArrows(drawn.arrows, value.grid.count);
  }, [scene, value, drawn]);
  useEffect(() => () => scene?.setArrows(null, 0), [scene]);

  return (
    <div className={styles.scale}>
      <span>‖v‖ 0</span>
      <span className={styles.bar} style={{ background: viridisGradient() }} aria-hidden />
      <span>{formatNumber(drawn?.top ?? 1, 2)}</span>
      <span className={styles.note}>arrows along −v, as particles move</span>
    </div>
  );
}
