import { isMac } from '../components/KeyCaps';
import { canvas } from '../editor/canvas-state';
import type { WindowCommand } from './commands';

export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'> & { code?: string };

/** The combination of a key press in the words of the command table: `Mod+Shift+Z`, `?`, `Delete`. */
export function combination(event: KeyPress, mac: boolean = isMac): string {
  const mod = mac ? event.metaKey : event.ctrlKey;
  const key = letterUnderAlt(event) ?? (event.key.length === 1 ? event.key.toUpperCase() : event.key);
  // A sign such as ? needs Shift on some keyboards and not on others, so Shift is part of it already.
  const shift = event.shiftKey && (key.length > 1 || key !== key.toLowerCase());
  return [mod && 'Mod', event.altKey && 'Alt', shift && 'Shift', key].filter(Boolean).join('+');
}

/** With Alt some keyboards type a sign of their own; the letter on the key is what is meant. */
const letterUnderAlt = ({ altKey, code }: KeyPress): string | undefined =>
  altKey ? /^Key([A-Z])$/.exec(code ?? '')?.[1] : undefined;

/** True where typing belongs to what has the focus. */
export function isTextTarget(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && !['range', 'checkbox', 'radio', 'button'].includes(target.type);
}

/** The command that a key press means, if it means one here. */
export function commandFor(event: KeyboardEvent, commands: readonly WindowCommand[]): WindowCommand | undefined {
  const keys = combination(event);
  const meant = commands.filter((candidate) => candidate.keys?.includes(keys));
  const command = meant.find((candidate) => candidate.enabled()) ?? meant[0];
  if (!command || command.native) return undefined;
  if (isTextTarget(event.target) && !command.inText) return undefined;
  // A question has to be answered first; the palette is a dialog that its own keys close.
  if (document.querySelector('dialog[open]') && command.id !== 'view.palette') return undefined;
  // Tab walks through the controls; it opens the node search only for somebody whose pointer is on the canvas.
  if (keys === 'Tab' && !(canvas.current?.hovered() && isRestingFocus(event.target))) return undefined;
  // What only the canvas can mean belongs to it while no other control has the focus; Enter presses a button.
  if ((command.early || keys === 'Enter') && !isRestingFocus(event.target)) return undefined;
  if (keys === 'Enter' && event.target instanceof Element && event.target.closest('button')) return undefined;
  // Arrows and letters belong to the control that has the focus.
  if (!keys.includes('Mod') && !command.inText && isGreedy(event.target)) return undefined;
  return command.enabled() ? command : undefined;
}

const isRestingFocus = (target: EventTarget | null): boolean =>
  target === document.body || (target instanceof Element && target.closest('.react-flow') !== null);

/** Menus, lists and sliders use letters, arrows and Delete themselves. */
const isGreedy = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[role=menu], [role=listbox], [role=slider], input, select') !== null;

/** The canvas's library moves the focused node by any arrow key, also by those that mean something else. */
const isMeantToMove = ({ key, target }: KeyboardEvent): boolean =>
  key.startsWith('Arrow') && target instanceof Element && target.closest('.react-flow__node') !== null;

/** Lets the keyboard run commands. Returns the way to stop. */
export function followKeyboard(commands: readonly WindowCommand[]): () => void {
  const answer = (event: KeyboardEvent, early: boolean): void => {
    if (event.defaultPrevented || event.isComposing) return;
    const command = commandFor(event, commands);
    if (!command || (command.early ?? isMeantToMove(event)) !== early) return;
    event.preventDefault();
    if (early) event.stopPropagation();
    command.run();
  };
  const onCapture = (event: KeyboardEvent): void => answer(event, true);
  const onKeyDown = (event: KeyboardEvent): void => answer(event, false);
  window.addEventListener('keydown', onCapture, true);
  window.addEventListener('keydown', onKeyDown);
  return () => {
    window.removeEventListener('keydown', onCapture, true);
    window.removeEventListener('keydown', onKeyDown);
  };
}
