import { createHash, randomUUID } from 'node:crypto';
import { readdir, realpath, rm, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { FileError } from '../files/file-error';
import { listRuns, projectPath, readProjectText, writeProjectText } from '../files/project-folder';
import type { PeekedProject, ProjectHandle, RecentProject, RunSummary } from '../protocol/app';
import { documentText, isOurs, titleOf } from './document-text';
import { UserError } from './failure';
import { copyProject, moveProject, requireFreeFolder } from './project-copy';
import { RecentList } from './recent';
import { documentOfRun, runsOf, unfinishedRun } from './runs';

interface OpenProject {
  id: string;
  folder: string;
  draft: boolean;
  /** Digest of the document as we last read or wrote it; null when what we read is not a document of this program. */
  known: string | null;
  title: string;
  /** Writes happen one after another. */
  queue: Promise<unknown>;
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Projects on disk. A draft lives under the user's data folder until it is saved somewhere; both kinds are the same
 * kind of folder. The window knows projects by opaque ids; paths are chosen in dialogs and stay here.
 */
export class ProjectStore {
  readonly recents: RecentList;
  private readonly drafts: string;
  private readonly open = new Map<string, OpenProject>();
  /** The one that the window shows: the last that was opened. */
  private current: OpenProject | null = null;

  /** @param trash Moves a folder to where the user can still get it back. */
  constructor(
    userData: string,
    private readonly trash: (folder: string) => Promise<void>,
  ) {
    this.recents = new RecentList(userData);
    this.drafts = join(userData, 'drafts');
  }

  async create(document: unknown): Promise<ProjectHandle> {
    const text = documentText(document);
    const folder = join(this.drafts, randomUUID());
    await writeProjectText(folder, text);
    return this.handle(folder, text, digest(text));
  }

  /** Opens a project folder, or the `project.json` in it. A document that is damaged is still shown, never written to. */
  async openPath(path: string): Promise<ProjectHandle> {
    const folder = await projectFolder(path);
    return this.handle(folder, await readProjectText(folder));
  }

  /** Opens a project of the list of recent ones: other paths only come out of a dialog. */
  async openRecent(path: string): Promise<ProjectHandle> {
    await this.requireRecent(path);
    return this.openPath(path);
  }

  /** The document of a project, read and not opened. */
  async peekPath(path: string): Promise<PeekedProject> {
    const folder = await projectFolder(path);
    const text = await readProjectText(folder);
    return { title: titleOf(text, folder), text };
  }

  /** The same of a project of the list of recent ones. */
  async peekRecent(path: string): Promise<PeekedProject> {
    await this.requireRecent(path);
    return this.peekPath(path);
  }

  private async requireRecent(path: string): Promise<void> {
    if ((await this.recents.read()).some((entry) => entry.path === path)) return;
    throw new UserError(`${path}: is not among the recent projects; choose it in the dialog.`);
  }

  async save(id: string, document: unknown): Promise<{ savedAt: string }> {
    const project = this.find(id);
    const text = documentText(document);
    await this.enqueue(project, () => this.write(project, text));
    return { savedAt: new Date().toISOString() };
  }

  /** Moves a draft to `target`, or copies a saved project there; from then on the project lives in `target`. */
  async saveAs(id: string, target: string, document: unknown): Promise<{ path: string }> {
    const project = this.find(id);
    const text = documentText(document);
    const folder = resolve(target);
    await this.enqueue(project, async () => {
      if (folder === project.folder) return this.write(project, text);
      await requireFreeFolder(folder, project.folder);
      const { folder: old, draft } = project;
      await (draft ? moveProject : copyProject)(old, folder);
      await writeProjectText(folder, text);
      Object.assign(project, {
        folder: await realpath(folder),
        draft: false,
        known: digest(text),
        title: titleOf(text, folder),
      });
      if (draft) await this.recents.remove(old).catch(() => undefined);
      await this.remember(project);
    });
    return { path: project.folder };
  }

  async runs(id: string): Promise<RunSummary[]> {
    return runsOf(this.find(id).folder);
  }

  /** The document that a run of an open project trains. */
  async runDocument(id: string, run: string): Promise<{ text: string }> {
    return { text: await documentOfRun(this.find(id).folder, run) };
  }

  /** Folder of an open project. */
  folder(id: string): string {
    return this.find(id).folder;
  }

  /** Suggestion for a dialog: the project's title, fit for the name of a folder. */
  folderName(id: string): string {
    return (
      this.find(id)
        .title.replace(/[<>:"/\\|?*\p{Cc}]+/gu, ' ')
        .replace(/^[\s.]+|[\s.]+$/g, '') || 'Project'
    );
  }

  /** Projects opened lately. A draft in which nothing has happened is left out, and removed once it is not open. */
  async recent(): Promise<RecentProject[]> {
    const listed: RecentProject[] = [];
    await this.listLostDrafts();
    for (const { untouched, ...entry } of await this.recents.read()) {
      if (untouched === undefined || !(await this.isUntouched(entry.path, untouched))) listed.push(entry);
      else if (!this.isOpen(entry.path)) await this.discard(entry.path);
    }
    return listed;
  }

  /** Takes a project off the list. Nothing else leads to a draft, so a draft goes to the trash. */
  async forget(path: string): Promise<void> {
    const draft = await this.isDraft(path);
    if (draft && this.isOpen(path)) throw new UserError('This draft is open; open another project, then remove it.');
    if (draft && (await exists(path))) {
      await this.trash(path).catch((error: unknown) => {
        throw new UserError(`${path}: could not be moved to the trash; it stays on the list.`, { cause: error });
      });
    }
    await this.recents.remove(path);
  }

  /** Waits for everything that is being written. */
  async idle(): Promise<void> {
    await Promise.all([...this.open.values()].map(({ queue }) => queue));
  }

  /** Puts drafts that the list does not know (it was damaged, or cut short) back on it: nothing else leads to them. */
  private async listLostDrafts(): Promise<void> {
    const folder = await this.draftsFolder();
    const known = new Set((await this.recents.read()).map(({ path }) => path));
    for (const name of await readdir(folder).catch(() => [])) {
      const path = join(folder, name);
      const text = known.has(path) ? null : await readProjectText(path).catch(() => null);
      if (text === null) continue;
      const openedAt = (await stat(projectPath(path))).mtime.toISOString();
      await this.recents.append({ path, title: titleOf(text, path), openedAt, draft: true });
    }
  }

  private isOpen(path: string): boolean {
    return this.current?.folder === path;
  }

  private async isDraft(path: string): Promise<boolean> {
    return dirname(path) === (await this.draftsFolder());
  }

  /** True for a draft without runs whose document is the one it began with. */
  private async isUntouched(path: string, beginning: string): Promise<boolean> {
    if (!(await this.isDraft(path)) || (await listRuns(path)).length > 0) return false;
    const text = await readProjectText(path).catch(() => null);
    return text !== null && digest(text) === beginning;
  }

  /** Removes a draft that holds nothing; where that fails it is only tried again later. */
  private async discard(path: string): Promise<void> {
    await rm(path, { recursive: true, force: true })
      .then(() => this.recents.remove(path))
      .catch(() => undefined);
  }

  private async draftsFolder(): Promise<string> {
    return realpath(this.drafts).catch(() => this.drafts);
  }

  private find(id: string): OpenProject {
    const project = this.open.get(id);
    if (!project) throw new UserError('This project is no longer open; open it again.');
    return project;
  }

  private async handle(path: string, text: string, untouched?: string): Promise<ProjectHandle> {
    const folder = await realpath(path);
    const draft = await this.isDraft(folder);
    const known = isOurs(text) ? digest(text) : null;
    const same = [...this.open.values()].find((project) => project.folder === folder);
    const project = same ?? { id: randomUUID(), folder, draft, known, title: '', queue: Promise.resolve() };
    Object.assign(project, { known, title: titleOf(text, folder) });
    this.open.set(project.id, project);
    this.current = project;
    if (known !== null) await this.remember(project, untouched);
    return { project: project.id, path: draft ? null : folder, text, unfinishedRun: await unfinishedRun(folder) };
  }

  private async write(project: OpenProject, text: string): Promise<void> {
    const place = projectPath(project.folder);
    if (project.known === null) {
      throw new UserError(
        `${place}: is not a project of this program; it was left as it is. Save the project elsewhere.`,
      );
    }
    const current = await readProjectText(project.folder).catch((error: unknown) => {
      if (error instanceof FileError && error.code === 'missing') return null;
      throw error;
    });
    if (current !== null && digest(current) !== project.known) {
      throw new UserError(`${place}: was changed by another program; save the project elsewhere, or open it again.`);
    }
    await writeProjectText(project.folder, text);
    project.known = digest(text);
    const title = titleOf(text, project.folder);
    if (title === project.title) return;
    project.title = title;
    await this.remember(project);
  }

  /** The list of recent projects is a convenience: failing to write it fails nothing else. */
  private async remember({ folder, title, draft }: OpenProject, untouched?: string): Promise<void> {
    const entry = { path: folder, title, openedAt: new Date().toISOString(), draft, untouched };
    await this.recents.add(entry).catch(() => undefined);
  }

  private enqueue<T>(project: OpenProject, work: () => Promise<T>): Promise<T> {
    const done = project.queue.then(work);
    project.queue = done.catch(() => undefined);
    return done;
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** The project's folder that a path from a dialog or from the list of recent projects means. */
async function projectFolder(path: string): Promise<string> {
  if (!isAbsolute(path) || path.includes('\0'))
    throw new UserError('A project is opened by its full path; choose it in the dialog.');
  const info = await stat(path).catch(() => null);
  if (!info) throw new UserError(`${path}: does not exist; it may have been moved or deleted.`);
  if (info.isDirectory()) return path;
  if (basename(path) === 'project.json') return dirname(path);
  throw new UserError(
    `${path.split(sep).at(-1)}: is not a project; choose a project's folder or the project.json in it.`,
  );
}
