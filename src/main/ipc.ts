import { type BrowserWindow, ipcMain } from 'electron';
import type { AppEvents, AppEventType } from '../protocol/app';
import { APP_CHANNEL, APP_EVENT_CHANNEL, APP_ORIGIN } from '../protocol/channels';
import type { Result } from '../protocol/common';
import { answer, type Handlers } from './requests';

/** Answers the requests of one window: of its own page in its main frame, and of nobody else. */
export function listen(window: () => BrowserWindow | null, handlers: Handlers): void {
  ipcMain.handle(APP_CHANNEL, async (event, type: unknown, payload: unknown): Promise<Result<unknown>> => {
    const contents = window()?.webContents;
    const frame = event.senderFrame;
    if (!contents || event.sender !== contents || frame !== contents.mainFrame || frame?.origin !== APP_ORIGIN) {
      const message = 'A page that is not the studio asked main for something; it was refused.';
      return { ok: false, failure: { message, user: false } };
    }
    return answer(handlers, type, payload);
  });
}

/** Tells the window something; silently nothing when it has gone. */
export function tell<T extends AppEventType>(window: BrowserWindow | null, type: T, payload: AppEvents[T]): void {
  if (window && !window.isDestroyed() && !window.webContents.isDestroyed()) {
    window.webContents.send(APP_EVENT_CHANNEL, type, payload);
  }
}
