import { app, type BrowserWindow, MessageChannelMain, shell, utilityProcess } from 'electron';
import { WORKER_PORT_CHANNEL } from '../protocol/channels';
import type { Failure } from '../protocol/common';
import { Closing } from './closing';
import { Devices } from './devices';
import { askAfterCrash, askWhileTraining, askWhileUnsaved } from './dialogs';
import { createHandlers } from './handlers';
import { listen, tell } from './ipc';
import { Library } from './library';
import { installMenu } from './menu';
import type { programPaths } from './paths';
import { ProjectStore } from './projects';
import { lastCheckpoint } from './runs';
import { readBackend, readWindowState, writeBackend, writeWindowState } from './state';
import { Supervisor } from './supervisor';
import { createWindow, stateOf } from './window';

const MOVED: Failure = {
  message: 'The training process ended because the project has moved; continue from the last checkpoint.',
  user: true,
};

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}

/** The running studio: one window, its projects and their training processes. */
export class Studio {
  private window: BrowserWindow | null = null;
  private closing: Closing | null = null;
  private readonly userData = app.getPath('userData');
  private theme = readWindowState(this.userData).theme;
  private remembering: Promise<void> = Promise.resolve();
  private readonly store = new ProjectStore(this.userData, (folder) => shell.trashItem(folder));
  private readonly supervisor: Supervisor;

  /** @param stayed Called when the user decided not to close after all. */
  constructor(
    private readonly paths: ReturnType<typeof programPaths>,
    private readonly stayed: () => void,
  ) {
    this.supervisor = new Supervisor({
      fork: () => this.fork(),
      channel: () => new MessageChannelMain(),
      deliver: (port) => this.window?.webContents.postMessage(WORKER_PORT_CHANNEL, null, [port]),
      killNow,
      exited: (project, failure) => void this.tellEnd(project, failure),
    });
    const handlers = createHandlers({
      store: this.store,
      supervisor: this.supervisor,
      devices: new Devices((faultyDriver) => this.forkDevices(faultyDriver)),
      library: new Library(this.userData),
      backend: {
        read: () => readBackend(this.userData),
        write: (backend) => writeBackend(this.userData, backend),
      },
      window: () => this.window,
      isTraining: () => this.closing?.training != null,
      stateChanged: ({ training, step, theme }) => {
        this.theme = theme;
        if (this.closing) this.closing.training = training ? { step: step ?? null } : null;
      },
      saveFailed: (reason) => void this.closing?.saveFailed(reason),
      workerEnded: (project) => void this.tellEnd(project, MOVED),
    });
    listen(() => this.window, handlers);
    installMenu((command) => tell(this.window, 'menu.command', { command }));
  }

  /** Opens the window, or brings it to the front. */
  show(): void {
    if (this.window?.isMinimized()) this.window.restore();
    if (this.window) this.window.focus();
    else this.open();
  }

  /** Closes the window without a question; it saves what it has. */
  close(): void {
    if (this.closing) this.closing.training = null;
    if (this.window) this.window.close();
    else app.quit();
  }

  /** Ends the training processes and waits for what is being written. */
  async finish(): Promise<void> {
    await Promise.all([this.supervisor.stopAll(), this.store.idle(), this.remembering]);
  }

  private open(): void {
    const window = createWindow({
      title: app.name,
      preload: this.paths.preload,
      icon: this.paths.icon,
      state: readWindowState(this.userData),
    });
    const closing = new Closing({
      askTraining: (step) => askWhileTraining(window, step),
      askUnsaved: (reason) => askWhileUnsaved(window, reason),
      tellWindow: () => tell(window, 'window.closing', {}),
      close: () => window.close(),
      stayed: this.stayed,
    });
    this.window = window;
    this.closing = closing;
    window.on('close', (event) => {
      // Now, not at the end: when the page closes itself, no further event comes.
      this.remembering = writeWindowState(this.userData, stateOf(window, this.theme));
      if (!closing.mayClose()) event.preventDefault();
    });
    window.on('closed', () => {
      this.window = null;
      this.closing = null;
      void this.supervisor.stopAll();
    });
    // A page that loads anew has lost its ports: nobody could talk to the processes of the old one.
    window.webContents.on('did-start-navigation', (details) => {
      if (details.isMainFrame && !details.isSameDocument) void this.supervisor.stopAll();
    });
    window.webContents.on('render-process-gone', async (_event, { reason }) => {
      if (reason === 'clean-exit') return;
      console.error(`The page's process has gone: ${reason}.`);
      closing.training = null;
      if (await askAfterCrash(window)) return window.webContents.reload();
      closing.abandon();
      window.close();
    });
  }

  private async tellEnd(project: string, failure: Failure): Promise<void> {
    const last = await lastCheckpoint(this.store.folder(project)).catch(() => null);
    tell(this.window, 'worker.exited', { project, failure, lastCheckpoint: last });
  }

  /** A process that tells what there is to compute on. */
  private forkDevices(faultyDriver: string | null): Electron.UtilityProcess {
    const flags = faultyDriver === null ? [] : [`--faulty-driver=${faultyDriver}`];
    return utilityProcess.fork(this.paths.worker, ['--devices', ...flags], {
      serviceName: 'Latent Loom devices',
      stdio: 'ignore',
    });
  }

  private fork(): Electron.UtilityProcess {
    const worker = utilityProcess.fork(this.paths.worker, [], {
      serviceName: 'Latent Loom training',
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    worker.stderr?.on('data', (chunk: Buffer) => process.stderr.write(chunk));
    return worker;
  }
}
