import type { Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { catalogue } from '../core/catalogue';
import { apply, parseDocument, planAssignment } from '../core/graph';
import type { ProjectDocument } from '../core/graph/document';
import { readFileLimited } from '../files/atomic';
import { fileError } from '../files/file-error';
import { PROJECT_BYTES_LIMIT } from '../files/project-folder';
import { templatesDirectory } from '../files/resources';
import { UserError } from '../worker/user-error';

const TEMPLATE_ID = /^[a-z0-9][a-z0-9-]*$/;

/** Ids of the bundled templates. */
export const templateIds = async (): Promise<string[]> =>
  (await readdir(templatesDirectory()))
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort();

const read = async (path: string, name: string): Promise<ProjectDocument> => {
  const bytes = await readFileLimited(path, PROJECT_BYTES_LIMIT);
  const parsed = parseDocument(new TextDecoder().decode(bytes), catalogue, name);
  if (!parsed.ok) throw new UserError(parsed.problem, parsed.problems);
  return parsed.document;
};

/** What lies at a path; undefined where nothing does. @throws FileError where that cannot be told. */
const lookUp = async (path: string): Promise<Stats | undefined> => {
  try {
    return await stat(path);
  } catch (error) {
    const reason = fileError(path, error);
    if (reason.code === 'missing') return undefined;
    throw reason;
  }
};

/** Templates that share a part of their name with what was asked for; all where none does. */
const likely = (target: string, ids: readonly string[]): string => {
  const parts = target.split('-').filter((part) => part.length > 1);
  const alike = ids.filter((id) => parts.some((part) => id.includes(part)));
  return (alike.length > 0 ? alike : ids).join(', ');
};

/** Opens a template by id, a project file, or a project folder. */
export const openDocument = async (target: string): Promise<ProjectDocument> => {
  const ids = await templateIds();
  if (ids.includes(target)) return read(join(templatesDirectory(), `${target}.json`), target);
  const found = await lookUp(target);
  if (!found)
    throw new UserError(
      TEMPLATE_ID.test(target)
        ? `"${target}" is neither a template (${likely(target, ids)}) nor a file here.`
        : `${target}: there is no such file; give a template id (${likely(target, ids)}) or a project.`,
    );
  return read(found.isDirectory() ? join(target, 'project.json') : target, target);
};

/** The folder in which a project's own files lie; undefined for a template, which has none. */
export const folderOf = async (target: string): Promise<string | undefined> => {
  if ((await templateIds()).includes(target)) return undefined;
  const found = await lookUp(target);
  return found?.isDirectory() ? resolve(target) : dirname(resolve(target));
};

/** Applies `--set node.setting=value` assignments. */
export const assign = (document: ProjectDocument, assignments: readonly string[]): ProjectDocument =>
  assignments.reduce((current, assignment) => {
    const planned = planAssignment(current, catalogue, assignment);
    if (!planned.ok) throw new UserError(`--set ${assignment}: ${planned.message}`);
    return apply(current, planned.value);
  }, document);
