import styles from './glide.module.css';

const DURATION = 240;

/** Lets nodes glide to the places that they are given next, unless the system asks for little motion. */
export function glide(): void {
  const pane = document.querySelector('.react-flow');
  if (!pane || window.matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  pane.classList.add(styles.gliding);
  window.setTimeout(() => pane.classList.remove(styles.gliding), DURATION + 40);
}
