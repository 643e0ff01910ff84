import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Library } from '../../src/main/library';
import { appSchemas, LIBRARY_LIMITS, type LibraryEntry } from '../../src/protocol/app';
import { temporaryFolder } from './documents';

const text = JSON.stringify({ format: 'latent-loom/selection', version: 1, nodes: [] });
const entry = (title: string, id: string | null = null) => ({ id, title, summary: `${title} in a line`, text });
const deep = `{"nodes": ${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
const titles = (entries: readonly LibraryEntry[]) => entries.map((item) => ('id' in item ? item.title : item.file));

describe('the library', () => {
  test('is empty before anything was kept', async () => {
    expect(await new Library(await temporaryFolder()).list()).toEqual([]);
  });

  test('keeps an entry as one file, and gives it back by title', async () => {
    const folder = await temporaryFolder();
    const library = new Library(folder);
    for (const title of ['Tower', 'Gate']) await library.save(entry(title));
    const listed = await new Library(folder).list();
    expect(titles(listed)).toEqual(['Gate', 'Tower']);
    expect(listed[0]).toMatchObject({ summary: 'Gate in a line', text });
    expect(await readdir(join(folder, 'library'))).toHaveLength(2);
  });

  test('renames and removes, and brings an entry back under its id', async () => {
    const library = new Library(await temporaryFolder());
    const { id } = await library.save(entry('Gate'));
    await library.rename({ id, title: 'Portal', summary: '' });
    expect(await library.list()).toMatchObject([{ id, title: 'Portal', summary: '', text }]);
    await library.remove(id);
    await library.remove(id);
    expect(await library.list()).toEqual([]);
    expect(await library.save(entry('Gate', id))).toEqual({ id });
    expect(await library.list()).toMatchObject([{ id, title: 'Gate' }]);
  });

  test.each([
    ['no JSON', 'nonsense', 'is not JSON'],
    ['something else', '{"format": "other"}', 'is no entry of the library'],
    [
      'from a newer version',
      JSON.stringify({
        format: 'latent-loom/library',
        version: 9,
        title: 'x',
        summary: '',
        savedAt: '2026-01-31T14:25:30.042Z',
        nodes: {},
      }),
      'newer Latent Loom',
    ],
    [
      'nested beyond reason',
      `{"format": "latent-loom/library", "version": 1, "title": "x", "summary": "", "savedAt": "2026-01-31T14:25:30.042Z", "nodes": ${deep}}`,
      'is nested too deeply',
    ],
  ])('lists a file that is %s as damaged, and leaves it as it is', async (_what, content, sentence) => {
    const folder = await temporaryFolder();
    const file = '0190a5b2-7c1d-4f6e-9a43-5b2f1d7c8e90.json';
    await mkdir(join(folder, 'library'));
    await writeFile(join(folder, 'library', file), content);
    const library = new Library(folder);
    await library.save(entry('Gate'));
    const [, damaged] = await library.list();
    expect(damaged).toEqual({ file, damaged: expect.stringContaining(sentence) });
    await expect(library.rename({ id: file.slice(0, -5), title: 'x', summary: '' })).rejects.toThrow(sentence);
    expect(await readFile(join(folder, 'library', file), 'utf8')).toBe(content);
  });

  test('passes over files that are not its own', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'library'));
    await writeFile(join(folder, 'library', 'notes.txt'), 'x');
    expect(await new Library(folder).list()).toEqual([]);
  });

  test('takes no more than its limit, however many come at once', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'library'));
    const id = (i: number) => `0190a5b2-7c1d-4f6e-9a43-${String(i).padStart(12, '0')}`;
    await Promise.all(
      Array.from({ length: LIBRARY_LIMITS.entries - 1 }, (_, i) =>
        writeFile(join(folder, 'library', `${id(i)}.json`), '{}'),
      ),
    );
    const library = new Library(folder);
    const saved = await Promise.allSettled([library.save(entry('Gate')), library.save(entry('Tower'))]);
    expect(saved.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    await expect(library.save(entry('Gate', id(3)))).resolves.toEqual({ id: id(3) });
  });

  test.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['what is nested beyond reason', deep],
  ])('refuses %s', async (_what, bad) => {
    const library = new Library(await temporaryFolder());
    await expect(library.save({ ...entry('Gate'), text: bad })).rejects.toThrow('damaged');
    expect(await library.list()).toEqual([]);
  });

  test.each([
    ['a path for an id', { ...entry('Gate'), id: '../../recent' }],
    ['no title', entry(' ')],
    ['a title that is too long', entry('x'.repeat(81))],
    ['too much', { ...entry('Gate'), text: `"${'x'.repeat(LIBRARY_LIMITS.bytes)}"` }],
  ])('is never asked to keep %s', (_what, request) => {
    expect(appSchemas['library.save'].safeParse(request).success).toBe(false);
  });
});
