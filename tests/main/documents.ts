import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { ProjectDocument } from '../../src/core/graph/document';

/** The smallest document there is. */
export const blank = (title = 'A project'): ProjectDocument => ({
  format: 'latent-loom',
  version: 3,
  title,
  summary: '',
  models: [],
  references: [],
  bookmarks: [],
  seed: 1,
  study: { nodes: [], edges: [], notes: [], groups: [] },
  networks: {},
});

const folders: string[] = [];

/** An empty folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'loom-main-')));
  folders.push(folder);
  return folder;
}

afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});
