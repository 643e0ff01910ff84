import type { LucideIcon } from 'lucide-react';
import { Check } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { classes } from './classes';
import { KeyCaps } from './KeyCaps';
import styles from './Menu.module.css';

export type MenuItem =
  | {
      id: string;
      label: string;
      icon?: LucideIcon;
      keys?: string;
      disabled?: boolean;
      checked?: boolean;
      danger?: boolean;
      /** A second line in small text. */
      note?: string;
      /** Cannot be chosen, but can be read and reached: the note says why. */
      unavailable?: boolean;
      run(): void;
    }
  | { id: string; separator: true }
  | { id: string; heading: string };

interface MenuListProps {
  label: string;
  items: readonly MenuItem[];
  /** Where it opens, in the window. */
  at: { x: number; y: number };
  onClose(): void;
}

/** A menu at a place in the window: arrows, Enter, Escape, first letters; closes on a click elsewhere. */
export function MenuList({ label, items, at, onClose }: MenuListProps) {
  const list = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;

  // Items can come later than the menu.
  useLayoutEffect(() => {
    const box = list.current;
    if (!box || items.length === 0) return;
    const { width, height } = box.getBoundingClientRect();
    box.style.left = `${Math.max(6, Math.min(at.x, window.innerWidth - width - 6))}px`;
    box.style.top = `${Math.max(6, Math.min(at.y, window.innerHeight - height - 6))}px`;
  }, [at.x, at.y, items]);

  useLayoutEffect(() => {
    const box = list.current;
    if (!box) return;
    const before = document.activeElement;
    const items = enabledItems(box);
    (items.find((item) => item.ariaChecked === 'true') ?? items[0] ?? box).focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);

  useEffect(() => {
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !list.current?.contains(event.target)) close.current();
    };
    document.addEventListener('pointerdown', outside, true);
    return () => document.removeEventListener('pointerdown', outside, true);
  }, []);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const buttons = enabledItems(event.currentTarget);
    const index = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const next = nextIndex(event.key, index, buttons);
    event.stopPropagation();
    if (event.key === 'Escape' || event.key === 'Tab') onClose();
    else if (next !== null) buttons[next]?.focus();
    else return;
    event.preventDefault();
  };

  return createPortal(
    <div ref={list} role="menu" aria-label={label} tabIndex={-1} className={styles.menu} onKeyDown={onKeyDown}>
      {items.map((item) => {
        if ('separator' in item) return <hr key={item.id} className={styles.separator} />;
        if ('heading' in item) {
          return (
            <div key={item.id} className={styles.heading}>
              {item.heading}
            </div>
          );
        }
        const Icon = item.checked ? Check : item.icon;
        return (
          <button
            key={item.id}
            type="button"
            aria-label={item.note === undefined ? undefined : item.label}
            {...menuRole(item.checked)}
            disabled={item.disabled}
            aria-disabled={item.unavailable}
            aria-describedby={item.note ? `menu-note-${item.id}` : undefined}
            className={classes(
              styles.item,
              item.danger && styles.danger,
              item.note !== undefined && styles.tall,
              item.unavailable && styles.unavailable,
            )}
            onClick={() => {
              if (item.unavailable) return;
              onClose();
              item.run();
            }}
            data-testid={`menu.${item.id}`}
          >
            <span className={styles.glyph}>{Icon && <Icon aria-hidden />}</span>
            <span className={styles.text}>
              {item.label}
              {item.note && (
                <small className={styles.note} id={`menu-note-${item.id}`}>
                  {item.note}
                </small>
              )}
            </span>
            {item.keys && <KeyCaps keys={item.keys} />}
          </button>
        );
      })}
    </div>,
    document.body,
  );
}

const menuRole = (checked: boolean | undefined) =>
  checked === undefined ? { role: 'menuitem' } : { role: 'menuitemradio', 'aria-checked': checked };

const enabledItems = (list: HTMLElement): HTMLButtonElement[] =>
  [...list.querySelectorAll('button')].filter((button) => !button.disabled);

function nextIndex(key: string, index: number, buttons: HTMLButtonElement[]): number | null {
  const count = buttons.length;
  if (key === 'ArrowDown') return (index + 1) % count;
  if (key === 'ArrowUp') return (index - 1 + count) % count;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  if (key.length !== 1 || key === ' ') return null;
  const order = buttons.map((_, offset) => (index + 1 + offset) % count);
  return order.find((at) => buttons[at].textContent?.trim().toLowerCase().startsWith(key.toLowerCase())) ?? null;
}

interface MenuButtonProps {
  label: string;
  /** Built when the menu opens. */
  items(): readonly MenuItem[];
  /** Called when it opens. */
  onOpen?(): void;
  children: ReactNode;
  className?: string;
  testId?: string;
}

/** A button that opens a menu under itself. */
export function MenuButton({ label, items, onOpen, children, className, testId }: MenuButtonProps) {
  const [at, setAt] = useState<{ x: number; y: number } | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const open = () => {
    const box = button.current?.getBoundingClientRect();
    if (box) setAt({ x: box.left, y: box.bottom + 5 });
    onOpen?.();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className={classes(styles.opener, className)}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={at !== null}
        onClick={() => (at ? setAt(null) : open())}
        data-testid={testId}
      >
        {children}
      </button>
      {at && <MenuList label={label} items={items()} at={at} onClose={() => setAt(null)} />}
    </>
  );
}
