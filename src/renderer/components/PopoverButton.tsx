import type { LucideIcon } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import buttons from './Button.module.css';
import { classes } from './classes';
import styles from './PopoverButton.module.css';

interface PopoverButtonProps {
  /** Name of the button and of what it opens. */
  label: string;
  /** What is written on the button. */
  text: ReactNode;
  icon?: LucideIcon;
  /** Controls inside; made anew each time it opens. */
  children: ReactNode;
  testId?: string;
}

const MARGIN = 6;

/** A button that opens a small panel of controls under itself. Escape and a click elsewhere close it. */
export function PopoverButton({ label, text, icon: Icon, children, testId }: PopoverButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        ref={button}
        type="button"
        className={classes(buttons.button, buttons.ghost, buttons.small, open && buttons.pressed)}
        aria-label={label}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        data-testid={testId}
      >
        {Icon && <Icon className={buttons.icon} aria-hidden />}
        {text}
      </button>
      {open && (
        <Popover label={label} anchor={button.current} onClose={() => setOpen(false)} testId={testId}>
          {children}
        </Popover>
      )}
    </>
  );
}

interface PopoverProps {
  label: string;
  anchor: HTMLElement | null;
  onClose(): void;
  children: ReactNode;
  testId?: string;
}

function Popover({ label, anchor, onClose, children, testId }: PopoverProps) {
  const panel = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;

  // After every drawing: what is inside may have grown.
  useLayoutEffect(() => {
    const box = panel.current;
    if (!box || !anchor) return;
    const { left, bottom } = anchor.getBoundingClientRect();
    const { width, height } = box.getBoundingClientRect();
    box.style.left = `${Math.max(MARGIN, Math.min(left, window.innerWidth - width - MARGIN))}px`;
    box.style.top = `${Math.max(MARGIN, Math.min(bottom + 5, window.innerHeight - height - MARGIN))}px`;
  });

  useEffect(() => {
    panel.current?.focus();
    const outside = (event: PointerEvent) => {
      if (!(event.target instanceof Node)) return;
      if (!panel.current?.contains(event.target) && !anchor?.contains(event.target)) close.current();
    };
    document.addEventListener('pointerdown', outside, true);
    return () => {
      document.removeEventListener('pointerdown', outside, true);
      anchor?.focus();
    };
  }, [anchor]);

  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key !== 'Escape') return;
    event.preventDefault();
    onClose();
  };

  return createPortal(
    <div
      ref={panel}
      role="dialog"
      aria-label={label}
      tabIndex={-1}
      className={styles.popover}
      onKeyDown={onKeyDown}
      data-testid={testId && `${testId}.panel`}
    >
      {children}
    </div>,
    document.body,
  );
}
