import { formatCount } from '../format';
import { ErrorNote } from '../lenses/ErrorNote';
import { FitButton } from '../lenses/FitButton';
import { reducedMotion } from '../lenses/hooks/use-media';
import type { PlaneStage } from '../lenses/plane/stage';
import { BrushOutline } from './brush/BrushOutline';
import type { Brush } from './brush/use-brush';
import { ColourBar } from './colour/ColourBar';
import { GroupLegend } from './colour/GroupLegend';
import type { Colouring } from './colour/use-colouring';
import { HoverPicture } from './HoverPicture';
import styles from './LatentLens.module.css';
import { Legend } from './Legend';
import { AxisNames } from './layout/AxisNames';
import { LayoutStatus } from './layout/LayoutStatus';
import { ManifoldControls } from './ManifoldControls';
import { NeighbourLines } from './neighbours/NeighbourLines';
import type { LatentParts } from './parts';
import { PathOverlay } from './path/PathOverlay';
import type { Collected } from './points/collector';
import { useSprites } from './points/use-sprites';
import { useManifold } from './use-manifold';
import { useLatentView } from './view';

interface PlaneOverlaysProps {
  parts: LatentParts;
  collected: Collected;
  colouring: Colouring;
  brush: Brush;
}

/** Everything that lies on the plane: counts, legend, tiles, path, brush and the picture under the pointer. */
export function PlaneOverlays({ parts, collected, colouring, brush }: PlaneOverlaysProps) {
  const { info, stage, set, layout, near, decodes } = parts;
  const view = useLatentView();
  return (
    <>
      <Readings parts={parts} collected={collected} colouring={colouring} />
      {stage && view.sprites && <Sprites parts={parts} stage={stage} />}
      {stage && decodes && view.manifold && layout?.dimensions === 2 && <Manifold parts={parts} stage={stage} />}
      {stage && near.item !== null && layout?.dimensions === 2 && (
        <NeighbourLines stage={stage} layout={layout} item={near.item} found={near.found} />
      )}
      {layout?.dimensions === 2 && <AxisNames layout={layout} />}
      <div className={styles.fit}>
        <FitButton onFit={stage ? () => stage.framing.fit(reducedMotion()) : undefined} testId="latent.fit" />
      </div>
      <BrushOutline outline={brush.outline} />
      {stage && set && layout?.dimensions === 2 && decodes && view.path && (
        <PathOverlay
          stage={stage}
          info={info}
          decoding={parts.decoding}
          layout={layout}
          encoded={set}
          path={view.path}
        />
      )}
      {stage && <HoverPicture parts={parts} stage={stage} colouring={colouring} />}
    </>
  );
}

/** What lies on plane and room alike: how many items, what the colours say, and how far the layout is. */
export function Readings({ parts, collected, colouring }: Omit<PlaneOverlaysProps, 'brush'>) {
  const { info, set, survey, layoutState } = parts;
  return (
    <>
      {colouring.ranged && set ? (
        <ColourBar set={set} colouring={colouring} />
      ) : colouring.grouped && colouring.codes && set ? (
        <GroupLegend set={set} codes={colouring.codes} classes={info.data.classes} />
      ) : (
        <Legend classes={survey?.classes ?? []} names={info.data.classes} set={set} />
      )}
      <Count parts={parts} collected={collected} />
      <LayoutStatus state={layoutState} count={set?.count ?? 0} />
    </>
  );
}

function Count({ parts: { set, survey, layout }, collected }: { parts: LatentParts; collected: Collected }) {
  if (!set) return <output className={styles.count}>Encoding…</output>;
  const { done } = collected;
  const words =
    set.split === 'prior'
      ? `${formatCount(set.count)} draws of z ~ N(0, I)`
      : `${formatCount(set.count)} ${set.split} items · step ${formatCount(set.step)}`;
  const share = done === null ? null : `${Math.floor((100 * done) / Math.max(1, set.total))} %`;
  return (
    <output
      className={styles.count}
      data-in-picture
      data-testid="latent.count"
      data-count={set.count}
      data-total={set.total}
      data-step={set.step}
      data-ready={done === null && (survey !== null || layout?.dimensions === 3)}
    >
      {words}
      {share !== null && ` · encoding ${share}`}
    </output>
  );
}

function Manifold({ parts, stage }: { parts: LatentParts; stage: PlaneStage }) {
  const { error } = useManifold(parts, stage);
  return (
    <>
      <ManifoldControls prior={parts.layout?.prior === true} />
      <ErrorNote errors={[error]} />
    </>
  );
}

function Sprites({ parts, stage }: { parts: LatentParts; stage: PlaneStage }) {
  const error = useSprites(parts, stage, true);
  return <ErrorNote errors={[error]} />;
}
