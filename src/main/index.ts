import { app } from 'electron';
import { chosenUserData, programPaths } from './paths';
import { registerScheme, secureContents, secureSession } from './security';
import { Studio } from './studio';

/** A sentence on standard error, then the end: there is no window yet that could show it. */
function refuse(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(2);
}

function chooseUserData(): void {
  try {
    const folder = chosenUserData(process.env.LOOM_USER_DATA);
    if (folder) app.setPath('userData', folder);
  } catch (error) {
    refuse(error);
  }
}

async function start(): Promise<void> {
  await app.whenReady();
  const paths = programPaths(app.getAppPath());
  secureSession(paths.page);

  let quitting = false;
  let finished = false;
  const studio = new Studio(paths, () => {
    quitting = false;
  });
  app.on('before-quit', () => {
    quitting = true;
  });
  app.on('window-all-closed', () => {
    if (quitting || process.platform !== 'darwin') app.quit();
  });
  app.on('will-quit', (event) => {
    if (finished) return;
    event.preventDefault();
    void studio.finish().finally(() => {
      finished = true;
      app.quit();
    });
  });
  // Whoever sends a signal wants no question; Electron's own handlers would not wait for anything to be saved.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!quitting) studio.close();
      quitting = true;
    });
  }
  app.on('second-instance', () => studio.show());
  app.on('activate', () => studio.show());
  studio.show();
}

chooseUserData();
registerScheme();
secureContents();
// The studio needs no network at all: no name resolves, in the page or in Chromium's own services.
app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
// One studio for each user data folder: two would write the same drafts.
if (app.requestSingleInstanceLock()) start().catch(refuse);
else app.quit();
