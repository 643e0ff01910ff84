import { FileText } from 'lucide-react';
import { type ChangeEvent, useId, useState } from 'react';
import { LIMITS } from '../../../core/graph';
import { Button } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import { formatCount } from '../../format';
import styles from './ImportDialog.module.css';
import { readPoints } from './import-points';
import type { DrawnPoint } from './symmetry';

/** Bytes; a drawing of as many points as there may be takes under a megabyte. */
const LARGEST_FILE = 8 * 2 ** 20;

interface ImportDialogProps {
  onImport(points: readonly DrawnPoint[], left: number): void;
  onClose(): void;
}

/** Points from text: pasted, or from a CSV file. */
export function ImportDialog({ onImport, onClose }: ImportDialogProps) {
  const [text, setText] = useState('');
  /** Why the chosen file was not read. */
  const [refused, setRefused] = useState<string | null>(null);
  const problem = useId();
  const read = text.trim() === '' ? null : readPoints(text, LIMITS.points);
  const onFile = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    // The same file may be chosen again when it has been mended.
    event.target.value = '';
    if (!file) return;
    if (file.size > LARGEST_FILE)
      return setRefused(`${file.name} is larger than 8 MB; choose a file with fewer points.`);
    try {
      setText(await file.text());
      setRefused(null);
    } catch {
      setRefused(`${file.name} could not be read; choose another file.`);
    }
  };
  return (
    <Dialog
      title="Points from text"
      onClose={onClose}
      testId="draw.import.dialog"
      actions={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button
            variant="primary"
            disabled={!read?.ok}
            onClick={() => {
              if (read?.ok) onImport(read.points, read.left);
            }}
            testId="draw.import.done"
          >
            {read?.ok ? `Use ${formatCount(read.points.length)} points` : 'Use points'}
          </Button>
        </>
      }
    >
      <p className={styles.text}>
        One point in each line, x and y apart by comma, semicolon or space. Points that do not fit the square from −1 to
        1 are moved and scaled together. They replace the drawing; undo brings it back.
      </p>
      <textarea
        className={styles.field}
        aria-label="Points"
        aria-describedby={problem}
        placeholder={'x, y\n0.5, −0.2\n0.1, 0.8'}
        value={text}
        rows={9}
        spellCheck={false}
        onChange={(event) => {
          setText(event.target.value);
          setRefused(null);
        }}
        data-testid="draw.import.text"
      />
      <label className={styles.file}>
        <FileText aria-hidden />
        From a file…
        <input type="file" accept=".csv,.tsv,.txt,text/csv,text/plain" onChange={(event) => void onFile(event)} />
      </label>
      <p id={problem} className={styles.problem} role="status">
        {refused ??
          (read && !read.ok
            ? read.message
            : read?.ok && read.left > 0
              ? `${formatCount(read.left)} points are left out: a drawing holds ${formatCount(LIMITS.points)}.`
              : '')}
      </p>
    </Dialog>
  );
}
