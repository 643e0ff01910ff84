import { Maximize, RotateCw } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { IconButton } from '../../components/Button';
import { useTheme } from '../../lenses/colour/theme';
import { useReducedMotion } from '../../lenses/hooks/use-media';
import { useOnScreen } from '../../lenses/hooks/use-on-screen';
import { usePixelRatio } from '../../lenses/hooks/use-pixel-ratio';
import { useSize } from '../../lenses/hooks/use-size';
import { NoGraphics } from '../../lenses/plane/NoGraphics';
import type { StageStatus } from '../../lenses/plane/stage';
import { BrushOutline } from '../brush/BrushOutline';
import { focusItem } from '../neighbours/focus';
import type { LatentParts } from '../parts';
import { pinDraw } from '../traversal/pin';
import { pointAt, useTwinItem } from '../twins/twin';
import { useLatentView } from '../view';
import { OrbitHover } from './OrbitHover';
import { OrbitMarks } from './OrbitMarks';
import styles from './OrbitPlane.module.css';
import { OrbitStage } from './orbit-stage';
import { placeIn, useRoomBrush } from './use-room-brush';

interface OrbitPlaneProps {
  /** With a layout of three dimensions. */
  parts: LatentParts;
  /** RGBA of each item. */
  tints: Uint8Array | null;
  /** What is to be seen, in one sentence. */
  label: string;
  testId: string;
  /** Controls on top. */
  children?: ReactNode;
}

/** Latent space as a room: turned by dragging or arrow keys, zoomed by wheel or plus and minus, points decoded under the pointer. */
export function OrbitPlane({ parts, tints, label, testId, children }: OrbitPlaneProps) {
  const { layout, set } = parts;
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  const firstTheme = useRef(theme);
  const size = useSize(frame);
  const pixelRatio = usePixelRatio();
  const visible = useOnScreen(frame);
  const still = useReducedMotion();
  const [stage, setStage] = useState<OrbitStage | null>(null);
  const [status, setStatus] = useState<StageStatus>('ready');
  const [rotating, setRotating] = useState(false);
  const [hovered, setHovered] = useState(false);
  const item = useTwinItem((twin) => twin.item);
  const tool = useLatentView((view) => view.tool);
  const brush = useRoomBrush(stage, parts);

  useEffect(() => {
    if (!canvas.current) return;
    const made = new OrbitStage(canvas.current, firstTheme.current, setStatus);
    setStage(made);
    return () => {
      made.dispose();
      setStage(null);
      pointAt(null);
    };
  }, []);
  useEffect(() => stage?.setTheme(theme), [stage, theme]);
  useEffect(() => stage?.resize(size, pixelRatio), [stage, size, pixelRatio]);
  useEffect(() => stage?.setVisible(visible), [stage, visible]);
  useEffect(() => stage?.rotate(rotating && !still), [stage, rotating, still]);
  useEffect(() => {
    if (layout?.dimensions === 3) stage?.show(layout);
  }, [stage, layout]);
  useEffect(() => {
    if (tints) stage?.setTints(tints);
  }, [stage, tints]);

  const point = (event: PointerEvent<HTMLElement> | null) => {
    const at = event && event.buttons === 0 ? placeIn(event) : null;
    const index = at ? (stage?.pick(at[0], -at[1]) ?? -1) : -1;
    pointAt(index < 0 ? null : index);
    setHovered(index >= 0);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !stage) return;
    if (event.key === 'Enter') {
      // The point nearest to the middle.
      const index = stage.pick(size.width / 2, size.height / 2, Math.max(size.width, size.height));
      if (set?.split === 'prior') pinDraw(set, index);
      else if (index >= 0) focusItem(index);
    } else if (!brush.onKey(event.key) && !stage.takeKey(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  const shown = item !== null && set && item < set.count ? item : null;
  return (
    <div ref={frame} className={styles.room}>
      <canvas
        ref={canvas}
        className={styles.canvas}
        role="img"
        aria-label={label}
        tabIndex={0}
        data-testid={testId}
        data-tool={tool}
        onPointerDownCapture={brush.onDown}
        onPointerUp={brush.onUp}
        onPointerCancel={brush.onUp}
        onPointerMove={(event) => {
          brush.onMove(event);
          point(event);
        }}
        onPointerLeave={() => point(null)}
        onKeyDown={onKeyDown}
      />
      {stage && layout && <OrbitMarks stage={stage} parts={parts} hovered={shown} />}
      <BrushOutline outline={brush.outline} />
      {stage && set && hovered && shown !== null && <OrbitHover stage={stage} parts={parts} set={set} item={shown} />}
      <div className={styles.controls}>
        <IconButton icon={Maximize} label="Reset view" keys="F" size="small" onClick={() => stage?.reset()} />
        {!still && (
          <IconButton
            icon={RotateCw}
            label={rotating ? 'Stop turning' : 'Turn slowly'}
            size="small"
            pressed={rotating}
            onClick={() => setRotating(!rotating)}
            testId="latent.orbit.rotate"
          />
        )}
      </div>
      {children}
      {status !== 'ready' && <NoGraphics status={status} className={styles.message} />}
    </div>
  );
}
