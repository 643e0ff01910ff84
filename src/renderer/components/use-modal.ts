import { type RefObject, useLayoutEffect } from 'react';

/** Opens a dialog element as a modal one while it is on the page; then the focus goes back to what had it. */
export function useModal(element: RefObject<HTMLDialogElement | null>): void {
  // A layout effect: it ends before the element leaves the page, and begins before what is inside takes the focus.
  useLayoutEffect(() => {
    const dialog = element.current;
    if (!dialog) return;
    const before = document.activeElement;
    const inside = dialog.contains(before);
    dialog.showModal();
    return () => {
      dialog.close();
      if (before instanceof HTMLElement && !inside) before.focus();
    };
  }, [element]);
}
