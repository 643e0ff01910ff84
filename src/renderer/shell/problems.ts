import type { Problem } from '../../core/graph/document';
import { runProblems } from '../editor/use-node';
import { announce } from '../state/announce';
import { reveal } from '../state/edit';
import { useProject } from '../state/project';
import { useSession } from '../state/session';

/** Errors before warnings, each in the order of the graph. */
function problems(): Problem[] {
  const { analysis } = useProject.getState();
  const all = [...(analysis?.problems ?? []), ...runProblems(useSession.getState().nonFinite)];
  return all.sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'));
}

export const hasProblems = (): boolean => problems().length > 0;

const keyOf = ({ network, node, edge, message }: Problem): string => `${network} ${node} ${edge} ${message}`;

/** The problem that was shown last. */
let shown: string | null = null;

/** Shows the problem that comes so many after the one that was shown last, and reads it out. */
export function goToProblem(step: 1 | -1): void {
  const all = problems();
  if (all.length === 0) return;
  const at = all.findIndex((problem) => keyOf(problem) === shown);
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : (at + step + all.length) % all.length];
  shown = keyOf(next);
  reveal(next);
  announce(next.message);
}
