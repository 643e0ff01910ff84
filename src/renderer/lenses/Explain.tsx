import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { EmptyState } from '../components/EmptyState';
import { Progress } from '../components/Progress';
import { useRun } from '../state/run';
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

interface NoModelProps extends Omit<ExplainProps, 'title' | 'children'> {
  /** What a model must have for this lens, as in "with a sampler". */
  needs?: string;
  /** What is seen here then, as the end of a sentence. */
  then: string;
}

/** No session is open: how to get one, which after a cut-off run is to resume it. */
export function NoModel({ needs, then, ...rest }: NoModelProps) {
  const resumable = useRun((run) => run.resumable !== null);
  return (
    <Explain title={resumable ? 'No run is open' : 'No model yet'} {...rest}>
      {resumable
        ? `Resume the last run, or train anew: ${then}`
        : `Wire a model${needs ? ` ${needs}` : ''} and press Train, or open a template: ${then}`}
    </Explain>
  );
}
