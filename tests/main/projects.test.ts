import { mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { documentText } from '../../src/main/document-text';
import { ProjectStore } from '../../src/main/projects';
import { blank, temporaryFolder } from './documents';

let home: string;
let userData: string;
let trashed: string[];
let store: ProjectStore;

beforeEach(async () => {
  home = await temporaryFolder();
  userData = join(home, 'user data');
  await mkdir(userData);
  trashed = [];
  store = new ProjectStore(userData, async (folder) => {
    trashed.push(folder);
  });
});

const read = (folder: string): Promise<string> => readFile(join(folder, 'project.json'), 'utf8');

/** A saved project in `home/name`, with a file in its runs. */
async function savedProject(name: string): Promise<{ id: string; folder: string }> {
  const { project } = await store.create(blank(name));
  await mkdir(join(store.folder(project), 'runs', 'kept'), { recursive: true });
  await writeFile(join(store.folder(project), 'runs', 'kept', 'weights'), 'w');
  const { path } = await store.saveAs(project, join(home, name), blank(name));
  return { id: project, folder: path };
}

describe('drafts', () => {
  test('a new project is a draft on disk, without a path of its own', async () => {
    const handle = await store.create(blank('Digits'));
    expect(handle).toMatchObject({ path: null, unfinishedRun: null, text: documentText(blank('Digits')) });
    expect(handle.project).not.toContain(home);
    expect(await read(store.folder(handle.project))).toBe(handle.text);
  });

  test('a draft is listed once something has happened in it', async () => {
    const { project } = await store.create(blank('Digits'));
    const folder = store.folder(project);
    expect(await store.recent()).toEqual([]);
    await store.save(project, { ...blank('Digits'), seed: 7 });
    expect(await store.recent()).toMatchObject([{ title: 'Digits', draft: true, path: folder }]);
    expect(await store.recent()).not.toHaveProperty('0.untouched');

    const trained = await store.create(blank('Moons'));
    await mkdir(join(store.folder(trained.project), 'runs', '20260131-142530-042-9f3c'), { recursive: true });
    expect((await store.recent()).map(({ title }) => title)).toEqual(['Moons', 'Digits']);
  });

  test('a draft in which nothing happened is gone once another project is open; one with work in it never', async () => {
    const untouched = store.folder((await store.create(blank('Untouched'))).project);
    expect(await store.recent()).toEqual([]);
    expect(await read(untouched)).toContain('Untouched');
    const { project } = await store.create(blank('Edited'));
    await store.save(project, { ...blank('Edited'), seed: 7 });
    await store.create(blank('Next'));
    expect((await store.recent()).map(({ title }) => title)).toEqual(['Edited']);
    await expect(stat(untouched)).rejects.toThrow();
    expect(await read(store.folder(project))).toContain('Edited');
  });

  test('a draft that the list has lost is found again', async () => {
    const { project } = await store.create(blank('Lost'));
    await store.save(project, { ...blank('Lost'), seed: 7 });
    await writeFile(join(userData, 'recent.json'), 'not a list');
    const later = new ProjectStore(userData, async () => undefined);
    expect(await later.recent()).toMatchObject([{ title: 'Lost', draft: true, path: store.folder(project) }]);
  });

  test('a draft is found again after a restart', async () => {
    const { project } = await store.create(blank());
    await store.save(project, blank('Second state'));
    const [entry] = await store.recent();
    const later = new ProjectStore(userData, async () => undefined);
    expect(await later.openRecent(entry.path)).toMatchObject({ path: null, text: documentText(blank('Second state')) });
  });

  test('forgetting a draft moves it to the trash, unless it is open', async () => {
    const { project } = await store.create(blank());
    const folder = store.folder(project);
    await expect(store.forget(folder)).rejects.toThrow(/is open/);
    expect(trashed).toEqual([]);
    const later = new ProjectStore(userData, async (each) => {
      trashed.push(each);
      await rm(each, { recursive: true });
    });
    await later.forget(folder);
    expect(trashed).toEqual([folder]);
    expect(await later.recent()).toEqual([]);
  });

  test('a draft that cannot be moved to the trash stays, and the user is told', async () => {
    const { project } = await store.create(blank('Precious'));
    const folder = store.folder(project);
    await store.save(project, { ...blank('Precious'), seed: 7 });
    const later = new ProjectStore(userData, () => Promise.reject(new Error('no trash here')));
    await expect(later.forget(folder)).rejects.toThrow(/could not be moved to the trash; it stays on the list/);
    expect(await later.recent()).toMatchObject([{ title: 'Precious' }]);
  });

  test('forgetting a saved project touches nothing but the list', async () => {
    const { folder } = await savedProject('Kept');
    await new ProjectStore(userData, async (each) => void trashed.push(each)).forget(folder);
    expect(trashed).toEqual([]);
    expect(await store.recent()).toEqual([]);
    expect(await read(folder)).toBe(documentText(blank('Kept')));
  });
});

describe('opening', () => {
  test('takes the folder and the project.json in it, as one project', async () => {
    const { folder } = await savedProject('One');
    const byFolder = await store.openPath(folder);
    const byFile = await store.openPath(join(folder, 'project.json'));
    expect(byFile).toEqual(byFolder);
    expect(byFile.path).toBe(folder);
  });

  test('one project reached through a link is one project', async () => {
    const { folder, id } = await savedProject('One');
    await symlink(folder, join(home, 'link'), 'dir');
    expect((await store.openPath(join(home, 'link'))).project).toBe(id);
  });

  test('says what is wrong with a path', async () => {
    await writeFile(join(home, 'notes.json'), '{}');
    await mkdir(join(home, 'empty'));
    await expect(store.openPath(join(home, 'gone'))).rejects.toThrow(/does not exist/);
    await expect(store.openPath(join(home, 'notes.json'))).rejects.toThrow(/is not a project/);
    await expect(store.openPath(join(home, 'empty'))).rejects.toThrow(/project\.json: does not exist/);
    await expect(store.openPath('relative')).rejects.toThrow(/full path/);
  });

  test('only paths of the list are opened without a dialog', async () => {
    const { folder } = await savedProject('One');
    await store.forget(folder);
    await expect(store.openRecent(folder)).rejects.toThrow(/not among the recent projects/);
  });

  test('a project that is only looked at is read, not opened and not listed', async () => {
    const { folder } = await savedProject('One');
    const { folder: other } = await savedProject('Other');
    expect(await store.peekPath(join(folder, 'project.json'))).toEqual({
      title: 'One',
      text: documentText(blank('One')),
    });
    expect(await store.peekRecent(folder)).toMatchObject({ title: 'One' });
    expect((await store.recent()).map(({ path }) => path)).toEqual([other, folder]);
    await store.forget(folder);
    await expect(store.peekRecent(folder)).rejects.toThrow(/not among the recent projects/);
    await store.peekPath(folder);
    expect((await store.recent()).map(({ path }) => path)).toEqual([other]);
    await expect(store.peekPath(join(home, 'gone'))).rejects.toThrow(/does not exist/);
  });

  test.each([
    ['truncated', '{"format": "latent-loom", "version": 1, "tit'],
    ['of a future version', '{"format": "latent-loom", "version": 99, "title": "x"}'],
    ['of another program', '{"name": "package", "version": "1.0.0"}'],
    ['empty', ''],
  ])('a document that is %s is handed over as it is and never overwritten', async (_name, text) => {
    const folder = join(home, 'broken');
    await mkdir(folder);
    await writeFile(join(folder, 'project.json'), text);
    const handle = await store.openPath(folder);
    expect(handle.text).toBe(text);
    await expect(store.save(handle.project, blank())).rejects.toThrow(
      /is not a project of this program; it was left as it is/,
    );
    expect(await read(folder)).toBe(text);
    expect(await store.recent()).toEqual([]);
  });
});

describe('saving', () => {
  test('replaces the document and leaves nothing beside it', async () => {
    const { id, folder } = await savedProject('One');
    const { savedAt } = await store.save(id, blank('Two'));
    expect(Date.parse(savedAt)).toBeGreaterThan(0);
    expect(await read(folder)).toBe(documentText(blank('Two')));
    expect((await readdir(folder)).sort()).toEqual(['project.json', 'runs']);
    expect((await store.recent())[0]).toMatchObject({ path: folder, title: 'Two', draft: false });
  });

  test('many saves at once leave the last one', async () => {
    const { id, folder } = await savedProject('One');
    await Promise.all(Array.from({ length: 20 }, (_, i) => store.save(id, blank(`State ${i}`))));
    expect(await read(folder)).toBe(documentText(blank('State 19')));
    await store.idle();
  });

  test('does not overwrite what another program wrote meanwhile', async () => {
    const { id, folder } = await savedProject('One');
    const foreign = documentText(blank('From elsewhere'));
    await writeFile(join(folder, 'project.json'), foreign);
    await expect(store.save(id, blank('Mine'))).rejects.toThrow(/was changed by another program/);
    expect(await read(folder)).toBe(foreign);
  });

  test('writes a document again that was deleted', async () => {
    const { id, folder } = await savedProject('One');
    await rm(join(folder, 'project.json'));
    await store.save(id, blank('Again'));
    expect(await read(folder)).toBe(documentText(blank('Again')));
  });

  test('a failing save says so and does not stop the next one', async () => {
    const { id, folder } = await savedProject('One');
    await rename(join(folder, 'project.json'), join(folder, 'aside'));
    await mkdir(join(folder, 'project.json'));
    await expect(store.save(id, blank('Two'))).rejects.toThrow(/project\.json: is not a file/);
    await rm(join(folder, 'project.json'), { recursive: true });
    await store.save(id, blank('Three'));
    expect(await read(folder)).toBe(documentText(blank('Three')));
  });

  test('refuses what is not a document, and projects it does not know', async () => {
    const { id, folder } = await savedProject('One');
    const before = await read(folder);
    const broken = { ...blank(), seed: Number.NaN };
    await expect(store.save(id, broken)).rejects.toThrow(/malformed at "seed"/);
    await expect(store.save(id, null)).rejects.toThrow(/malformed/);
    await expect(store.save('unknown', blank())).rejects.toThrow(/no longer open/);
    expect(await read(folder)).toBe(before);
  });

  test('keeps working when the list of recent projects is damaged or cannot be written', async () => {
    await writeFile(join(userData, 'recent.json'), '{"not": a list');
    expect(await store.recent()).toEqual([]);
    await savedProject('One');
    expect(await store.recent()).toHaveLength(1);
    await rm(join(userData, 'recent.json'));
    await mkdir(join(userData, 'recent.json'));
    const { id } = await savedProject('Two');
    await store.save(id, blank('Still fine'));
    expect(await store.recent()).toEqual([]);
  });
});

describe('saving as', () => {
  test('moves a draft with its runs', async () => {
    const { project } = await store.create(blank('Digits'));
    const draft = store.folder(project);
    await mkdir(join(draft, 'runs', 'kept'), { recursive: true });
    const target = join(home, 'new', 'Digits');
    expect(await store.saveAs(project, target, blank('Digits'))).toEqual({ path: target });
    expect((await readdir(target)).sort()).toEqual(['project.json', 'runs']);
    await expect(stat(draft)).rejects.toThrow(/ENOENT/);
    expect(store.folder(project)).toBe(target);
    expect(await store.recent()).toMatchObject([{ path: target, draft: false }]);
  });

  test('copies a saved project and goes on in the copy', async () => {
    const { id, folder } = await savedProject('One');
    const target = join(home, 'Copy');
    await store.saveAs(id, target, blank('Copy'));
    await store.save(id, blank('Changed copy'));
    expect(await read(folder)).toBe(documentText(blank('One')));
    expect(await read(target)).toBe(documentText(blank('Changed copy')));
    expect(await readFile(join(target, 'runs', 'kept', 'weights'), 'utf8')).toBe('w');
  });

  test('takes an empty folder, and its own folder', async () => {
    const { id, folder } = await savedProject('One');
    await mkdir(join(home, 'empty'));
    await store.saveAs(id, folder, blank('Same place'));
    expect(await read(folder)).toBe(documentText(blank('Same place')));
    await store.saveAs(id, join(home, 'empty'), blank('One'));
    expect(await read(join(home, 'empty'))).toBe(documentText(blank('One')));
  });

  test('refuses a folder with another project, with anything else, inside itself, or a file', async () => {
    const { folder: other } = await savedProject('Other');
    const { id, folder } = await savedProject('One');
    await mkdir(join(home, 'full'));
    await writeFile(join(home, 'full', 'diary.txt'), 'private');
    await expect(store.saveAs(id, other, blank())).rejects.toThrow(/already holds a project/);
    await expect(store.saveAs(id, join(home, 'full'), blank())).rejects.toThrow(/is not empty/);
    await expect(store.saveAs(id, join(folder, 'inner'), blank())).rejects.toThrow(/inside the project itself/);
    await expect(store.saveAs(id, join(home, 'full', 'diary.txt'), blank())).rejects.toThrow(/as if it were a folder/);
    expect(await read(other)).toBe(documentText(blank('Other')));
    expect(await readdir(join(home, 'full'))).toEqual(['diary.txt']);
    expect(store.folder(id)).toBe(folder);
    expect((await readdir(home)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('a document that could not be read can be saved elsewhere, and is kept where it was', async () => {
    const folder = join(home, 'broken');
    await mkdir(folder);
    await writeFile(join(folder, 'project.json'), '{');
    const { project } = await store.openPath(folder);
    await store.saveAs(project, join(home, 'Rescued'), blank('Rescued'));
    await store.save(project, blank('Rescued twice'));
    expect(await read(folder)).toBe('{');
    expect(await read(join(home, 'Rescued'))).toBe(documentText(blank('Rescued twice')));
  });

  test('suggests a name that every system takes', async () => {
    const name = async (title: string): Promise<string> => store.folderName((await store.create(blank(title))).project);
    expect(await name('VAE: digits/“2-D” <b>')).toBe('VAE  digits “2-D”  b');
    expect(await name('../..')).toBe('Project');
    expect(await name('...')).toBe('Project');
  });
});
