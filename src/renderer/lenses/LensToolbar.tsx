import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { createPortal } from 'react-dom';
import { useSize } from './hooks/use-size';
import styles from './LensToolbar.module.css';

/** Where a lens puts its controls: beside the tabs of its group. */
export const ToolbarSlot = createContext<HTMLElement | null>(null);

/** CSS pixels that the controls of a lens have beside its tabs; 0 before they are measured. */
export function useToolbarRoom(): number {
  const slot = useContext(ToolbarSlot);
  return useSize(useMemo(() => ({ current: slot }), [slot])).width;
}

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
