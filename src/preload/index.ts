import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import type { LoomBridge } from '../protocol/app';
import {
  APP_CHANNEL,
  APP_EVENT_CHANNEL,
  APP_ORIGIN,
  WORKER_PORT_CHANNEL,
  WORKER_PORT_MESSAGE,
} from '../protocol/channels';

/** The whole of what the page may do: ask main, and hear from it. Main checks every word. */
const bridge: LoomBridge = {
  request: (type, payload) => ipcRenderer.invoke(APP_CHANNEL, type, payload),
  on: (type, listener) => {
    const hear = (_event: IpcRendererEvent, sent: unknown, payload: Parameters<typeof listener>[0]): void => {
      if (sent === type) listener(payload);
    };
    ipcRenderer.on(APP_EVENT_CHANNEL, hear);
    return () => void ipcRenderer.off(APP_EVENT_CHANNEL, hear);
  },
};

contextBridge.exposeInMainWorld('loom', bridge);

// A MessagePort cannot cross the bridge; it can be posted to the page.
ipcRenderer.on(WORKER_PORT_CHANNEL, (event) => window.postMessage(WORKER_PORT_MESSAGE, APP_ORIGIN, event.ports));
