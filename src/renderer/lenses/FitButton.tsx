import { Maximize } from 'lucide-react';
import { IconButton } from '../components/Button';

/** Brings everything into view. */
export function FitButton({ onFit, testId }: { onFit: (() => void) | undefined; testId?: string }) {
  return (
    <IconButton
      icon={Maximize}
      label="Show all points"
      keys="F"
      size="small"
      disabled={!onFit}
      onClick={() => onFit?.()}
      testId={testId}
    />
  );
}
