import { type RefObject, useLayoutEffect } from 'react';

/** When a panel goes that has the focus, the picture of its lens takes it: keys go on where one was. */
export function useFocusBack(panel: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = panel.current;
    return () => {
      if (!element?.contains(document.activeElement)) return;
      element.closest('[role=tabpanel]')?.querySelector<HTMLElement>('[role=img][tabindex="0"]')?.focus();
    };
  }, [panel]);
}
