import { useSyncExternalStore } from 'react';
import { readToken } from '../../components/tokens';
import { parseColour, type Rgb } from './rgb';

/** The colours of the present theme, for canvas and WebGL. */
export interface Theme {
  ground: Rgb;
  panel: Rgb;
  line: Rgb;
  lineStrong: Rgb;
  text: Rgb;
  muted: Rgb;
  faint: Rgb;
  accent: Rgb;
  data: Rgb;
  latent: Rgb;
  sampler: Rgb;
  objective: Rgb;
  light: boolean;
}

let theme: Theme | null = null;
const listeners = new Set<() => void>();
let observer: MutationObserver | null = null;

const read = (): Theme => {
  const colour = (name: `--${string}`) => parseColour(readToken(name));
  const ground = colour('--ground');
  return {
    ground,
    panel: colour('--panel'),
    line: colour('--line'),
    lineStrong: colour('--line-strong'),
    text: colour('--text'),
    muted: colour('--muted'),
    faint: colour('--faint'),
    accent: colour('--accent'),
    data: colour('--kind-data'),
    latent: colour('--kind-latent'),
    sampler: colour('--kind-sampler'),
    objective: colour('--kind-objective'),
    light: ground[0] + ground[1] + ground[2] > 384,
  };
};

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (!observer) {
    theme = read();
    observer = new MutationObserver(() => {
      theme = read();
      for (const each of listeners) each();
    });
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    observer?.disconnect();
    observer = null;
    theme = null;
  };
}

function snapshot(): Theme {
  theme ??= read();
  return theme;
}

/** The theme's colours at this moment. */
export const currentTheme = (): Theme => theme ?? read();

/** The theme's colours; a new object when the theme has changed. */
export const useTheme = (): Theme => useSyncExternalStore(subscribe, snapshot);
