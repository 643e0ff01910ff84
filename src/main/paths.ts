import { mkdirSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

/** Places inside the program's own folder (the repository, or the package it is shipped in). */
export const programPaths = (root: string) => ({
  page: join(root, 'out', 'renderer'),
  preload: join(root, 'out', 'preload', 'index.cjs'),
  icon: join(root, 'resources', 'icon.png'),
  worker: join(root, 'out', 'main', 'worker.js'),
});

/**
 * The folder for everything the program remembers, when `LOOM_USER_DATA` chooses one (tests, or a second studio beside
 * the first); null without it.
 * @throws Error with one sentence when it is not usable.
 */
export function chosenUserData(value: string | undefined): string | null {
  if (value === undefined || value === '') return null;
  if (!isAbsolute(value)) throw new Error(`LOOM_USER_DATA is "${value}"; it must be the full path of a folder.`);
  try {
    mkdirSync(value, { recursive: true });
    if (statSync(value).isDirectory()) return value;
  } catch {
    // said below
  }
  throw new Error(`LOOM_USER_DATA is "${value}", which is no folder and cannot be made one; choose another path.`);
}
