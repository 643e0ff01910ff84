import { create } from 'zustand';
import { catalogue } from '../../core/catalogue';
import { compareDocuments, type DocumentDifference, type GraphId, graphAt } from '../../core/graph';
import type { Position, ProjectDocument } from '../../core/graph/document';
import { canvas } from '../editor/canvas-state';
import { goTo, reveal, select } from '../state/edit';
import { useProject } from '../state/project';
import { type GraphMarks, marksOf } from './marks';
import { type Row, type RowGroup, rowGroups } from './rows';

/** What the open document is compared with. */
export interface Other {
  /** For the head of the list: `the run of 14:25`, `VAE on digits`. */
  title: string;
  document: ProjectDocument;
}

export interface CompareState {
  /** Null while nothing is compared. */
  other: Other | null;
  difference: DocumentDifference | null;
  groups: readonly RowGroup[];
  marks: ReadonlyMap<GraphId, GraphMarks>;
  /** Key of the row that one stands at. */
  at: string | null;
  /** Where that row stands, or stood, among all rows: what was taken over is gone, and the next one follows. */
  index: number;
  /** A place that the canvas should show: where something is that is no node. A new object each time. */
  sight: { graph: GraphId; position: Position } | null;
}

const CLOSED: CompareState = {
  other: null,
  difference: null,
  groups: [],
  marks: new Map(),
  at: null,
  index: 0,
  sight: null,
};

/** The comparison on screen. It follows every edit of the open document. */
export const useCompare = create<CompareState>(() => CLOSED);

let stop: (() => void) | null = null;

/** Compares the open document with another one from now on, until `closeComparison`. */
export function openComparison(other: Other): void {
  closeComparison();
  useCompare.setState({ other });
  refresh();
  let waiting = false;
  let compared = useProject.getState().edit?.document;
  const project = useProject.getState().project?.project;
  stop = useProject.subscribe((state) => {
    if (state.project?.project !== project) {
      closeComparison();
      return;
    }
    if (waiting || state.edit?.document === compared) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      compared = useProject.getState().edit?.document;
      refresh();
    });
  });
}

export function closeComparison(): void {
  stop?.();
  stop = null;
  if (useCompare.getState().other) useCompare.setState(CLOSED);
}

function refresh(): void {
  const { other, difference: earlier, at } = useCompare.getState();
  const document = useProject.getState().edit?.document;
  if (!other || !document) return;
  const difference = compareDocuments(other.document, document, catalogue, earlier ?? undefined);
  const groups = rowGroups(difference, other.document, document, catalogue);
  const counts = new Map<GraphId, number>();
  for (const { rows } of groups) {
    const graph = rows[0]?.graph;
    if (graph !== undefined && rows[0].what !== 'network') counts.set(graph, rows.length);
  }
  const kept = groups.some(({ rows }) => rows.some(({ key }) => key === at)) ? at : null;
  useCompare.setState({ difference, groups, marks: marksOf(difference, document, counts), at: kept });
}

/** Shows where a difference is: its graph on the canvas, what is still there selected and in sight. */
export function goToRow(row: Row): void {
  useCompare.setState({ at: row.key, index: allRows().findIndex(({ key }) => key === row.key) });
  const { edit } = useProject.getState();
  if (row.graph === undefined || !edit || !graphAt(edit.document, row.graph)) return;
  if (row.node || row.edge) {
    reveal({ network: row.graph ?? undefined, node: row.node, edge: row.edge });
    return;
  }
  goTo(row.graph);
  select({ nodes: [], edges: [], notes: row.note ? [row.note] : [] });
  if (row.note) canvas.current?.showSelection();
  else if (row.position) useCompare.setState({ sight: { graph: row.graph, position: row.position } });
}

const allRows = (): Row[] => useCompare.getState().groups.flatMap(({ rows }) => rows);

/** The next difference (1) or the one before (−1), round and round. */
export function walk(step: 1 | -1): void {
  const rows = allRows();
  if (rows.length === 0) return;
  const { at, index } = useCompare.getState();
  const onward = step > 0 ? index + (at === null ? 0 : 1) : index - 1;
  goToRow(rows[(onward + rows.length) % rows.length]);
}

export const countOf = (groups: readonly RowGroup[]): number => groups.reduce((sum, { rows }) => sum + rows.length, 0);
