import { X } from 'lucide-react';
import { services } from '../client/services';
import { IconButton } from '../components/Button';
import { formatAgo } from '../format';
import { openProject } from '../shell/leaving';
import { useProject } from '../state/project';
import styles from './Recent.module.css';

/** Projects that were open lately. */
export function Recent() {
  const recent = useProject((state) => state.recent);
  return (
    <section className={styles.recent} aria-label="Recent projects">
      <h2>Recent</h2>
      {recent.length === 0 && <p className={styles.none}>Projects you work on appear here.</p>}
      <ul>
        {recent.map(({ path, title, openedAt, draft }) => (
          <li key={path} className={styles.row}>
            <button
              type="button"
              className={styles.open}
              onClick={() => openProject(path)}
              title={path}
              data-testid="gallery.recent"
            >
              <span className={styles.title}>{title}</span>
              <span className={styles.when}>
                {draft ? 'draft · ' : ''}
                {formatAgo(Date.now() - Date.parse(openedAt))}
              </span>
            </button>
            <span className={styles.remove}>
              <IconButton
                icon={X}
                label={draft ? `Move the draft ${title} to the trash` : `Take ${title} off the list`}
                size="small"
                onClick={() => void services().files.forget(path)}
              />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
