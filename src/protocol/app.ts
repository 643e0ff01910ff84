/** Every message between the window and main. Arguments are validated in main with `appSchemas`. */
import { z } from 'zod';
import type { Failure } from './common';

const path = z.string().min(1).max(4_096);
/** Id of a backend, for instance `webgpu`. */
const backend = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/);
const project = z.string().regex(/^[A-Za-z0-9-]{1,64}$/);

/** Bounds of the user's library. */
export const LIBRARY_LIMITS = { entries: 500, bytes: 4 * 2 ** 20, title: 80, summary: 200 } as const;

const libraryId = z.uuid();
const libraryTitle = z.string().trim().min(1).max(LIBRARY_LIMITS.title);
const librarySummary = z.string().max(LIBRARY_LIMITS.summary);

export const appSchemas = {
  'templates.list': z.object({}),
  /** Makes a draft project from a document (a template or a blank one); it is autosaved under the user's data folder. */
  'project.create': z.object({ document: z.unknown() }),
  /** Asks with the system's dialog, or opens a recent path. Null when the user cancelled. */
  'project.open': z.object({ path: path.nullable() }),
  /** Writes the document into the project's own folder (autosave and Ctrl+S of a saved project). */
  'project.save': z.object({ project, document: z.unknown() }),
  /** Asks for a folder and moves the draft (or copies the project) there. Null when cancelled. */
  'project.saveAs': z.object({ project, document: z.unknown() }),
  /** Asks for a text file and copies it into the project's folder. Null when cancelled. */
  'project.import-text': z.object({ project }),
  'project.recent': z.object({}),
  'project.forget': z.object({ path }),
  /** Runs of the project on disk, newest first. */
  'project.runs': z.object({ project }),
  /** The document that a run trains, as text. */
  'runs.document': z.object({ project, run: z.string().min(1).max(64) }),
  /** Reads another project without opening it: asks with the system's dialog, or takes a recent path. Null when cancelled. */
  'project.peek': z.object({ path: path.nullable() }),
  /** Everything there is to compute on, with a reason where it cannot be used; takes seconds at the first time. */
  'devices.list': z.object({}),
  /** Backend that the next training process starts with, as it is remembered on this machine. */
  'devices.chosen': z.object({}),
  'devices.choose': z.object({ backend }),
  /** Starts (or restarts) the training process of a project; its port arrives as a window message. */
  'worker.start': z.object({ project }),
  'worker.stop': z.object({ project }),
  /** Tells main whether closing the window needs a question. */
  'window.state': z.object({
    training: z.boolean(),
    /** Step that training has reached, for the question. */
    step: z.int().min(0).optional(),
    title: z.string().max(200),
    theme: z.enum(['dark', 'light', 'system']),
  }),
  /** Blocks and fragments that the user keeps on this machine, by title. */
  'library.list': z.object({}),
  /** Adds an entry (`id` null), or writes one whole again under its id; `text` is what the clipboard would hold. */
  'library.save': z.object({
    id: libraryId.nullable(),
    title: libraryTitle,
    summary: librarySummary,
    text: z.string().min(2).max(LIBRARY_LIMITS.bytes),
  }),
  'library.rename': z.object({ id: libraryId, title: libraryTitle, summary: librarySummary }),
  'library.remove': z.object({ id: libraryId }),
  /** Saves bytes that the window made (a picture, an NPZ) where the user chooses. Null when cancelled. */
  'file.save': z.object({ suggestedName: z.string().min(1).max(200), bytes: z.instanceof(Uint8Array) }),
} as const;

export type AppRequestType = keyof typeof appSchemas;
export type AppRequestOf<T extends AppRequestType> = z.infer<(typeof appSchemas)[T]>;

export interface ProjectHandle {
  /** Opaque id for this session; paths stay in main. */
  project: string;
  /** Folder for display, null while it is an unsaved draft. */
  path: string | null;
  /** JSON text of the document as read from disk; parsed and checked with the document schema in the window. */
  text: string;
  /** A run that was cut off (worker or program died) and can be continued. */
  unfinishedRun: RunSummary | null;
}
/** Something to compute on. */
export const deviceSchema = z.object({
  id: backend,
  title: z.string(),
  available: z.boolean(),
  /** Why it is not available and what to do, in one sentence. */
  reason: z.string().optional(),
  /** Runs without acceleration of its own. */
  software: z.boolean().optional(),
  /** Name of the device, as its driver gives it. */
  device: z.string().optional(),
});
export type DeviceInfo = z.infer<typeof deviceSchema>;

export interface RunSummary {
  run: string;
  step: number;
  steps: number;
  startedAt: string;
  finished: boolean;
  metrics: Record<string, number>;
  /** Backends in the order of use, where the run moved from one to another. */
  backends?: string[];
}
export interface RecentProject {
  path: string;
  title: string;
  openedAt: string;
  draft: boolean;
}
/** A project that was read and not opened. */
export interface PeekedProject {
  title: string;
  /** JSON text of the document; parsed and checked in the window. */
  text: string;
}
/** An entry of the user's library, or a file in its folder that cannot be read and is left as it is. */
export type LibraryEntry =
  | { id: string; title: string; summary: string; savedAt: string; text: string }
  | { file: string; damaged: string };

export interface TemplateInfo {
  id: string;
  text: string;
}
export interface AppResponses {
  'templates.list': TemplateInfo[];
  'project.create': ProjectHandle;
  'project.open': ProjectHandle | null;
  'project.save': { savedAt: string };
  'project.saveAs': { path: string } | null;
  /** Path from the project's folder on. */
  'project.import-text': { file: string } | null;
  'project.recent': RecentProject[];
  'project.forget': null;
  'project.runs': RunSummary[];
  'runs.document': { text: string };
  'project.peek': PeekedProject | null;
  'devices.list': DeviceInfo[];
  'devices.chosen': { backend: string };
  'devices.choose': null;
  'worker.start': null;
  'worker.stop': null;
  'window.state': null;
  'library.list': LibraryEntry[];
  'library.save': { id: string };
  'library.rename': null;
  'library.remove': null;
  'file.save': { path: string } | null;
}

/** Commands that the application menu sends to the window; ids of commands in the window's palette. */
export const MENU_COMMANDS = [
  'project.new',
  'project.open',
  'project.save',
  'project.saveAs',
  'edit.undo',
  'edit.redo',
  'help.keys',
] as const;
export type MenuCommand = (typeof MENU_COMMANDS)[number];

export interface AppEvents {
  'menu.command': { command: MenuCommand };
  /** The training process ended by itself. */
  'worker.exited': { project: string; failure: Failure; lastCheckpoint: RunSummary | null };
  /** The system asked to close: the window saves, then calls `window.close()`. */
  'window.closing': Record<string, never>;
}
export type AppEventType = keyof AppEvents;

export { APP_CHANNEL, APP_EVENT_CHANNEL, WORKER_PORT_CHANNEL, WORKER_PORT_MESSAGE } from './channels';

/** What preload puts on `window.loom`. Results are `Result<…>`: main never throws through the bridge. */
export interface LoomBridge {
  request<T extends AppRequestType>(
    type: T,
    payload: AppRequestOf<T>,
  ): Promise<import('./common').Result<AppResponses[T]>>;
  /** Subscribes to main's events; returns the way to stop. */
  on<T extends AppEventType>(type: T, listener: (payload: AppEvents[T]) => void): () => void;
}
