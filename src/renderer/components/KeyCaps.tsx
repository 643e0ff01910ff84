import styles from './KeyCaps.module.css';

/** True on macOS, where Mod is the Command key. */
export const isMac = typeof navigator !== 'undefined' && navigator.userAgent.includes('Mac');

const NAMES: Record<string, string> = isMac
  ? {
      Mod: '⌘',
      Shift: '⇧',
      Alt: '⌥',
      Enter: '↩',
      Delete: '⌫',
      Escape: 'esc',
      ArrowLeft: '←',
      ArrowRight: '→',
      ArrowUp: '↑',
      ArrowDown: '↓',
      Arrows: '← → ↑ ↓',
    }
  : {
      Mod: 'Ctrl',
      Delete: 'Del',
      Escape: 'Esc',
      ArrowLeft: '←',
      ArrowRight: '→',
      ArrowUp: '↑',
      ArrowDown: '↓',
      Arrows: '← → ↑ ↓',
      ContextMenu: 'Menu',
    };

/** `Mod+Shift+Z` as the keys that are printed on the keyboard in front of the user. */
export const keyNames = (keys: string): string[] =>
  (keys === '+' ? [keys] : keys.split('+')).map((key) => NAMES[key] ?? key);

export function KeyCaps({ keys }: { keys: string }) {
  return (
    <span className={styles.caps}>
      {keyNames(keys).map((name) => (
        <kbd key={name} className={styles.cap}>
          {name}
        </kbd>
      ))}
    </span>
  );
}
