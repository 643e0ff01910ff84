import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import '../../../src/renderer/styles/tokens.css';
import '../../../src/renderer/styles/global.css';
import { createRoot } from 'react-dom/client';
import { startWindow } from '../../../src/renderer/client/start-window';
import { App } from '../../../src/renderer/shell/App';
import { FakeApp } from '../fake-app';
import { FakeWorker } from '../fake-worker';

const files = import.meta.glob<string>('../../../resources/templates/*.json', {
  eager: true,
  query: '?raw',
  import: 'default',
});
const app = new FakeApp(
  Object.entries(files).map(([path, text]) => ({ id: path.replace(/^.*\/|\.json$/g, ''), text })),
);
const harness = { app, worker: null as FakeWorker | null };
Object.assign(window, { harness });

startWindow(app, async () => {
  harness.worker = new FakeWorker();
  return harness.worker;
});
const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
