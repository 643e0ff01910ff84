import { catalogue } from '../../core/catalogue';
import { refreshLibrary } from '../library/library';
import { followAnalysis } from '../state/analysis';
import { Autosave } from '../state/autosave';
import { useDevices } from '../state/devices';
import { useProject } from '../state/project';
import { ProjectFiles } from '../state/project-files';
import { useRun } from '../state/run';
import { useSession } from '../state/session';
import { followTheme, useUi } from '../state/ui';
import type { AppClient } from './app-client';
import { DeviceController } from './devices';
import { setServices } from './services';
import { SessionController } from './session';
import type { WorkerClient } from './worker-client';

/** Builds what the window needs around the two ways out of it, and lets the stores follow each other. */
export function startWindow(app: AppClient, connect: (project: string) => Promise<WorkerClient>): void {
  const toast = useUi.getState().toast;
  const session = new SessionController({
    app,
    catalogue,
    connect,
    backend: () => useDevices.getState().chosen,
    say: (message) => toast({ tone: 'info', message }),
    now: () => performance.now(),
  });
  const autosave = new Autosave(app, (message) => toast({ tone: 'error', message }));
  const files = new ProjectFiles(app, autosave, session);
  const devices = new DeviceController(app, session, toast);
  setServices({ app, session, devices, autosave, files });
  followTheme();
  followAnalysis();
  prepareOnOpening(session);
  refreshOnEdit(session);
  refreshRuns(files);
  reportState(app);
  app.on('window.closing', () => void saveAndClose(session, autosave));
  void files.refreshRecent();
  void devices.load();
  void refreshLibrary(app);
}

/** A project that can be trained and has nothing to resume is compiled at once, so that its lenses show the untrained model. */
function prepareOnOpening(session: SessionController): void {
  let prepared: string | undefined;
  useProject.subscribe(({ project, analysis }) => {
    if (!project || !analysis || prepared === project.project) return;
    prepared = project.project;
    if (analysis.ok && useRun.getState().resumable === null) void session.prepare();
  });
}

/** Milliseconds of rest before a changed graph is compiled again. */
const REFRESH_REST = 700;

/** While no step has been taken a changed graph is compiled again once it rests, so that the lenses show what is wired. */
function refreshOnEdit(session: SessionController): void {
  let timer = 0;
  const wait = (): void => {
    window.clearTimeout(timer);
    if (!useRun.getState().stale || useSession.getState().step > 0) return;
    timer = window.setTimeout(() => {
      const { analysis } = useProject.getState();
      if (useRun.getState().stale && analysis?.ok) void session.refresh();
    }, REFRESH_REST);
  };
  useProject.subscribe((state, before) => {
    if (state.edit?.document !== before.edit?.document || state.analysis !== before.analysis) wait();
  });
}

/** The list of runs is read again when a run comes to rest or writes a checkpoint. */
function refreshRuns(files: ProjectFiles): void {
  useSession.subscribe((state, before) => {
    const rested = state.state !== before.state && state.state !== 'training';
    if (rested || state.lastCheckpoint !== before.lastCheckpoint) void files.refreshRuns();
  });
}

/** Main asks before closing while a model trains, and shows the title. */
function reportState(app: AppClient): void {
  let sent = '';
  const report = (): void => {
    const { state, step } = useSession.getState();
    const training = state === 'training';
    const title = useProject.getState().edit?.document.title ?? '';
    const { theme } = useUi.getState();
    const key = JSON.stringify([training, title, theme]);
    if (key === sent) return;
    sent = key;
    app.request('window.state', { training, title, theme, step }).catch(() => undefined);
  };
  report();
  useSession.subscribe(report);
  useProject.subscribe(report);
  useUi.subscribe(report);
}

async function saveAndClose(session: SessionController, autosave: Autosave): Promise<void> {
  await session.keep();
  if (await autosave.flush()) window.close();
}
