import { catalogue } from '../../../core/catalogue';
import { type GraphNode, nodeName, type ProjectDocument, type SettingValue } from '../../../core/graph';
import { carryOut } from '../../state/edit';
import type { DrawnPoint } from './symmetry';

const POINTS = 'data.points';
const NONE: readonly DrawnPoint[] = [];

/** The node whose points can be drawn: the wished one, else the first of the study. */
export const drawableNode = (document: ProjectDocument | null, wished: string | null): GraphNode | null => {
  const nodes = document?.study.nodes.filter(({ type }) => type === POINTS) ?? [];
  return nodes.find(({ id }) => id === wished) ?? nodes[0] ?? null;
};

export const nameOf = (node: GraphNode): string => nodeName(node, catalogue);

/** Id of the set that a node draws its points from. */
export const setOf = (node: GraphNode): string => String(node.settings.set ?? 'eight-gaussians');

const isPoint = (entry: unknown): entry is DrawnPoint => Array.isArray(entry) && entry.length === 2;

/** A drawing in a setting; the same array as the value, so that it is drawn only when it changes. */
export function asPoints(value: SettingValue | undefined): readonly DrawnPoint[] {
  if (!Array.isArray(value) || value.length === 0) return NONE;
  const entries: unknown[] = value;
  return entries.every(isPoint) ? entries : NONE;
}

/** Makes points the data of a node: one step of the history, whichever set the node had before. */
export function setDrawing(node: string, points: readonly DrawnPoint[], label: string): void {
  const value = points.map(([x, y]): DrawnPoint => [x, y]);
  carryOut(
    { id: 'data.draw', label, history: 'record' },
    {
      ok: true,
      inLens: true,
      changes: [{ type: 'node.settings', graph: null, node, set: { set: 'drawn', points: value } }],
    },
  );
}
