import { type FocusEvent, type KeyboardEvent, useState } from 'react';

/** What makes a list of buttons one stop for Tab. */
export interface Roving {
  /** For the element around the buttons: arrows, Home and End go from one to the next. */
  list: { onKeyDown(event: KeyboardEvent<HTMLElement>): void; onFocus(event: FocusEvent<HTMLElement>): void };
  /** For the button with this index. */
  tabIndex(index: number): 0 | -1;
}

const buttonsIn = (list: HTMLElement): HTMLElement[] => [...list.querySelectorAll('button')];

const indexOf = (buttons: readonly HTMLElement[], element: EventTarget | null): number =>
  element instanceof HTMLElement ? buttons.indexOf(element) : -1;

/**
 * One stop for Tab in a list of `count` buttons: the one that had the focus last, at first the first one. Buttons that come
 * after them in the same list are reached by the arrows too, and stay stops of their own.
 */
export function useRoving(count: number): Roving {
  const [stop, setStop] = useState(0);
  return {
    list: {
      onKeyDown: (event) => {
        const buttons = buttonsIn(event.currentTarget);
        const at = indexOf(buttons, document.activeElement);
        const next = nextIndex(event.key, at, buttons.length - 1);
        if (next === null || event.ctrlKey || event.metaKey || event.altKey) return;
        buttons[next]?.focus();
        event.preventDefault();
        event.stopPropagation();
      },
      onFocus: ({ currentTarget, target }) => {
        setStop(indexOf(buttonsIn(currentTarget), target));
      },
    },
    tabIndex: (index) => (index === Math.min(Math.max(0, stop), count - 1) ? 0 : -1),
  };
}

function nextIndex(key: string, at: number, last: number): number | null {
  if (key === 'ArrowRight' || key === 'ArrowDown') return Math.min(last, at + 1);
  if (key === 'ArrowLeft' || key === 'ArrowUp') return Math.max(0, at - 1);
  if (key === 'Home') return 0;
  return key === 'End' ? last : null;
}
