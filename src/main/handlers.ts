import { basename } from 'node:path';
import { app, type BrowserWindow, nativeTheme } from 'electron';
import { writeFileAtomic } from '../files/atomic';
import { templatesDirectory } from '../files/resources';
import type { AppRequestOf } from '../protocol/app';
import type { WorkerStart } from '../protocol/worker';
import type { Devices } from './devices';
import { chooseFile, chooseProject, chooseProjectFolder, chooseText } from './dialogs';
import { failureOf, UserError } from './failure';
import { importText } from './import-text';
import type { Library } from './library';
import type { ProjectStore } from './projects';
import type { Handlers } from './requests';
import type { Supervisor } from './supervisor';
import { readTemplates } from './templates';

export interface Services {
  store: ProjectStore;
  supervisor: Supervisor;
  devices: Devices;
  library: Library;
  /** The chosen backend, remembered on this machine. */
  backend: { read(): string; write(backend: string): Promise<void> };
  window: () => BrowserWindow | null;
  /** Whether a model trains, as the window last said. */
  isTraining: () => boolean;
  stateChanged: (state: AppRequestOf<'window.state'>) => void;
  saveFailed: (reason: string) => void;
  /** A training process had to end, and the window does not know it yet. */
  workerEnded: (project: string) => void;
}

/** What main does for each request of the window. */
export function createHandlers(services: Services): Handlers {
  const { store, supervisor } = services;

  const currentWindow = (): BrowserWindow => {
    const window = services.window();
    if (!window) throw new UserError('The window has gone; open the program again.');
    return window;
  };
  const startOf = (project: string): WorkerStart => ({
    projectDirectory: store.folder(project),
    dataDirectory: null,
    backend: services.backend.read(),
    threads: null,
  });

  return {
    'templates.list': () => readTemplates(templatesDirectory()),

    'project.create': ({ document }) => store.create(document),
    'project.open': async ({ path }) => {
      if (path !== null) return store.openRecent(path);
      const chosen = await chooseProject(currentWindow());
      return chosen === null ? null : store.openPath(chosen);
    },
    'project.save': async ({ project, document }) => {
      try {
        return await store.save(project, document);
      } catch (error) {
        services.saveFailed(failureOf(error).message);
        throw error;
      }
    },
    'project.saveAs': async ({ project, document }) => {
      if (services.isTraining()) {
        throw new UserError('A model is training in this project; pause or stop it, then save the project elsewhere.');
      }
      const target = await chooseProjectFolder(currentWindow(), store.folderName(project));
      if (target === null) return null;
      // A training process writes into the folder it was started with.
      const ended = await supervisor.stop(project);
      try {
        return await store.saveAs(project, target, document);
      } finally {
        if (ended) services.workerEnded(project);
      }
    },
    'project.import-text': async ({ project }) => {
      const chosen = await chooseText(currentWindow());
      return chosen === null ? null : { file: await importText(store.folder(project), chosen) };
    },
    'project.recent': () => store.recent(),
    'project.forget': async ({ path }) => {
      await store.forget(path);
      return null;
    },
    'project.runs': ({ project }) => store.runs(project),

    'runs.document': ({ project, run }) => store.runDocument(project, run),
    'project.peek': async ({ path }) => {
      if (path !== null) return store.peekRecent(path);
      const chosen = await chooseProject(currentWindow(), 'Compare with a project');
      return chosen === null ? null : store.peekPath(chosen);
    },

    'devices.list': () => services.devices.list(),
    'devices.chosen': () => ({ backend: services.backend.read() }),
    'devices.choose': async ({ backend }) => {
      await services.backend.write(backend);
      return null;
    },

    'worker.start': async ({ project }) => {
      await supervisor.start(project, startOf(project));
      return null;
    },
    'worker.stop': async ({ project }) => {
      await supervisor.stop(project);
      return null;
    },

    'window.state': (state) => {
      const window = currentWindow();
      window.setTitle(state.title === '' ? app.name : `${state.title} · ${app.name}`);
      nativeTheme.themeSource = state.theme;
      services.stateChanged(state);
      return null;
    },
    'library.list': () => services.library.list(),
    'library.save': (entry) => services.library.save(entry),
    'library.rename': async (entry) => {
      await services.library.rename(entry);
      return null;
    },
    'library.remove': async ({ id }) => {
      await services.library.remove(id);
      return null;
    },
    'file.save': async ({ suggestedName, bytes }) => {
      const path = await chooseFile(currentWindow(), basename(suggestedName.replaceAll('\\', '/')));
      if (path === null) return null;
      await writeFileAtomic(path, bytes);
      return { path };
    },
  };
}
