import type { ProjectDocument } from '../../core/graph/document';
import type { AppClient } from '../client/app-client';
import { toFailure } from '../client/failure';
import { currentDocument, type OpenProject, type SaveStatus, useProject } from './project';

/** Milliseconds of rest after an edit before it is written. */
export const AUTOSAVE_REST = 1_000;
/** Longest time that edits in one go stay unwritten. */
export const AUTOSAVE_LIMIT = 5_000;

/**
 * Writes the open project a moment after each edit, one write at a time, and says how it stands in `useProject.saving`.
 * A write that fails keeps the project dirty; the next edit or `flush` tries again.
 */
export class Autosave {
  /** The document as it is on disk. */
  private saved: ProjectDocument | null = null;
  /** The newest document that was looked at. */
  private seen: ProjectDocument | null = null;
  private project: string | undefined;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private dirtySince: number | null = null;
  private writing: Promise<boolean> | null = null;
  private readonly unsubscribe: () => void;

  constructor(
    private readonly app: AppClient,
    private readonly onFailure: (message: string) => void,
  ) {
    this.unsubscribe = useProject.subscribe((state) => this.observe(state.project, state.edit?.document ?? null));
  }

  /** Writes now whatever is unwritten. False when it could not be written. */
  async flush(): Promise<boolean> {
    this.stopTimer();
    if (this.writing) await this.writing;
    const { project, edit } = useProject.getState();
    if (!project || !edit || edit.document === this.saved) return true;
    this.writing = this.write(project, edit.document);
    const written = await this.writing;
    this.writing = null;
    if (written && currentProject() === project.project && currentDocument() !== this.saved) this.arm();
    return written;
  }

  /** The project was written by other means (save as). */
  noteSaved(document: ProjectDocument, savedAt: number): void {
    this.saved = document;
    this.dirtySince = null;
    setStatus({ state: 'saved', savedAt, failure: null });
  }

  stop(): void {
    this.stopTimer();
    this.unsubscribe();
  }

  private observe(project: OpenProject | null, document: ProjectDocument | null): void {
    if (project?.project !== this.project) {
      this.stopTimer();
      this.project = project?.project;
      this.saved = document;
      this.seen = document;
      this.dirtySince = null;
      return;
    }
    if (document === this.seen) return;
    this.seen = document;
    if (!document || document === this.saved) return;
    if (!this.writing) {
      setStatus({ state: 'dirty' });
      this.arm();
    }
  }

  private arm(): void {
    this.stopTimer();
    this.dirtySince ??= Date.now();
    const rest = Math.max(0, Math.min(AUTOSAVE_REST, this.dirtySince + AUTOSAVE_LIMIT - Date.now()));
    this.timer = setTimeout(() => void this.flush(), rest);
  }

  private stopTimer(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  private async write(project: OpenProject, document: ProjectDocument): Promise<boolean> {
    setStatus({ state: 'saving' });
    try {
      const { savedAt } = await this.app.request('project.save', { project: project.project, document });
      this.saved = document;
      this.dirtySince = null;
      const clean = currentDocument() === document;
      if (currentProject() === project.project) {
        setStatus({ state: clean ? 'saved' : 'dirty', savedAt: Date.parse(savedAt), failure: null });
      }
      return true;
    } catch (error) {
      const failure = toFailure(error);
      if (currentProject() === project.project) setStatus({ state: 'failed', failure });
      this.onFailure(failure.message);
      return false;
    }
  }
}

const setStatus = (change: Partial<SaveStatus>): void =>
  useProject.setState({ saving: { ...useProject.getState().saving, ...change } });

const currentProject = (): string | undefined => useProject.getState().project?.project;
