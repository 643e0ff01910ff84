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
import buttons from './Button.module.css';
import { classes } from './classes';
import styles from './PopoverButton.module.css';
import { Tooltip } from './Tooltip';

interface PopoverButtonProps {
  /** Name of the button and of what it opens. */
  label: string;
  /** What is written on the button; without it the icon stands alone and the name is its tooltip. */
  text?: ReactNode;
  icon?: LucideIcon;
  /** Controls inside; made anew each time it opens. */
  children: ReactNode;
  testId?: string;
}

const MARGIN = 6;
const DISTANCE = 5;

/** A button that opens a small panel of controls under itself. Escape, a click elsewhere and leaving it by Tab close it. */
export function PopoverButton({ label, text = null, icon: Icon, children, testId }: PopoverButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const bare = text === null;
  const opener = (
    <button
      ref={button}
      type="button"
      className={classes(buttons.button, bare && buttons.square, buttons.ghost, buttons.small, open && buttons.pressed)}
      aria-label={label}
      aria-haspopup="dialog"
      aria-expanded={open}
      onClick={() => setOpen(!open)}
      data-testid={testId}
    >
      {Icon && <Icon className={buttons.icon} aria-hidden />}
      {text}
    </button>
  );
  return (
    <>
      {bare ? <Tooltip content={label}>{opener}</Tooltip> : opener}
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
    const { left, top, bottom } = anchor.getBoundingClientRect();
    const { width, height } = box.getBoundingClientRect();
    const below = bottom + DISTANCE;
    const above = top - height - DISTANCE;
    const fits = below + height <= window.innerHeight - MARGIN || above < MARGIN;
    const lowest = window.innerHeight - height - MARGIN;
    box.style.left = `${Math.max(MARGIN, Math.min(left, window.innerWidth - width - MARGIN))}px`;
    box.style.top = `${Math.max(MARGIN, fits ? Math.min(below, lowest) : above)}px`;
  });

  useEffect(() => {
    panel.current?.focus();
    const outside = (event: PointerEvent) => {
      if (!(event.target instanceof Node)) return;
      if (!panel.current?.contains(event.target) && !anchor?.contains(event.target)) close.current();
    };
    document.addEventListener('pointerdown', outside, true);
    return () => document.removeEventListener('pointerdown', outside, true);
  }, [anchor]);

  // What had the focus goes with the panel, so the button takes it; who has gone on to something else keeps it there.
  useEffect(
    () => () => {
      if (document.activeElement === document.body || document.activeElement === null) anchor?.focus();
    },
    [anchor],
  );

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    event.stopPropagation();
    if (event.key === 'Tab') {
      const way = leaving(event.currentTarget, event.shiftKey);
      if (!way) return;
      // Forward, the step itself is left to the browser: from the button to what follows it.
      anchor?.focus();
      if (way === 'back') event.preventDefault();
      onClose();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      onClose();
    }
  };
  const onBlur = ({ relatedTarget, currentTarget }: FocusEvent) => {
    if (!(relatedTarget instanceof Node) || currentTarget.contains(relatedTarget)) return;
    if (!anchor?.contains(relatedTarget)) onClose();
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
      data-testid={testId && `${testId}.panel`}
    >
      {children}
    </div>,
    document.body,
  );
}

const CONTROLS = 'button, input, select, textarea, a[href], [tabindex]:not([tabindex="-1"])';

/** Which way Tab leaves the panel from what has the focus, or null where it stays inside. */
function leaving(panel: HTMLElement, backward: boolean): 'on' | 'back' | null {
  const controls = [...panel.querySelectorAll<HTMLElement>(CONTROLS)].filter(
    (control) => !control.matches(':disabled, [tabindex="-1"]') && control.getClientRects().length > 0,
  );
  const at = document.activeElement;
  if (backward) return at === panel || at === controls[0] || controls.length === 0 ? 'back' : null;
  const last = controls.at(-1);
  const together = last instanceof HTMLInputElement && last.type === 'radio' && at instanceof HTMLInputElement;
  return !last || at === last || (together && at.name === last.name) ? 'on' : null;
}
