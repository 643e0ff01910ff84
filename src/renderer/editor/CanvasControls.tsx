import { Panel, useReactFlow, useStore } from '@xyflow/react';
import { Map as MapIcon, Maximize, Minus, Plus, Workflow } from 'lucide-react';
import { arrange } from '../arrange/arrange';
import { IconButton } from '../components/Button';
import { StatisticsToggle } from '../life/StatisticsToggle';
import { useUi } from '../state/ui';
import styles from './Canvas.module.css';
import { canvas } from './canvas-state';

/** Zoom, fit and minimap, in the corner of the canvas. */
export function CanvasControls() {
  const { zoomIn, zoomOut } = useReactFlow();
  const zoom = useStore((state) => Math.round(state.transform[2] * 100));
  const minimap = useUi((state) => state.panels.minimap);
  return (
    <Panel position="bottom-left" className={styles.controls}>
      <IconButton icon={Minus} label="Zoom out" size="small" side="top" onClick={() => void zoomOut()} />
      <span className={styles.zoom}>{zoom} %</span>
      <IconButton icon={Plus} label="Zoom in" size="small" side="top" onClick={() => void zoomIn()} />
      <IconButton
        icon={Maximize}
        label="Fit the graph"
        keys="F"
        size="small"
        side="top"
        onClick={() => canvas.current?.fit()}
      />
      <IconButton
        icon={MapIcon}
        label="Minimap"
        size="small"
        side="top"
        pressed={minimap}
        onClick={() => useUi.getState().togglePanel('minimap')}
      />
      <IconButton
        icon={Workflow}
        label="Arrange"
        keys="Shift+L"
        size="small"
        side="top"
        onClick={() => void arrange()}
        testId="canvas.arrange"
      />
      <StatisticsToggle />
    </Panel>
  );
}
