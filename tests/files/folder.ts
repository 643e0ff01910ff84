import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A new folder for the tests of one file, removed when they end. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'latent-loom-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
