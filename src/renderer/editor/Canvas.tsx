import {
  Background,
  BackgroundVariant,
  ConnectionLineType,
  MiniMap,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
} from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { catalogue } from '../../core/catalogue';
import { nodeAt } from '../../core/graph';
import { useProject } from '../state/project';
import { useUi } from '../state/ui';
import { Breadcrumb } from './Breadcrumb';
import styles from './Canvas.module.css';
import { CanvasControls } from './CanvasControls';
import { ConnectionNote } from './ConnectionNote';
import { EmptyCanvas } from './EmptyCanvas';
import { type FlowNode, noteIdOf, type WireFlowEdge } from './flow-model';
import { GraphNodeView } from './GraphNodeView';
import { categories } from './kinds';
import { NodeSearch } from './NodeSearch';
import { NoteView } from './NoteView';
import { useCanvasEvents } from './use-canvas-events';
import { useCanvasHandle } from './use-canvas-handle';
import { useConnections } from './use-connections';
import { useFlow } from './use-flow';
import { FIT, useRefit } from './use-refit';
import { WireEdge } from './WireEdge';

const nodeTypes = { graph: GraphNodeView, note: NoteView };
const edgeTypes = { wire: WireEdge };

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
        minZoom={0.15}
        maxZoom={2.5}
        snapToGrid
        snapGrid={[10, 10]}
        connectionRadius={26}
        connectionLineType={ConnectionLineType.Bezier}
        selectionMode={SelectionMode.Partial}
        deleteKeyCode={null}
        multiSelectionKeyCode={['Meta', 'Control', 'Shift']}
        zoomOnDoubleClick={false}
        elevateNodesOnSelect
        edgesReconnectable
        reconnectRadius={12}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1} color="var(--line)" />
        {minimap && (
          <MiniMap pannable zoomable nodeColor={minimapColor} nodeStrokeWidth={0} className={styles.minimap} />
        )}
        <CanvasControls />
      </ReactFlow>
      <Breadcrumb />
      <EmptyCanvas />
      <ConnectionNote />
      <NodeSearch />
    </section>
  );
}

function minimapColor(node: FlowNode): string {
  if (noteIdOf(node.id) !== null) return 'color-mix(in oklab, var(--accent) 35%, transparent)';
  const { edit, place } = useProject.getState();
  const type = edit && nodeAt(edit.document, place, node.id)?.type;
  const definition = type ? catalogue.find(type) : undefined;
  return definition ? categories[definition.category].color : 'var(--line-strong)';
}
