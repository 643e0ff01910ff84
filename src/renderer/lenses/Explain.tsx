import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { EmptyState } from '../components/EmptyState';
import { Progress } from '../components/Progress';
import { useSession } from '../state/session';

interface ExplainProps {
  icon: LucideIcon;
  title: string;
  children: ReactNode;
  testId: string;
}

/** A lens that has nothing to show yet: what it would show and what it needs; while something is prepared, how far that is. */
export function Explain({ icon, title, children, testId }: ExplainProps) {
  const progress = useSession((session) => session.progress);
  if (progress) {
    const { task, done, total } = progress;
    const bar = (
      <div style={{ width: 220 }}>
        <Progress label={task} value={total > 0 ? done / total : null} />
      </div>
    );
    return <EmptyState icon={icon} title={`${task}…`} testId={testId} action={bar} />;
  }
  return (
    <EmptyState icon={icon} title={title} testId={testId}>
      {children}
    </EmptyState>
  );
}
