import { Panel, useReactFlow, useStoreApi } from '@xyflow/react';
import { type PointerEvent, useEffect, useRef, type WheelEvent } from 'react';
import { useProject } from '../state/project';
import { useUi } from '../state/ui';
import { drawMinimap, type MinimapView, minimapView } from './draw-minimap';
import styles from './Minimap.module.css';
import { minimapScene } from './minimap-scene';

const SIZE = { width: 200, height: 140 };
/** Milliseconds between two drawings: it follows a drag without taking part in it. */
const REST = 120;

/** The whole graph in small: nodes, groups, problems and what is in view. Drag in it to go there, turn the wheel to zoom. */
export function Minimap() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useRef<MinimapView | null>(null);
  const store = useStoreApi();
  const { setCenter, getZoom, zoomTo } = useReactFlow();
  const theme = useUi((state) => state.resolvedTheme);

  useEffect(() => {
    let timer = 0;
    const draw = (): void => {
      timer = 0;
      const context = canvas.current?.getContext('2d');
      if (!context || !theme) return;
      const scene = minimapScene(store.getState());
      view.current = minimapView(scene, SIZE);
      drawMinimap(context, scene, view.current);
    };
    const later = (): void => {
      if (timer === 0) timer = window.setTimeout(draw, REST);
    };
    draw();
    const stops = [store.subscribe(later), useProject.subscribe(later)];
    return () => {
      window.clearTimeout(timer);
      for (const stop of stops) stop();
    };
  }, [store, theme]);

  const goTo = (event: PointerEvent<HTMLCanvasElement>): void => {
    if (!view.current || event.buttons !== 1) return;
    const { scale, left, top } = view.current;
    const x = event.nativeEvent.offsetX / scale + left;
    const y = event.nativeEvent.offsetY / scale + top;
    void setCenter(x, y, { zoom: getZoom() });
  };
  return (
    <Panel position="bottom-right" className={styles.minimap}>
      <canvas
        ref={canvas}
        width={SIZE.width * 2}
        height={SIZE.height * 2}
        style={SIZE}
        role="img"
        aria-label="Minimap of the graph"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          goTo(event);
        }}
        onPointerMove={goTo}
        onWheel={(event: WheelEvent) => void zoomTo(getZoom() * (event.deltaY > 0 ? 0.85 : 1.18))}
        data-testid="minimap"
      />
    </Panel>
  );
}
