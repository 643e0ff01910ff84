import { useEffect, useMemo, useRef } from 'react';
import type { SessionInfo } from '../../../protocol/worker';
import type { PlaneStage } from '../../lenses/plane/stage';
import { type Point, screenToWorld, worldToScreen } from '../../lenses/plane/transform';
import { useStageView } from '../../lenses/plane/use-view';
import type { Decoding } from '../decoding';
import type { Layout } from '../layout/layout';
import { changeLatentView } from '../view';
import { between } from './interpolate';
import { PathHead } from './PathHead';
import { PathKnot } from './PathKnot';
import styles from './PathOverlay.module.css';
import { type Encoded, type LatentPath, legAt, withKnot } from './path';
import { drawnLegs, knotOn, knotPlace, nearestOnLeg, placeOnLeg } from './place';
import { useTrack } from './use-track';

interface PathOverlayProps {
  stage: PlaneStage;
  info: SessionInfo;
  decoding: Decoding;
  layout: Layout;
  encoded: Encoded;
  path: LatentPath;
}

/** The path on the plane: its legs (a click adds a knot), its knots, where its pictures are taken, and its play head. */
export function PathOverlay({ stage, info, decoding, layout, encoded, path }: PathOverlayProps) {
  const view = useStageView(stage);
  const way = useTrack(path, encoded);
  const lines = useRef<SVGSVGElement>(null);
  const legs = useMemo(() => (way ? drawnLegs(path, way, layout) : []), [path, way, layout]);

  // On the drawing itself: lines are nothing to be focused; keys add knots from the knots.
  useEffect(() => {
    const svg = lines.current;
    if (!svg || !way) return;
    const addKnot = (event: MouseEvent) => {
      const leg = event.target instanceof SVGElement ? Number(event.target.dataset.leg) : Number.NaN;
      const points = legs[leg];
      if (!points) return;
      const box = svg.getBoundingClientRect();
      const at = screenToWorld(stage.view, stage.extent, event.clientX - box.left, event.clientY - box.top);
      const u = nearestOnLeg(points, at);
      const z = between(path.legs[leg], way.vectors[leg], way.vectors[leg + 1], u);
      changeLatentView({ path: withKnot(path, leg, knotOn(z, placeOnLeg(points, u), layout)) });
    };
    svg.addEventListener('click', addKnot);
    return () => svg.removeEventListener('click', addKnot);
  }, [stage, path, way, legs, layout]);
  if (!way) return null;
  const screen = ([x, y]: Point): Point => worldToScreen(view, stage.extent, x, y);
  const line = (points: readonly Point[]) => points.map((point) => screen(point).join()).join(' ');

  const framePlaces = Array.from({ length: path.frames }, (_, k) => {
    const { leg, u } = legAt(way, k / (path.frames - 1));
    const points = legs[leg];
    return points && screen(placeOnLeg(points, u));
  });

  return (
    <>
      <svg ref={lines} className={styles.lines} aria-hidden="true" data-in-picture>
        {legs.map(numbered).map(
          ({ value: points, index: leg }) =>
            points && (
              <g key={leg}>
                <polyline
                  className={styles.grip}
                  points={line(points)}
                  data-leg={leg}
                  data-testid={`latent.path.leg.${leg}`}
                />
                <polyline className={styles.line} points={line(points)} />
              </g>
            ),
        )}
        {framePlaces
          .map(numbered)
          .map(
            ({ value: place, index }) =>
              place && <circle key={index} className={styles.frame} cx={place[0]} cy={place[1]} r={3} />,
          )}
      </svg>
      {path.knots.map(numbered).map(({ value: knot, index }) => {
        const place = knotPlace(knot, way.vectors[index], layout);
        return (
          place && (
            <PathKnot
              key={index}
              index={index}
              place={place}
              stage={stage}
              layout={layout}
              encoded={encoded}
              path={path}
              way={way}
            />
          )
        );
      })}
      <PathHead stage={stage} info={info} decoding={decoding} way={way} legs={legs} />
    </>
  );
}

/** Knots, legs and frames have no other name than their number along the path. */
function numbered<T>(value: T, index: number): { value: T; index: number } {
  return { value, index };
}
