import { Equal, EqualNot, type LucideIcon, Minus, Plus } from 'lucide-react';
import styles from './Compare.module.css';
import type { RowKind } from './rows';

/** Sign, word and colour of each kind of difference: nobody has to tell colours apart. */
export const look: Readonly<Record<RowKind, { icon: LucideIcon; word: string; className: string }>> = {
  added: { icon: Plus, word: 'new', className: styles.added },
  removed: { icon: Minus, word: 'gone', className: styles.removed },
  changed: { icon: EqualNot, word: 'changed', className: styles.changed },
};

export const sameIcon = Equal;
