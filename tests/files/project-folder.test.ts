import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  listRuns,
  newRunId,
  projectPath,
  readProjectText,
  runFolder,
  writeProjectText,
} from '../../src/files/project-folder';
import { temporaryFolder } from './folder';

const root = temporaryFolder();

describe('project folder', () => {
  it('makes the folder and gives the document back', async () => {
    const project = join(root, 'new', 'project');
    await writeProjectText(project, '{"title":"é"}\n');
    expect(readdirSync(project)).toEqual(['project.json']);
    expect(await readProjectText(project)).toBe('{"title":"é"}\n');
  });

  it('says which document is missing, too large or no text', async () => {
    const project = join(root, 'broken');
    await expect(readProjectText(project)).rejects.toMatchObject({ code: 'missing' });
    mkdirSync(project);
    writeFileSync(projectPath(project), Uint8Array.of(0x22, 0xff, 0x22));
    await expect(readProjectText(project)).rejects.toThrow(/project\.json: is not text in UTF-8/);
    writeFileSync(projectPath(project), new Uint8Array(64 * 2 ** 20 + 1));
    await expect(readProjectText(project)).rejects.toMatchObject({ code: 'too-large' });
  });

  it('says that the place of the folder is taken by a file', async () => {
    const file = join(root, 'file');
    writeFileSync(file, '');
    await expect(writeProjectText(join(file, 'project'), '')).rejects.toMatchObject({ name: 'FileError' });
    await expect(listRuns(file)).rejects.toMatchObject({ code: 'not-a-folder' });
  });
});

describe('runs', () => {
  it('ids sort by time and differ within a millisecond', () => {
    const times = ['2026-01-31T14:25:30.042Z', '2026-01-31T14:25:30.043Z', '2026-02-01T00:00:00.000Z'];
    const ids = times.map((time) => newRunId(new Date(time)));
    expect(ids[0]).toMatch(/^20260131-142530-042-[0-9a-f]{4}$/);
    expect([...ids].reverse().sort()).toEqual(ids);
    const now = new Date();
    expect(new Set(Array.from({ length: 50 }, () => newRunId(now))).size).toBeGreaterThan(1);
  });

  it('lists runs, oldest first, without what else lies there', async () => {
    const project = join(root, 'runs-project');
    expect(await listRuns(project)).toEqual([]);
    const late = newRunId(new Date('2026-02-01T00:00:00Z'));
    const early = newRunId(new Date('2026-01-01T00:00:00Z'));
    for (const id of [late, early]) mkdirSync(runFolder(project, id), { recursive: true });
    mkdirSync(join(project, 'runs', 'notes'));
    writeFileSync(join(project, 'runs', newRunId(new Date())), 'a file, not a run');
    expect(await listRuns(project)).toEqual([early, late]);
  });

  it('refuses an id that leads out of the project', () => {
    expect(() => runFolder(root, '../elsewhere')).toThrow(/is no run id/);
  });
});
