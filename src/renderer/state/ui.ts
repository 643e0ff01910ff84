import { create } from 'zustand';
import { loadPreferences, type Preferences, savePreferences, type ThemeChoice } from './preferences';

export interface Toast {
  id: number;
  tone: 'info' | 'success' | 'error';
  message: string;
  details?: string;
  action?: { label: string; run(): void };
}

export type RailSection = Preferences['rail'];
export type Overlay = 'palette' | 'keys' | 'rename' | null;

/** A question with one way on; closing it is the way back. */
export interface Question {
  title: string;
  text: string;
  action: string;
  run(): void;
}

/** How the window looks at the moment; what is worth remembering lives in `Preferences`. */
export interface UiState extends Preferences {
  /** The theme that is drawn: the choice, or what the system wishes. */
  resolvedTheme: 'dark' | 'light';
  toasts: readonly Toast[];
  overlay: Overlay;
  lensesMaximised: boolean;
  /** The gallery is shown over the open project. */
  gallery: boolean;
  question: Question | null;
  setTheme(theme: ThemeChoice): void;
  setRail(section: RailSection): void;
  setSize(panel: keyof Preferences['sizes'], pixels: number): void;
  togglePanel(panel: keyof Preferences['panels']): void;
  setOverlay(overlay: Overlay): void;
  setLensesMaximised(on: boolean): void;
  setGallery(on: boolean): void;
  ask(question: Question | null): void;
  toast(toast: Omit<Toast, 'id'>): void;
  dismiss(id: number): void;
}

const MAX_TOASTS = 4;
let nextToast = 1;

const systemTheme = (): 'dark' | 'light' =>
  typeof window !== 'undefined' && window.matchMedia?.('(prefers-color-scheme: light)').matches ? 'light' : 'dark';

const resolve = (choice: ThemeChoice): 'dark' | 'light' => (choice === 'system' ? systemTheme() : choice);

export const useUi = create<UiState>((set, get) => {
  const preferences = loadPreferences();
  const remember = (change: Partial<Preferences>): void => {
    set(change);
    const { theme, rail, sizes, panels } = get();
    savePreferences({ theme, rail, sizes, panels });
  };
  return {
    ...preferences,
    resolvedTheme: resolve(preferences.theme),
    toasts: [],
    overlay: null,
    lensesMaximised: false,
    gallery: false,
    question: null,
    setTheme: (theme) => {
      remember({ theme });
      set({ resolvedTheme: resolve(theme) });
    },
    setRail: (rail) => remember({ rail }),
    setSize: (panel, pixels) => remember({ sizes: { ...get().sizes, [panel]: pixels } }),
    togglePanel: (panel) => remember({ panels: { ...get().panels, [panel]: !get().panels[panel] } }),
    setOverlay: (overlay) => set({ overlay }),
    setLensesMaximised: (lensesMaximised) => set({ lensesMaximised }),
    setGallery: (gallery) => set({ gallery }),
    ask: (question) => set({ question }),
    toast: (toast) => set({ toasts: [...get().toasts, { ...toast, id: nextToast++ }].slice(-MAX_TOASTS) }),
    dismiss: (id) => set({ toasts: get().toasts.filter((toast) => toast.id !== id) }),
  };
});

/** Keeps the page's theme attribute, and follows the system while the choice is `system`. Returns the way to stop. */
export function followTheme(): () => void {
  const apply = (): void => {
    document.documentElement.dataset.theme = useUi.getState().resolvedTheme;
  };
  const query = window.matchMedia('(prefers-color-scheme: light)');
  const onSystem = (): void => useUi.setState({ resolvedTheme: resolve(useUi.getState().theme) });
  apply();
  query.addEventListener('change', onSystem);
  const unsubscribe = useUi.subscribe(apply);
  return () => {
    query.removeEventListener('change', onSystem);
    unsubscribe();
  };
}
