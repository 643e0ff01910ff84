import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RecentList } from '../../src/main/recent';
import { temporaryFolder } from './documents';

const entry = (path: string) => ({ path, title: path, openedAt: '2026-01-31T14:25:30.042Z', draft: false });

test('the project opened last stands first, once', async () => {
  const list = new RecentList(await temporaryFolder());
  for (const path of ['/a', '/b', '/a']) await list.add(entry(path));
  expect((await list.read()).map(({ path }) => path)).toEqual(['/a', '/b']);
});

test('changes at the same time are all kept, and the list stays short', async () => {
  const list = new RecentList(await temporaryFolder());
  await Promise.all(Array.from({ length: 60 }, (_, i) => list.add(entry(`/${i}`))));
  await list.remove('/58');
  const paths = (await list.read()).map(({ path }) => path);
  expect(paths).toHaveLength(39);
  expect(paths.slice(0, 2)).toEqual(['/59', '/57']);
});

test('drafts are never pushed off the list: nothing else leads to them', async () => {
  const list = new RecentList(await temporaryFolder());
  await list.add({ ...entry('/draft'), draft: true });
  for (let i = 0; i < 45; i++) await list.add(entry(`/${i}`));
  const paths = (await list.read()).map(({ path }) => path);
  expect(paths).toHaveLength(41);
  expect(paths).toContain('/draft');
});

test.each([
  ['not JSON', 'nonsense'],
  ['no list', '{"a": 1}'],
  ['binary', '\u0000\u0001'],
])('a damaged list (%s) is an empty one and can be added to', async (_name, text) => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'recent.json'), text);
  const list = new RecentList(folder);
  expect(await list.read()).toEqual([]);
  await list.add(entry('/a'));
  expect(await list.read()).toEqual([entry('/a')]);
});

test('damaged entries are left out, the others stay', async () => {
  const folder = await temporaryFolder();
  await writeFile(
    join(folder, 'recent.json'),
    JSON.stringify([{ path: 1 }, entry('/a'), null, { ...entry('/b'), openedAt: 'yesterday' }]),
  );
  expect(await new RecentList(folder).read()).toEqual([entry('/a')]);
});
