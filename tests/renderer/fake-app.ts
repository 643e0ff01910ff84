import type { ProjectDocument } from '../../src/core/graph/document';
import type {
  AppEvents,
  AppEventType,
  AppRequestOf,
  AppRequestType,
  AppResponses,
  DeviceInfo,
  LibraryEntry,
  PeekedProject,
  ProjectHandle,
  RecentProject,
  RunSummary,
  TemplateInfo,
} from '../../src/protocol/app';
import type { AppClient } from '../../src/renderer/client/app-client';
import { FailureError } from '../../src/renderer/client/worker-client';

type Listener = (payload: never) => void;

/** Main as the window sees it, kept in memory. Every request is remembered; any type can be told to fail. */
export class FakeApp implements AppClient {
  readonly requests: { type: AppRequestType; payload: unknown }[] = [];
  readonly saved: unknown[] = [];
  readonly failing = new Map<AppRequestType, string>();
  recent: RecentProject[] = [];
  runs: RunSummary[] = [];
  devices: DeviceInfo[] = [{ id: 'cpu', title: 'CPU', available: true }];
  chosen = 'cpu';
  library: Extract<LibraryEntry, { id: string }>[] = [];
  unfinishedRun: RunSummary | null = null;
  /** Texts that `runs.document` gives, by run. */
  readonly runDocuments = new Map<string, string>();
  /** What `project.peek` gives; null cancels. */
  peeked: PeekedProject | null = null;
  /** Text of the project that `project.open` gives; null cancels. */
  openText: string | null = null;
  private projects = 0;
  private readonly listeners = new Map<AppEventType, Set<Listener>>();

  constructor(private readonly templates: TemplateInfo[] = []) {}

  async request<T extends AppRequestType>(type: T, payload: AppRequestOf<T>): Promise<AppResponses[T]> {
    this.requests.push({ type, payload });
    const reason = this.failing.get(type);
    if (reason !== undefined) throw new FailureError({ message: reason, user: true });
    const answers: { [K in AppRequestType]: (payload: AppRequestOf<K>) => AppResponses[K] } = {
      'templates.list': () => this.templates,
      'project.create': ({ document }) => this.handle(JSON.stringify(document), null),
      'project.open': ({ path }) =>
        this.openText === null ? null : this.handle(this.openText, path ?? '/projects/chosen'),
      'project.save': ({ document }) => {
        this.saved.push(document);
        return { savedAt: new Date().toISOString() };
      },
      'project.saveAs': ({ project, document }) => {
        this.saved.push(document);
        // Main ends the process that writes into the old folder, and tells of it a little later.
        const failure = { message: 'The training process ended because the project has moved.', user: false };
        setTimeout(() => this.emit('worker.exited', { project, failure, lastCheckpoint: null }));
        return { path: '/projects/elsewhere' };
      },
      'project.recent': () => this.recent,
      'project.forget': ({ path }) => {
        this.recent = this.recent.filter((entry) => entry.path !== path);
        return null;
      },
      'project.runs': () => this.runs,
      'runs.document': ({ run }) => ({ text: this.runDocuments.get(run) ?? '' }),
      'project.peek': () => this.peeked,
      'devices.list': () => this.devices,
      'devices.chosen': () => ({ backend: this.chosen }),
      'devices.choose': ({ backend }) => {
        this.chosen = backend;
        return null;
      },
      'worker.start': () => null,
      'worker.stop': () => null,
      'window.state': () => null,
      'library.list': () => this.library,
      'library.save': ({ id, title, summary, text }) => {
        const entry = { id: id ?? `entry-${this.library.length + 1}`, title, summary, text, savedAt: '' };
        this.library = [...this.library.filter((other) => other.id !== entry.id), entry];
        return { id: entry.id };
      },
      'library.rename': ({ id, title, summary }) => {
        this.library = this.library.map((entry) => (entry.id === id ? { ...entry, title, summary } : entry));
        return null;
      },
      'library.remove': ({ id }) => {
        this.library = this.library.filter((entry) => entry.id !== id);
        return null;
      },
      'project.import-text': () => ({ file: 'data/story.txt' }),
      'file.save': () => ({ path: '/pictures/picture.png' }),
    };
    return answers[type](payload);
  }

  on<T extends AppEventType>(type: T, listener: (payload: AppEvents[T]) => void): () => void {
    const set = this.listeners.get(type) ?? new Set();
    this.listeners.set(type, set);
    set.add(listener as Listener);
    return () => set.delete(listener as Listener);
  }

  emit<T extends AppEventType>(type: T, payload: AppEvents[T]): void {
    for (const listener of this.listeners.get(type) ?? []) listener(payload as never);
  }

  /** Documents saved so far, newest last. */
  documents(): ProjectDocument[] {
    return this.saved as ProjectDocument[];
  }

  private handle(text: string, path: string | null): ProjectHandle {
    return { project: `project-${++this.projects}`, path, text, unfinishedRun: this.unfinishedRun };
  }
}
