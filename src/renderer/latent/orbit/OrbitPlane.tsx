import { Maximize, RotateCw } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { SessionInfo } from '../../../protocol/worker';
import { IconButton } from '../../components/Button';
import { useTheme } from '../../lenses/colour/theme';
import { useReducedMotion } from '../../lenses/hooks/use-media';
import { useOnScreen } from '../../lenses/hooks/use-on-screen';
import { usePixelRatio } from '../../lenses/hooks/use-pixel-ratio';
import { useSize } from '../../lenses/hooks/use-size';
import { NoGraphics } from '../../lenses/plane/NoGraphics';
import type { StageStatus } from '../../lenses/plane/stage';
import type { Layout } from '../layout/layout';
import type { Neighbours } from '../neighbours/find';
import { focusItem } from '../neighbours/focus';
import { OrbitHover } from './OrbitHover';
import { OrbitMarks } from './OrbitMarks';
import styles from './OrbitPlane.module.css';
import { OrbitStage } from './orbit-stage';

interface OrbitPlaneProps {
  info: SessionInfo;
  /** Of three dimensions; null until there is one. */
  layout: Layout | null;
  /** RGBA of each item. */
  tints: Uint8Array | null;
  /** The items themselves, to decode what is pointed at. */
  encoded: { z: Float32Array; width: number; count: number; labels: Uint8Array } | null;
  decodes: boolean;
  /** The item in focus and what is nearest to it. */
  focus: { item: number | null; found: Neighbours | null };
  /** What is to be seen, in one sentence. */
  label: string;
  /** Controls on top. */
  children?: ReactNode;
}

/** CSS pixels that a click may wander. */
const STILL = 4;

/** Latent space as a room: turned by dragging or arrow keys, zoomed by wheel or plus and minus, points decoded under the pointer. */
export function OrbitPlane(props: OrbitPlaneProps) {
  const { info, layout, tints, encoded, decodes, focus, label, children } = props;
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
  const [hovered, setHovered] = useState<number | null>(null);
  const pressed = useRef<{ left: number; top: number } | null>(null);

  useEffect(() => {
    if (!canvas.current) return;
    const made = new OrbitStage(canvas.current, firstTheme.current, setStatus);
    setStage(made);
    return () => {
      made.dispose();
      setStage(null);
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

  const picked = (event: PointerEvent<HTMLElement>): number | null => {
    const box = event.currentTarget.getBoundingClientRect();
    const index = stage?.pick(event.clientX - box.left, event.clientY - box.top) ?? -1;
    return index < 0 ? null : index;
  };
  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    const from = pressed.current;
    pressed.current = null;
    if (!from || Math.hypot(event.clientX - from.left, event.clientY - from.top) > STILL) return;
    const index = picked(event);
    if (index !== null) focusItem(index);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !stage) return;
    if (event.key === 'Enter') {
      // The point nearest to the middle.
      const index = stage.pick(size.width / 2, size.height / 2, Math.max(size.width, size.height));
      if (index >= 0) focusItem(index);
    } else if (!stage.takeKey(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  const shown = hovered !== null && encoded && hovered < encoded.count ? hovered : null;
  return (
    <div ref={frame} className={styles.room}>
      <canvas
        ref={canvas}
        className={styles.canvas}
        role="img"
        aria-label={label}
        tabIndex={0}
        data-testid="latent.orbit"
        onPointerDown={({ clientX, clientY }) => {
          pressed.current = { left: clientX, top: clientY };
        }}
        onPointerUp={onPointerUp}
        onPointerMove={(event) => setHovered(event.buttons === 0 ? picked(event) : null)}
        onPointerLeave={() => setHovered(null)}
        onKeyDown={onKeyDown}
      />
      {stage && layout && <OrbitMarks stage={stage} axes={layout.axes} hovered={shown} focus={focus} />}
      {stage && encoded && shown !== null && (
        <OrbitHover stage={stage} info={info} encoded={encoded} item={shown} decodes={decodes} />
      )}
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
