import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { KeyCaps } from './KeyCaps';
import styles from './Tooltip.module.css';

export type TooltipSide = 'top' | 'bottom' | 'left' | 'right';

interface TooltipProps {
  content: ReactNode;
  /** Keys of the command, for instance `Mod+Z`. */
  keys?: string;
  side?: TooltipSide;
  children: ReactNode;
}

const DELAY = 450;
const DISTANCE = 7;
const MARGIN = 6;

/** A short explanation that appears when its child is hovered for a moment, or focused from the keyboard. */
export function Tooltip({ content, keys, side = 'bottom', children }: TooltipProps) {
  const anchor = useRef<HTMLSpanElement>(null);
  const bubble = useRef<HTMLDivElement>(null);
  const timer = useRef(0);
  const [open, setOpen] = useState(false);

  useEffect(() => {
    const element = anchor.current;
    if (!element) return;
    const hide = () => {
      window.clearTimeout(timer.current);
      setOpen(false);
    };
    const show = () => {
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(() => setOpen(true), DELAY);
    };
    const focus = (event: FocusEvent) => {
      if (event.target instanceof Element && event.target.matches(':focus-visible')) setOpen(true);
    };
    // Pointer boundary events do not bubble, and the anchor has no box of its own, so its child is the target.
    const target = element.firstElementChild ?? element;
    target.addEventListener('pointerenter', show);
    target.addEventListener('pointerleave', hide);
    element.addEventListener('pointerdown', hide);
    element.addEventListener('focusin', focus);
    element.addEventListener('focusout', hide);
    return () => {
      hide();
      target.removeEventListener('pointerenter', show);
      target.removeEventListener('pointerleave', hide);
      element.removeEventListener('pointerdown', hide);
      element.removeEventListener('focusin', focus);
      element.removeEventListener('focusout', hide);
    };
  }, []);

  useLayoutEffect(() => {
    const target = anchor.current?.firstElementChild;
    const box = bubble.current;
    if (!open || !target || !box) return;
    place(box, target.getBoundingClientRect(), side);
  }, [open, side]);

  return (
    <span ref={anchor} className={styles.anchor}>
      {children}
      {open &&
        createPortal(
          <div ref={bubble} role="tooltip" className={styles.bubble}>
            {content}
            {keys && <KeyCaps keys={keys} />}
          </div>,
          document.body,
        )}
    </span>
  );
}

function place(box: HTMLElement, target: DOMRect, side: TooltipSide): void {
  const { width, height } = box.getBoundingClientRect();
  let left = target.left + (target.width - width) / 2;
  let top = target.bottom + DISTANCE;
  if (side === 'top') top = target.top - height - DISTANCE;
  if (side === 'left' || side === 'right') {
    top = target.top + (target.height - height) / 2;
    left = side === 'left' ? target.left - width - DISTANCE : target.right + DISTANCE;
  }
  if (side === 'bottom' && top + height > window.innerHeight - MARGIN) top = target.top - height - DISTANCE;
  box.style.left = `${Math.max(MARGIN, Math.min(left, window.innerWidth - width - MARGIN))}px`;
  box.style.top = `${Math.max(MARGIN, top)}px`;
}
