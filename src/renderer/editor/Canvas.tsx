import {
  Background,
  BackgroundVariant,
  ConnectionLineType,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
} from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { Measure } from '../arrange/Measure';
import { CompareOverlay } from '../compare/CompareOverlay';
import { useProject } from '../state/project';
import { useUi } from '../state/ui';
import { Breadcrumb } from './Breadcrumb';
import styles from './Canvas.module.css';
import { CanvasControls } from './CanvasControls';
import { CanvasMenu } from './CanvasMenu';
import { ConnectDialog } from './ConnectDialog';
import { ConnectionNote } from './ConnectionNote';
import { EmptyCanvas } from './EmptyCanvas';
import { FarMark } from './FarMark';
import { FixPopover } from './FixPopover';
import type { FlowNode, WireFlowEdge } from './flow-model';
import { GraphNodeView } from './GraphNodeView';
import { GroupFrames } from './GroupFrames';
import { Guides } from './Guides';
import { Minimap } from './Minimap';
import { NodeSearch } from './NodeSearch';
import { NoteView } from './NoteView';
import { useCanvasEvents } from './use-canvas-events';
import { useCanvasHandle } from './use-canvas-handle';
import { useConnections } from './use-connections';
import { useFlow } from './use-flow';
import { FIT, useRefit } from './use-refit';
import { useWheel } from './use-wheel';
import { WireEdge } from './WireEdge';

const nodeTypes = { graph: GraphNodeView, note: NoteView };
const edgeTypes = { wire: WireEdge };
/** The left button on the empty canvas and the middle one anywhere; Space lets the left one pan anywhere too. */
const PAN_BUTTONS = [0, 1];
/** As large a step as the dots of the ground allow. */
const GRID: [number, number] = [10, 10];

/** The graph that is open, as a canvas. A project or network begins with a canvas of its own, so that it opens fitted. */
export function Canvas() {
  const key = useProject((state) => `${state.project?.project} ${state.place ?? ''}`);
  return (
    <ReactFlowProvider key={key}>
      <CanvasContent />
    </ReactFlowProvider>
  );
}

function CanvasContent() {
  const flow = useFlow();
  const connections = useConnections();
  const events = useCanvasEvents();
  const pane = useCanvasHandle();
  const onMoveStart = useRefit(pane);
  useWheel(pane);
  const minimap = useUi((state) => state.panels.minimap);
  const theme = useUi((state) => state.resolvedTheme);
  return (
    <section className={styles.canvas} aria-label="Graph" data-testid="canvas" ref={pane}>
      <ReactFlow<FlowNode, WireFlowEdge>
        {...flow}
        {...connections}
        {...events}
        onMoveStart={onMoveStart}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        colorMode={theme}
        fitView
        fitViewOptions={FIT}
        minZoom={0.05}
        maxZoom={2.5}
        snapToGrid
        snapGrid={GRID}
        connectionRadius={26}
        connectionLineType={ConnectionLineType.Bezier}
        selectionMode={SelectionMode.Partial}
        deleteKeyCode={null}
        multiSelectionKeyCode={['Meta', 'Control', 'Shift']}
        zoomOnDoubleClick={false}
        panOnDrag={PAN_BUTTONS}
        elevateNodesOnSelect
        edgesReconnectable
        reconnectRadius={12}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1} color="var(--line)" />
        <FarMark pane={pane} />
        <GroupFrames />
        <Guides />
        {minimap && <Minimap />}
        <CanvasControls />
        <CompareOverlay />
        <Measure />
      </ReactFlow>
      <Breadcrumb />
      <EmptyCanvas />
      <ConnectionNote />
      <FixPopover />
      <CanvasMenu />
      <ConnectDialog />
      <NodeSearch />
    </section>
  );
}
