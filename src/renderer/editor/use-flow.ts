import { applyEdgeChanges, applyNodeChanges, type EdgeChange, type NodeChange, useStoreApi } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { catalogue } from '../../core/catalogue';
import { commands, graphAt } from '../../core/graph';
import type { Position } from '../../core/graph/document';
import { dispatch, markEdit, select } from '../state/edit';
import { useProject } from '../state/project';
import { type FlowNode, flowEdges, flowNodes, noteIdOf, selectionOf, type WireFlowEdge } from './flow-model';
import { outlineOf } from './opening';
import { useGuides } from './use-guides';
import { useSlices } from './use-slices';

/**
 * Nodes and edges for React Flow. While something is dragged its places live in React Flow's store alone: nothing here is
 * drawn again before it is let go, which is one edit. The document and the selection of the stores are what counts:
 * whatever they say replaces what is here. A large graph comes in slices; `opening` is its outline until it is all there.
 */
export function useFlow() {
  const document = useProject((state) => state.edit?.document);
  const place = useProject((state) => state.place);
  const selection = useProject((state) => state.selection);
  const analysis = useProject((state) => state.analysis);
  const graph = document && graphAt(document, place);
  const store = useStoreApi<FlowNode, WireFlowEdge>();
  const guided = useGuides();

  const [nodes, setNodes] = useState<FlowNode[]>(() =>
    document ? flowNodes(document, catalogue, place, selection, analysis, []) : [],
  );
  const edgesNow = useRef<WireFlowEdge[]>([]);
  const edges = useMemo(
    () => (document && graph ? flowEdges(document, catalogue, place, selection, analysis, edgesNow.current) : []),
    [document, graph, place, selection, analysis],
  );
  edgesNow.current = edges;
  const nodesNow = useRef(nodes);

  const shown = useSlices(nodes.length);
  const whole = shown === Number.POSITIVE_INFINITY;
  const drawn = useMemo(() => (whole ? { nodes, edges } : slice(nodes, edges, shown)), [nodes, edges, shown, whole]);
  const opening = useMemo(() => (whole || !document ? null : outlineOf(document, place)), [whole, document, place]);

  useEffect(() => {
    if (!document || !graph) return;
    const before = nodesNow.current;
    const next = flowNodes(document, catalogue, place, selection, analysis, before);
    nodesNow.current = isNodeFocused() ? inOrderOf(before, next) : next;
    setNodes(nodesNow.current);
  }, [document, graph, place, selection, analysis]);

  const onNodesChange = useCallback(
    (received: NodeChange<FlowNode>[]) => {
      const changes = guided(received);
      const next = applyNodeChanges(changes, nodesNow.current);
      nodesNow.current = next;
      if (whole && changes.every((change) => change.type === 'position' && change.dragging))
        store.getState().setNodes(next);
      else setNodes(next);
      if (changes.some(({ type }) => type === 'select')) select(selectionOf(next, edgesNow.current));
      commitMoves(changes, next);
    },
    [store, guided, whole],
  );

  const onEdgesChange = useCallback((changes: EdgeChange<WireFlowEdge>[]) => {
    if (!changes.some(({ type }) => type === 'select')) return;
    edgesNow.current = applyEdgeChanges(changes, edgesNow.current);
    select(selectionOf(nodesNow.current, edgesNow.current));
  }, []);

  const handlers = { onNodesChange, onEdgesChange, onNodeDragStop: markEdit, onSelectionDragStop: markEdit };
  return { flow: { ...drawn, ...handlers }, opening };
}

/** The first nodes and those that are selected, in their order, and the wires between them. */
function slice(nodes: readonly FlowNode[], edges: readonly WireFlowEdge[], count: number) {
  const some = nodes.filter(({ selected }, index) => index < count || selected);
  const ids = new Set(some.map(({ id }) => id));
  return { nodes: some, edges: edges.filter(({ source, target }) => ids.has(source) && ids.has(target)) };
}

/** An element that is put elsewhere among its siblings loses the focus, so the order waits while a node has it. */
const isNodeFocused = (): boolean => window.document.activeElement?.closest('.react-flow__node') != null;

/** The same nodes in the order that they had; new ones at the end. */
function inOrderOf(before: readonly FlowNode[], next: readonly FlowNode[]): FlowNode[] {
  const order = new Map(before.map(({ id }, index) => [id, index]));
  return next.toSorted((a, b) => (order.get(a.id) ?? next.length) - (order.get(b.id) ?? next.length));
}

/** Writes the places where things were let go into the document. */
function commitMoves(changes: readonly NodeChange<FlowNode>[], nodes: readonly FlowNode[]): void {
  const settled = new Set(
    changes.flatMap((change) => (change.type === 'position' && change.dragging === false ? [change.id] : [])),
  );
  if (settled.size === 0) return;
  const moved: { nodes: Record<string, Position>; notes: Record<string, Position> } = { nodes: {}, notes: {} };
  for (const { id, position } of nodes) {
    if (!settled.has(id)) continue;
    const note = noteIdOf(id);
    if (note === null) moved.nodes[id] = position;
    else moved.notes[note] = position;
  }
  dispatch(commands.moveNodes, moved);
}
