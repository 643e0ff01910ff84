import { TriangleAlert } from 'lucide-react';
import styles from './ErrorNote.module.css';

/** One sentence about a question that the training process could not answer; nothing when all is well. */
export function ErrorNote({ errors }: { errors: readonly (string | null)[] }) {
  const sentence = errors.find((error) => error !== null);
  if (!sentence) return null;
  return (
    <p className={styles.note} role="alert">
      <TriangleAlert className={styles.icon} aria-hidden />
      {sentence}
    </p>
  );
}
