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
  return (
    <EmptyState
      icon={icon}
      title={title}
      testId={testId}
      action={
        progress && (
          <div style={{ width: 220 }}>
            <p style={{ margin: '0 0 8px', color: 'var(--muted)' }}>{progress.task}</p>
            <Progress label={progress.task} value={progress.total > 0 ? progress.done / progress.total : null} />
          </div>
        )
      }
    >
      {children}
    </EmptyState>
  );
}
