import {
  Background,
  BackgroundVariant,
  ConnectionLineType,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
} from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { useState } from 'react';
import { Measure } from '../arrange/Measure';
import { CompareOverlay } from '../compare/CompareOverlay';
import { OutputPopover } from '../life/output/OutputPopover';
import { useWatchedGraph } from '../life/use-life';
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
import { OpeningPicture } from './OpeningPicture';
import { useCanvasEvents } from './use-canvas-events';
import { useCanvasHandle } from './use-canvas-handle';
import { useConnections } from './use-connections';
import { useFlow } from './use-flow';
import { FIT, MIN_ZOOM, useRefit } from './use-refit';
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
  const { flow, opening } = useFlow();
  // A graph that comes in slices is fitted by its outline.
  const [fitted] = useState(opening === null);
  const connections = useConnections();
  const events = useCanvasEvents();
  const pane = useCanvasHandle();
  const onMoveStart = useRefit(pane, opening);
  useWheel(pane);
  const place = useProject((state) => state.place);
  useWatchedGraph(place);
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
        fitView={fitted}
        fitViewOptions={FIT}
        minZoom={MIN_ZOOM}
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
        {opening ? <OpeningPicture outline={opening} /> : <GroupFrames />}
        <Guides />
        {minimap && <Minimap />}
        <CanvasControls />
        <CompareOverlay />
        <OutputPopover graph={place} />
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
