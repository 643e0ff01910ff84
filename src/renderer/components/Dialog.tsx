import { X } from 'lucide-react';
import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { IconButton } from './Button';
import styles from './Dialog.module.css';
import { useModal } from './use-modal';

interface DialogProps {
  title: string;
  onClose(): void;
  children: ReactNode;
  /** Buttons at the foot, the main one last. */
  actions?: ReactNode;
  width?: number;
  testId?: string;
}

/** A modal question or sheet. Escape and a click beside it close it; focus stays inside and goes back where it was. */
export function Dialog({ title, onClose, children, actions, width = 440, testId }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const body = useRef<HTMLDivElement>(null);
  useModal(element);
  useLayoutEffect(() => {
    const dialog = element.current;
    // The field to fill in, else the main answer; the close button, which comes first, is nobody's first wish.
    const first = dialog?.querySelector<HTMLElement>('input, footer button:last-of-type');
    (first ?? dialog)?.focus();
    // What scrolls has to be reachable for the keys that scroll it.
    const { current: content } = body;
    if (content && content.scrollHeight > content.clientHeight) content.tabIndex = 0;
  }, []);
  return (
    // A click on the backdrop closes as Escape does, which the dialog element already handles for the keyboard.
    <dialog
      ref={element}
      className={styles.dialog}
      tabIndex={-1}
      style={{ width }}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => event.target === element.current && onClose()}
      data-testid={testId}
    >
      <div className={styles.inside}>
        <header className={styles.header}>
          <h2>{title}</h2>
          <IconButton icon={X} label="Close" size="small" onClick={onClose} />
        </header>
        <div className={styles.body} ref={body}>
          {children}
        </div>
        {actions && <footer className={styles.footer}>{actions}</footer>}
      </div>
    </dialog>
  );
}
