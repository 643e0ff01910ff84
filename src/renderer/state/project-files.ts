import { catalogue } from '../../core/catalogue';
import { emptySelection, parseDocument, startEditing } from '../../core/graph';
import type { ProjectDocument } from '../../core/graph/document';
import type { ProjectHandle } from '../../protocol/app';
import type { AppClient } from '../client/app-client';
import { toFailure } from '../client/failure';
import type { SessionController } from '../client/session';
import { formatCount } from '../format';
import type { Autosave } from './autosave';
import { currentDocument, useProject } from './project';
import { useRun } from './run';
import { type Toast, useUi } from './ui';

/** Sentences about an upgrade that stand in its message; the rest is folded away. */
const TOLD = 3;

/** What was done to a file from an older version, so that it can be read. */
export function upgradeNotice(sentences: readonly string[]): Omit<Toast, 'id'> {
  // Nodes of one title say the same.
  const different = [...new Set(sentences)];
  const told = different.slice(0, TOLD).join(' ');
  const rest = different.length - TOLD;
  if (rest <= 0) return { tone: 'info', message: `The file was brought up to date: ${told}` };
  return {
    tone: 'info',
    message: `The file was brought up to date: ${told} And ${formatCount(rest)} more.`,
    details: different.join('\n'),
  };
}

/** New, open, save, save as, recent: the way of a project between the window and the disk. */
export class ProjectFiles {
  constructor(
    private readonly app: AppClient,
    private readonly autosave: Autosave,
    private readonly session: SessionController,
  ) {}

  /** Makes a draft from a template or a blank document and opens it. */
  create(document: ProjectDocument): Promise<boolean> {
    return this.attempt(async () => this.adopt(await this.app.request('project.create', { document })));
  }

  /** Opens a recent folder, or asks for one. */
  open(path: string | null): Promise<boolean> {
    return this.attempt(async () => {
      const handle = await this.app.request('project.open', { path });
      return handle ? this.adopt(handle) : false;
    });
  }

  /** Writes the project where it is; asks for a place while it is a draft. */
  async save(): Promise<boolean> {
    const { project } = useProject.getState();
    if (!project) return false;
    return project.path === null ? this.saveAs() : this.autosave.flush();
  }

  saveAs(): Promise<boolean> {
    return this.attempt(() => this.session.moveWith(() => this.moveElsewhere()));
  }

  /** Writes what is unwritten, ends the training process and goes back to the gallery. */
  async close(): Promise<void> {
    await this.leave();
    useUi.setState({ toasts: [] });
    useProject.setState({
      project: null,
      edit: null,
      analysis: null,
      place: null,
      selection: emptySelection,
      runs: [],
    });
    void this.refreshRecent();
  }

  async refreshRecent(): Promise<void> {
    await this.attempt(async () => {
      useProject.setState({ recent: await this.app.request('project.recent', {}) });
      return true;
    });
  }

  async forget(path: string): Promise<void> {
    await this.attempt(async () => {
      await this.app.request('project.forget', { path });
      return true;
    });
    await this.refreshRecent();
  }

  async refreshRuns(): Promise<void> {
    const project = useProject.getState().project?.project;
    if (!project) return;
    await this.attempt(async () => {
      const runs = await this.app.request('project.runs', { project });
      if (useProject.getState().project?.project === project) useProject.setState({ runs });
      return true;
    });
  }

  private async moveElsewhere(): Promise<boolean> {
    const { project } = useProject.getState();
    const document = currentDocument();
    if (!project || !document) return false;
    const saved = await this.app.request('project.saveAs', { project: project.project, document });
    if (!saved) return false;
    useProject.setState({ project: { ...project, path: saved.path } });
    this.autosave.noteSaved(document, Date.now());
    useUi.getState().toast({ tone: 'success', message: `Saved in ${saved.path}` });
    void this.refreshRecent();
    return true;
  }

  private async adopt(handle: ProjectHandle): Promise<boolean> {
    const name = handle.path ?? 'This project';
    const parsed = parseDocument(handle.text, catalogue, name);
    if (!parsed.ok) {
      const rest = parsed.problems.map(({ message }) => message).filter((message) => message !== parsed.problem);
      useUi.getState().toast({ tone: 'error', message: parsed.problem, details: rest.join('\n') || undefined });
      return false;
    }
    await this.leave();
    useUi.setState({ toasts: [] });
    useProject.setState({
      project: { project: handle.project, path: handle.path },
      edit: startEditing(parsed.document),
      place: null,
      selection: emptySelection,
      analysis: null,
      saving: { state: 'saved', savedAt: Date.now(), failure: null },
      runs: [],
    });
    useRun.setState({ resumable: handle.unfinishedRun });
    if (parsed.upgraded.length > 0) useUi.getState().toast(upgradeNotice(parsed.upgraded));
    void this.refreshRecent();
    void this.refreshRuns();
    return true;
  }

  private async leave(): Promise<void> {
    if (!useProject.getState().project) return;
    await this.session.keep();
    await this.autosave.flush();
    await this.session.close();
  }

  private async attempt(action: () => Promise<boolean>): Promise<boolean> {
    try {
      return await action();
    } catch (error) {
      const { message, details } = toFailure(error);
      useUi.getState().toast({ tone: 'error', message, details });
      return false;
    }
  }
}
