import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import './styles/tokens.css';
import './styles/global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { LoomBridge } from '../protocol/app';
import { createAppClient } from './client/app-client';
import { startWindow } from './client/start-window';
import { connectWorker } from './client/worker-ports';
import { App } from './shell/App';

declare global {
  interface Window {
    /** Put here by preload. */
    readonly loom: LoomBridge;
  }
}

const app = createAppClient(window.loom);
startWindow(app, (project) => connectWorker(app, project));

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element "root" to draw the window in.');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
