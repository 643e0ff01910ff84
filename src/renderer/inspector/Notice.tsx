import { Cable, CircleAlert, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Problem } from '../../core/graph/document';
import { classes } from '../components/classes';
import { ProblemFixes } from '../editor/ProblemFixes';
import styles from './parts.module.css';

interface NoticeProps {
  icon: LucideIcon;
  children: ReactNode;
  problem?: boolean;
  /** Said quietly: a hint more than a warning. */
  quiet?: boolean;
}

/** A sentence that wants to be read before the settings. */
export function Notice({ icon: Icon, children, problem, quiet }: NoticeProps) {
  return (
    <div className={classes(styles.notice, problem && styles.problem, quiet && styles.quiet)}>
      <Icon aria-hidden />
      <span>{children}</span>
    </div>
  );
}

interface ProblemListProps {
  problems: readonly Problem[];
  /** The node was just placed: what it lacks is what comes next, not what went wrong. */
  fresh: boolean;
}

/** What is wrong with a node, at the foot of the panel wherever it is scrolled to: no setting moves when one comes or goes. */
export function ProblemList({ problems, fresh }: ProblemListProps) {
  if (problems.length === 0) return null;
  return (
    <section className={styles.problems} aria-label="Problems" data-testid="inspector.problems">
      {problems.map((problem) => (
        <Notice
          key={`${problem.node} ${problem.port} ${problem.message}`}
          icon={fresh ? Cable : problem.severity === 'error' ? CircleAlert : TriangleAlert}
          problem={problem.severity === 'error' && !fresh}
          quiet={fresh}
        >
          {problem.message}
          <ProblemFixes problem={problem} />
        </Notice>
      ))}
    </section>
  );
}
