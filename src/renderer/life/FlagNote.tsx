import { OctagonAlert, TriangleAlert } from 'lucide-react';
import { classes } from '../components/classes';
import { Tooltip } from '../components/Tooltip';
import styles from './FlagNote.module.css';
import type { Flag } from './flags';

interface FlagNoteProps {
  flag: Flag;
  /** Where it is, before the words: the layer of a network. */
  place?: string;
  onClick(): void;
}

/** What is wrong with a layer, in a few words; the whole sentence on hover and for screen readers. */
export function FlagNote({ flag, place, onClick }: FlagNoteProps) {
  const { severity, kind, title, meaning, advice } = flag;
  const Icon = severity === 'strong' ? OctagonAlert : TriangleAlert;
  const shown = place === undefined ? title : `${place}: ${title}`;
  return (
    <Tooltip
      side="right"
      content={
        <span className={styles.text}>
          <b>{shown}</b>
          {meaning}
          <em>{advice}</em>
        </span>
      }
    >
      <button
        type="button"
        className={classes(styles.flag, styles[severity], 'nodrag')}
        aria-label={`${shown}. ${meaning} ${advice}`}
        onClick={onClick}
        data-testid={`life.flag.${kind}`}
      >
        <Icon aria-hidden />
        <span>{shown}</span>
      </button>
    </Tooltip>
  );
}
