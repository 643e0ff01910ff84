import { randomUUID } from 'node:crypto';
import { cp, mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { fileError } from '../files/file-error';
import { UserError } from './failure';

/** Refuses a folder that cannot become the new home of the project in `source`: it must be new or empty. */
export async function requireFreeFolder(target: string, source: string): Promise<void> {
  if (target.startsWith(source + sep)) {
    throw new UserError(`${target}: lies inside the project itself; choose another place.`);
  }
  const names = await namesIn(target);
  if (names === null || names.length === 0) return;
  throw new UserError(
    names.includes('project.json')
      ? `${target}: already holds a project; choose a new or an empty folder.`
      : `${target}: is not empty; choose a new or an empty folder.`,
  );
}

/** Copies a project whole or not at all. */
export async function copyProject(source: string, target: string): Promise<void> {
  const temporary = join(dirname(target), `.${basename(target).slice(0, 64)}.${randomUUID()}.tmp`);
  try {
    await mkdir(dirname(target), { recursive: true });
    await cp(source, temporary, { recursive: true, errorOnExist: true, force: false });
    await takeName(temporary, target);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    throw fileError(target, error);
  }
}

/** Moves a project, across disks too. */
export async function moveProject(source: string, target: string): Promise<void> {
  try {
    await mkdir(dirname(target), { recursive: true });
    await takeName(source, target);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw fileError(target, error);
    await copyProject(source, target);
    // The copy is complete; what cannot be removed of the draft stays behind, harmless.
    await rm(source, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Windows renames nothing onto an existing folder, not even an empty one. */
async function takeName(source: string, target: string): Promise<void> {
  if ((await namesIn(target)) !== null) await rmdir(target);
  await rename(source, target);
}

/** Names in a folder, or null where there is none. */
async function namesIn(folder: string): Promise<string[] | null> {
  try {
    return await readdir(folder);
  } catch (error) {
    const reason = fileError(folder, error);
    if (reason.code === 'missing') return null;
    throw reason;
  }
}
