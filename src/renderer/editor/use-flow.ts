import { applyEdgeChanges, applyNodeChanges, type EdgeChange, type NodeChange } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { catalogue } from '../../core/catalogue';
import { commands, graphAt } from '../../core/graph';
import { emptyGraph, type Position } from '../../core/graph/document';
import { dispatch, markEdit, select } from '../state/edit';
import { useProject } from '../state/project';
import { type FlowNode, flowEdges, flowNodes, noteIdOf, selectionOf, type WireFlowEdge } from './flow-model';

/**
 * Nodes and edges for React Flow. While something is dragged the positions live here alone; letting go is one edit.
 * The document and the selection of the stores are what counts: whatever they say replaces what is here.
 */
export function useFlow() {
  const document = useProject((state) => state.edit?.document);
  const place = useProject((state) => state.place);
  const selection = useProject((state) => state.selection);
  const analysis = useProject((state) => state.analysis);
  const graph = document ? graphAt(document, place) : emptyGraph;

  const [nodes, setNodes] = useState<FlowNode[]>(() => (document ? flowNodes(document, place, selection, []) : []));
  const edges = useMemo(
    () => (document && graph ? flowEdges(document, catalogue, place, selection, analysis) : []),
    [document, graph, place, selection, analysis],
  );

  const nodesNow = useRef(nodes);
  nodesNow.current = nodes;
  const edgesNow = useRef(edges);
  edgesNow.current = edges;

  useEffect(() => {
    if (!document || !graph) return;
    setNodes((before) => flowNodes(document, place, selection, before));
  }, [document, graph, place, selection]);

  const onNodesChange = useCallback((changes: NodeChange<FlowNode>[]) => {
    const next = applyNodeChanges(changes, nodesNow.current);
    nodesNow.current = next;
    setNodes(next);
    if (changes.some(({ type }) => type === 'select')) select(selectionOf(next, edgesNow.current));
    commitMoves(changes, next);
  }, []);

  const onEdgesChange = useCallback((changes: EdgeChange<WireFlowEdge>[]) => {
    if (!changes.some(({ type }) => type === 'select')) return;
    edgesNow.current = applyEdgeChanges(changes, edgesNow.current);
    select(selectionOf(nodesNow.current, edgesNow.current));
  }, []);

  return { nodes, edges, onNodesChange, onEdgesChange, onNodeDragStop: markEdit, onSelectionDragStop: markEdit };
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
