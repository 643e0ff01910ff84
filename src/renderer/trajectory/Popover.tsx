import type { LucideIcon } from 'lucide-react';
import {
  type FocusEvent,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { createPortal } from 'react-dom';
import { IconButton } from '../components/Button';
import styles from './Popover.module.css';

interface PopoverProps {
  label: string;
  icon: LucideIcon;
  children: ReactNode;
  testId: string;
}

/** A button that opens a small panel of controls under itself. Escape, a click elsewhere or leaving by Tab closes it. */
export function Popover({ label, icon, children, testId }: PopoverProps) {
  const anchor = useRef<HTMLSpanElement>(null);
  const [open, setOpen] = useState(false);
  const close = (back: boolean) => {
    setOpen(false);
    if (back) anchor.current?.querySelector('button')?.focus();
  };
  return (
    <span ref={anchor}>
      <IconButton
        icon={icon}
        label={label}
        size="small"
        pressed={open}
        onClick={() => setOpen(!open)}
        testId={testId}
      />
      {open && (
        <Panel label={label} anchor={anchor.current} onClose={close} testId={`${testId}.panel`}>
          {children}
        </Panel>
      )}
    </span>
  );
}

interface PanelProps {
  label: string;
  anchor: HTMLElement | null;
  onClose(back: boolean): void;
  children: ReactNode;
  testId: string;
}

function Panel({ label, anchor, onClose, children, testId }: PanelProps) {
  const panel = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  useLayoutEffect(() => {
    const element = panel.current;
    const from = anchor?.getBoundingClientRect();
    if (!element || !from) return;
    const { width, height } = element.getBoundingClientRect();
    const below = from.bottom + 5;
    const top = below + height < window.innerHeight - 6 ? below : from.top - height - 5;
    element.style.left = `${Math.max(6, Math.min(from.left, window.innerWidth - width - 6))}px`;
    element.style.top = `${Math.max(6, top)}px`;
    element.focus();
  }, [anchor]);
  useEffect(() => {
    const outside = (event: PointerEvent) => {
      const inside =
        event.target instanceof Node && (panel.current?.contains(event.target) || anchor?.contains(event.target));
      if (!inside) close.current(false);
    };
    document.addEventListener('pointerdown', outside, true);
    return () => document.removeEventListener('pointerdown', outside, true);
  }, [anchor]);
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Escape') onClose(true);
  };
  const onBlur = ({ relatedTarget }: FocusEvent) => {
    const elsewhere = relatedTarget instanceof Node && !panel.current?.contains(relatedTarget);
    if (elsewhere && !anchor?.contains(relatedTarget)) onClose(false);
  };
  return createPortal(
    <div
      ref={panel}
      role="dialog"
      aria-label={label}
      tabIndex={-1}
      className={styles.popover}
      onKeyDown={onKeyDown}
      onBlur={onBlur}
      data-testid={testId}
    >
      {children}
    </div>,
    document.body,
  );
}
