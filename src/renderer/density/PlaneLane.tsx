import { useEffect, useMemo, useRef, useState } from 'react';
import { digestOf, gridOver } from '../adversarial/scores';
import { formatFixed } from '../format';
import { useTheme } from '../lenses/colour/theme';
import { ErrorNote } from '../lenses/ErrorNote';
import { useSettled } from '../lenses/hooks/use-settled';
import { robustExtent } from '../lenses/plane/extent';
import { cellMiddles, type HeatGrid } from '../lenses/plane/heat-layer';
import { Plane } from '../lenses/plane/Plane';
import type { PlaneStage } from '../lenses/plane/stage';
import { type Extent, type Point, visibleExtent } from '../lenses/plane/transform';
import { useScene } from '../lenses/plane/use-scene';
import { useStageView } from '../lenses/plane/use-view';
import { endOf } from '../lenses/probe/end-of';
import type { LinkedViews } from '../trajectory/linked-views';
import { moveReader } from './cursor';
import { DensityLegend } from './DensityLegend';
import styles from './DensityLens.module.css';
import { otherSamples } from './DensityToolbar';
import { cellArea, colourRange, integralText, readingOf, valueAt, valueName, valueText } from './reading';
import { DensityScene } from './scene';
import { type AskedDensity, useDensityGrid, useDraws, useHeldOut } from './use-density';
import { useDensityView } from './view';

/** How long the view stands still before the density is asked for what is newly seen, in milliseconds. */
const SETTLED = 90;
/** Room around the points, so that the density's end can be seen. */
const ROOM = 0.18;

interface PlaneLaneProps {
  asked: AskedDensity;
  /** Whether the name of the density is written over it. */
  titled: boolean;
  views: LinkedViews;
  cursor: Point | null;
  onCursor(cursor: Point | null): void;
}

/** One density in the plane: its map over held-out points, with the value under the pointer. */
export function PlaneLane({ asked, titled, views, cursor, onCursor }: PlaneLaneProps) {
  const { info, density, lane, visible } = asked;
  const marks = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  const shown = useDensityView();
  const [stage, setStage] = useState<PlaneStage | null>(null);
  const scene = useScene(stage, (on) => new DensityScene(on));
  const { value: heldOut } = useHeldOut(info, shown.count, visible);
  const { value: draws, error: drawsError } = useDraws({ ...asked, visible: visible && shown.samples }, shown.count);
  const grid = useGrid(stage);
  const { value: answer, error } = useDensityGrid(asked, grid, cellMiddles);

  useEffect(() => (stage ? views.add(stage) : undefined), [stage, views]);
  useEffect(() => {
    const extent = heldOut && robustExtent(heldOut.values, heldOut.count);
    if (extent && stage && views.leader === stage) views.show(grown(extent), true);
  }, [heldOut, stage, views]);
  const picture = useMemo(() => {
    if (!answer) return null;
    const reading = readingOf(answer.values.logProb, cellArea(answer.grid), density.kind);
    return { grid: answer.grid, reading, range: colourRange(reading.highest, shown.scale) };
  }, [answer, density.kind, shown.scale]);
  useEffect(() => scene?.look(theme, shown), [scene, theme, shown]);
  useEffect(() => {
    scene?.show(picture);
    if (marks.current && picture) marks.current.dataset.density = digestOf(picture.reading.told);
  }, [scene, picture]);
  useEffect(() => {
    const drawn = draws && shown.samples ? endOf(draws) : null;
    scene?.place(heldOut?.values ?? null, drawn);
    if (marks.current) marks.current.dataset.samples = drawn ? digestOf(drawn) : '';
  }, [scene, heldOut, draws, shown.samples]);
  useEffect(() => scene?.mark(cursor), [scene, cursor]);

  const value = picture && cursor && valueAt(picture.grid, picture.reading.logProb, cursor);
  const told = picture && cursor && valueAt(picture.grid, picture.reading.told, cursor);
  const sentence = picture
    ? `${density.title}: ${valueName(density.kind)} up to ${formatFixed(picture.reading.highest, 2)}; ∫ p over the picture is ${integralText(picture.reading.integral)}.`
    : `${density.title}, waiting for its density.`;
  return (
    <section className={styles.lane} aria-label={density.title}>
      <ErrorNote errors={[error, drawsError]} />
      <Plane
        testId={lane === 0 ? 'density.canvas' : `density.canvas.${lane}`}
        label={sentence}
        marksRef={marks}
        onStage={setStage}
        gestures={{
          onHover: onCursor,
          onLeave: () => onCursor(null),
          onKey: (event) => {
            if (event.key === 'n' && density.sampler !== null && shown.samples) {
              otherSamples();
              return true;
            }
            return stage !== null && moveReader(event, stage, cursor, onCursor);
          },
        }}
      >
        <div className={styles.head}>
          {titled && (
            <span className={styles.name} data-in-picture>
              {density.title}
            </span>
          )}
          {cursor && value !== null && told !== null && (
            <span className={styles.readout} role="status" data-testid={`density.value.${lane}`}>
              {!titled && `(${formatFixed(cursor[0], 2)}, ${formatFixed(cursor[1], 2)}) `}
              {valueText(value, told, density.kind)}
            </span>
          )}
        </div>
        {picture && <DensityLegend density={density} range={picture.range} reading={picture.reading} />}
      </Plane>
    </section>
  );
}

const grown = ({ minX, maxX, minY, maxY }: Extent): Extent => {
  const [across, up] = [ROOM * (maxX - minX), ROOM * (maxY - minY)];
  return { minX: minX - across, maxX: maxX + across, minY: minY - up, maxY: maxY + up };
};

/** The grid over what is seen, once the view stands still. */
function useGrid(stage: PlaneStage | null): { value: HeatGrid; key: string } | null {
  const view = useSettled(useStageView(stage), SETTLED);
  return useMemo(() => {
    const value = stage && gridOver(visibleExtent(view, stage.extent), stage.extent);
    return value && { value, key: `${view.x} ${view.y} ${view.scale} ${value.columns} ${value.rows}` };
  }, [stage, view]);
}
