import type { XYPosition } from '@xyflow/react';
import { catalogue } from '../../core/catalogue';
import { commands } from '../../core/graph';
import type { GraphEnd, Problem } from '../../core/graph/document';
import { trialAnalysis } from '../state/analysis';
import { dispatch } from '../state/edit';
import { useProject } from '../state/project';
import { editContext } from './add-node';
import { useCanvas } from './canvas-state';
import { type ConnectionVerdict, judgeConnection } from './connection-check';

export interface Ends {
  source: GraphEnd;
  target: GraphEnd;
}

/** What would come of a wire in the graph on the canvas; null while nothing is open. */
export function judge(ends: Ends): ConnectionVerdict | null {
  const context = editContext();
  if (!context) return null;
  const { document, graph } = context;
  return judgeConnection(document, catalogue, graph, ends, useProject.getState().analysis, trialAnalysis);
}

/** The problem that the wire drawn last has made, until a quick fix for it was offered. */
let made: Problem | null = null;

/** Draws a wire, and keeps the problem that it makes where a quick fix is known. */
export function connectAndExplain(ends: Ends): void {
  const problem = judge(ends)?.problem;
  const done = dispatch(commands.connect, ends) !== null;
  made = done && problem?.fixes && problem.fixes.length > 0 ? problem : null;
}

/** Offers the quick fixes of the wire that was just drawn, beside the place where it was dropped. */
export function offerFix(screen: XYPosition): void {
  if (made) useCanvas.setState({ fixing: { problem: made, screen } });
  made = null;
}
