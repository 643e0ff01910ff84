import { createContext, type ReactNode, useContext } from 'react';
import { createPortal } from 'react-dom';
import styles from './LensToolbar.module.css';

/** Where a lens puts its controls: beside the tabs of its group. */
export const ToolbarSlot = createContext<HTMLElement | null>(null);

/** Controls of a lens, in the row of its tabs; they take a row of their own where that is too narrow. */
export function LensToolbar({ label, children }: { label: string; children: ReactNode }) {
  const slot = useContext(ToolbarSlot);
  if (!slot) return null;
  return createPortal(
    <div className={styles.toolbar} role="toolbar" aria-label={label}>
      {children}
    </div>,
    slot,
  );
}
