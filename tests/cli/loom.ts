import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect } from 'vitest';

const SCRIPT = resolve(import.meta.dirname, '..', '..', 'scripts', 'loom.mjs');

export interface Outcome {
  code: number;
  /** Lines on standard output. */
  lines: string[];
  stderr: string;
}

/** A new working folder for the tests of one file, removed when they end. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'loom-cli-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** Runs the command line as a user does; it builds itself when its sources changed. */
export const loom = (cwd: string, ...args: string[]): Promise<Outcome> =>
  new Promise((done, fail) => {
    execFile(process.execPath, [SCRIPT, ...args], { cwd, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (typeof code !== 'number') fail(error);
      // Whoever comes first after a change builds, and says so.
      else done({ code, lines: stdout.split('\n').slice(0, -1), stderr: stderr.replace(/^Building .* …\n/, '') });
    });
  });

/** Runs with `--json` and reads the one object that must be the last, and only, line on standard output. */
export const loomJson = async (
  cwd: string,
  ...args: string[]
): Promise<Outcome & { json: Record<string, unknown> }> => {
  const outcome = await loom(cwd, ...args, '--json');
  expect(outcome.lines, outcome.stderr).toHaveLength(1);
  return { ...outcome, json: JSON.parse(outcome.lines[0]) };
};
