import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chosenUserData } from '../../src/main/paths';
import { temporaryFolder } from './documents';

test('without a wish the system decides where the program remembers things', () => {
  expect(chosenUserData(undefined)).toBeNull();
  expect(chosenUserData('')).toBeNull();
});

test('a wished folder is made', async () => {
  const folder = join(await temporaryFolder(), 'a', 'b');
  expect(chosenUserData(folder)).toBe(folder);
  expect((await stat(folder)).isDirectory()).toBe(true);
});

test('a wish that cannot be met is refused in one sentence', async () => {
  const file = join(await temporaryFolder(), 'file');
  await writeFile(file, '');
  expect(() => chosenUserData('relative/path')).toThrow(
    'LOOM_USER_DATA is "relative/path"; it must be the full path of a folder.',
  );
  expect(() => chosenUserData(file)).toThrow(/is no folder and cannot be made one/);
  expect(() => chosenUserData(join(file, 'below'))).toThrow(/is no folder and cannot be made one/);
});
