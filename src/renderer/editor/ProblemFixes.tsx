import { Wrench } from 'lucide-react';
import { commands } from '../../core/graph';
import type { Fix, Problem } from '../../core/graph/document';
import { Button } from '../components/Button';
import { dispatch, markEdit } from '../state/edit';
import { focusNode } from './focus-node';
import styles from './ProblemFixes.module.css';

interface ProblemFixesProps {
  problem: Problem;
  /** Called once one of them was carried out. */
  onDone?(): void;
}

/** Carries out an edit that puts a problem right, as one undo step. */
function takeFix(problem: Problem, fix: Fix): boolean {
  markEdit();
  const done = dispatch(commands.applyFix, { problem, fix }) !== null;
  markEdit();
  return done;
}

/** The edits that would put a problem right, as buttons; nothing where none is known. */
export function ProblemFixes({ problem, onDone }: ProblemFixesProps) {
  const { fixes = [] } = problem;
  if (fixes.length === 0) return null;
  return (
    <span className={styles.fixes}>
      {fixes.map((fix) => (
        <Button
          key={fix.label}
          size="small"
          icon={Wrench}
          className="nodrag"
          label={`${fix.label}: ${problem.message}`}
          onClick={() => {
            if (!takeFix(problem, fix)) return;
            if (problem.node !== undefined) focusNode(problem.node);
            onDone?.();
          }}
          testId={`fix.${fix.type}`}
        >
          {fix.label}
        </Button>
      ))}
    </span>
  );
}
