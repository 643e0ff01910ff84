import {
  type Connection,
  type Edge,
  type FinalConnectionState,
  type OnConnectStartParams,
  useReactFlow,
} from '@xyflow/react';
import { useMemo, useRef } from 'react';
import { catalogue } from '../../core/catalogue';
import { canConnect, commands } from '../../core/graph';
import type { GraphEnd } from '../../core/graph/document';
import { carryOut, dispatch } from '../state/edit';
import { useProject } from '../state/project';
import { editContext } from './add-node';
import { useCanvas, type WireEnd } from './canvas-state';
import { connectAndExplain, offerFix } from './connect-and-explain';
import { connectionCandidates } from './connection-check';
import type { WireFlowEdge } from './flow-model';
import { planReconnect } from './wire-edits';

/** Ends of a wire in the document's words, or null while one is missing. */
export function endsOf(connection: Connection | Edge): { source: GraphEnd; target: GraphEnd } | null {
  const { source, sourceHandle, target, targetHandle } = connection;
  if (!sourceHandle || !targetHandle) return null;
  return { source: { node: source, port: sourceHandle }, target: { node: target, port: targetHandle } };
}

/** What happens to wires: drawn, moved to another port, pulled off, or dropped on the empty canvas. */
export function useConnections() {
  const { screenToFlowPosition } = useReactFlow();
  const reconnected = useRef(false);
  return useMemo(() => {
    const isValidConnection = (connection: Connection | Edge): boolean => {
      const context = editContext();
      const ends = endsOf(connection);
      if (!context || !ends) return false;
      return canConnect(context.document, catalogue, context.graph, ends.source, ends.target).ok;
    };
    const begin = (from: WireEnd): void => {
      const context = editContext();
      if (!context) return;
      const found = connectionCandidates(context.document, catalogue, context.graph, from);
      const side = from.side === 'source' ? 'target' : 'source';
      const ports = [...found].map((port) => `${side}.${port}`);
      const candidates = new Set([...ports, `${from.side}.${from.node}.${from.port}`]);
      useCanvas.setState({ candidates, refusal: null, fixing: null });
    };
    return {
      isValidConnection,
      onConnect: (connection: Connection) => {
        const ends = endsOf(connection);
        if (ends) connectAndExplain(ends);
      },
      onConnectStart: (_event: unknown, { nodeId, handleId, handleType }: OnConnectStartParams) => {
        if (nodeId && handleId && handleType) begin({ node: nodeId, port: handleId, side: handleType });
      },
      onConnectEnd: (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
        useCanvas.setState({ candidates: null });
        const { fromHandle, toHandle, toNode, isValid } = state;
        const screen = pointerOf(event);
        if (isValid) return offerFix(screen);
        if (!fromHandle?.id) return;
        const from: WireEnd = { node: fromHandle.nodeId, port: fromHandle.id, side: fromHandle.type };
        if (toHandle?.id) return refuse(from, { node: toHandle.nodeId, port: toHandle.id }, screen);
        if (!toNode) useCanvas.setState({ search: { screen, flow: screenToFlowPosition(screen), from } });
      },
      onReconnectStart: () => {
        reconnected.current = false;
      },
      onReconnect: (edge: WireFlowEdge, connection: Connection) => {
        reconnected.current = true;
        const ends = endsOf(connection);
        const context = editContext();
        if (ends && context) carryOut(commands.connect, planReconnect(context, edge.id, ends.source, ends.target));
      },
      onReconnectEnd: (_event: MouseEvent | TouchEvent, edge: Edge, _side: unknown, state: FinalConnectionState) => {
        useCanvas.setState({ candidates: null, search: null });
        const { edit } = useProject.getState();
        if (!reconnected.current && !state.toHandle && edit) dispatch(commands.disconnect, { edges: [edge.id] });
      },
    };
  }, [screenToFlowPosition]);
}

function refuse(from: WireEnd, to: GraphEnd, screen: { x: number; y: number }): void {
  const context = editContext();
  if (!context) return;
  const near = { node: from.node, port: from.port };
  const [source, target] = from.side === 'source' ? [near, to] : [to, near];
  const verdict = canConnect(context.document, catalogue, context.graph, source, target);
  if (!verdict.ok) useCanvas.setState({ refusal: { message: verdict.message, screen } });
}

function pointerOf(event: MouseEvent | TouchEvent): { x: number; y: number } {
  const point = 'changedTouches' in event ? event.changedTouches[0] : event;
  return { x: point.clientX, y: point.clientY };
}
