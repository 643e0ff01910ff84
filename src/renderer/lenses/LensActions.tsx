import { BookmarksButton } from '../bookmarks/BookmarksButton';
import { ExportMenu } from '../export/ExportMenu';
import styles from './LensPanel.module.css';
import type { LensId } from './lenses';

/** What every lens has: bookmarks of its views, and taking things out of it. */
export function LensActions({ lens }: { lens: LensId }) {
  return (
    <div className={styles.actions}>
      <BookmarksButton lens={lens} />
      <ExportMenu lens={lens} />
    </div>
  );
}
