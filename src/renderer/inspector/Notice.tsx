import { CircleAlert, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Problem } from '../../core/graph/document';
import { classes } from '../components/classes';
import { ProblemFixes } from '../editor/ProblemFixes';
import styles from './parts.module.css';

interface NoticeProps {
  icon: LucideIcon;
  children: ReactNode;
  problem?: boolean;
}

/** A sentence that wants to be read before the settings. */
export function Notice({ icon: Icon, children, problem }: NoticeProps) {
  return (
    <div className={classes(styles.notice, problem && styles.problem)}>
      <Icon aria-hidden />
      <span>{children}</span>
    </div>
  );
}

export function ProblemList({ problems }: { problems: readonly Problem[] }) {
  return problems.map((problem) => (
    <Notice
      key={`${problem.node} ${problem.port} ${problem.message}`}
      icon={problem.severity === 'error' ? CircleAlert : TriangleAlert}
      problem={problem.severity === 'error'}
    >
      {problem.message}
      <ProblemFixes problem={problem} />
    </Notice>
  ));
}
