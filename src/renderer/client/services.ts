import type { Autosave } from '../state/autosave';
import type { ProjectFiles } from '../state/project-files';
import type { AppClient } from './app-client';
import type { DeviceController } from './devices';
import type { SessionController } from './session';

/** The long-lived objects behind the window. */
export interface Services {
  app: AppClient;
  session: SessionController;
  devices: DeviceController;
  files: ProjectFiles;
  autosave: Autosave;
}

let started: Services | null = null;

export function setServices(services: Services): void {
  started = services;
}

/** Throws before `startWindow` has run: nothing may be asked of main by then. */
export function services(): Services {
  if (!started) throw new Error('The window was drawn before its services were started.');
  return started;
}
