import { FileText } from 'lucide-react';
import { useState } from 'react';
import type { FileSetting } from '../../core/catalogue/types';
import { toFailure } from '../client/failure';
import { services } from '../client/services';
import { Button } from '../components/Button';
import { useProject } from '../state/project';
import styles from './FileField.module.css';

interface FileFieldProps {
  setting: FileSetting;
  /** Path from the project's folder on; empty while none is chosen, null where several nodes differ. */
  value: string | null;
  onChange(value: string): void;
  onRefusal(sentence: string | null): void;
  testId: string;
}

/** The name of a file of the user's own, and a button that copies one into the project. */
export function FileField({ setting, value, onChange, onRefusal, testId }: FileFieldProps) {
  const [busy, setBusy] = useState(false);
  const project = useProject((state) => state.project?.project ?? null);
  const choose = async () => {
    if (project === null) return;
    setBusy(true);
    try {
      const chosen = await services().app.request('project.import-text', { project });
      onRefusal(null);
      if (chosen) onChange(chosen.file);
    } catch (error) {
      onRefusal(toFailure(error).message);
    } finally {
      setBusy(false);
    }
  };
  const name = value === null ? 'mixed' : (value.split('/').at(-1) ?? '');
  return (
    <div className={styles.field} data-testid={testId}>
      <span className={styles.name} title={value ?? undefined}>
        {name || 'none chosen'}
      </span>
      <Button
        icon={FileText}
        size="small"
        disabled={busy || project === null}
        onClick={() => void choose()}
        label={`Choose a file for ${setting.label}`}
        testId={`${testId}.choose`}
      >
        Choose file…
      </Button>
    </div>
  );
}
