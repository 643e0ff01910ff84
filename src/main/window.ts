import { BrowserWindow, nativeTheme, screen } from 'electron';
import { APP_ORIGIN } from '../protocol/channels';
import { MINIMUM_SIZE, placeOn, type WindowState } from './state';

/** Ground colours of the themes: what shows before the page has painted. */
const GROUND = { dark: '#0e1116', light: '#f4f5f8' } as const;

export interface WindowOptions {
  title: string;
  preload: string;
  /** Shown by Linux and Windows; macOS takes it from the package. */
  icon: string;
  state: WindowState;
}

/** The studio's window: no Node in the page, sandboxed, isolated, shown once there is something to see. */
export function createWindow({ title, preload, icon, state }: WindowOptions): BrowserWindow {
  nativeTheme.themeSource = state.theme;
  const window = new BrowserWindow({
    ...placeOn(
      screen.getAllDisplays().map(({ workArea }) => workArea),
      state,
    ),
    minWidth: MINIMUM_SIZE.width,
    minHeight: MINIMUM_SIZE.height,
    title,
    icon,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? GROUND.dark : GROUND.light,
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      // Chromium would fetch its dictionaries from the network.
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  });
  if (state.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  // The title is ours: what is open, said by the window's state.
  window.on('page-title-updated', (event) => event.preventDefault());
  void window.loadURL(`${APP_ORIGIN}/`);
  return window;
}

/** What to remember of a window; a maximised one keeps the size it had before. */
export function stateOf(window: BrowserWindow, theme: WindowState['theme']): WindowState {
  const { x, y, width, height } = window.getNormalBounds();
  return { width, height, position: { x, y }, maximized: window.isMaximized(), theme };
}
