import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureXvfb, hasDisplay, renderingFlags, sandboxProblem, underXvfb } from './display.mjs';
import { ensureElectron } from './electron.mjs';
import { run } from './processes.mjs';
import { ensureLibraries } from './system-packages.mjs';
import { SetupError, say } from './workspace.mjs';

/** How to run without a window, for machines where one cannot be shown. */
const WITHOUT_WINDOW = 'Without a window, use the command line: npm run --silent loom -- templates';

/**
 * Everything that Electron needs on this machine, made ready.
 * @param {boolean} inMemory Shows windows on a display in memory.
 * @returns {Promise<{ electron: string, flags: string[] }>}
 */
export async function prepareElectron(inMemory) {
  const electron = await ensureElectron();
  await ensureLibraries(electron);
  const problem = await sandboxProblem();
  if (problem) say(`Starting Electron with --no-sandbox: ${problem}.`);
  return { electron, flags: [...(problem ? ['--no-sandbox'] : []), ...renderingFlags(inMemory)] };
}

/**
 * Whether windows must go to a display in memory; gets `xvfb-run` ready when so.
 * @returns {Promise<boolean>}
 */
export async function needsDisplayInMemory() {
  if (hasDisplay()) return false;
  try {
    await ensureXvfb();
  } catch (error) {
    if (error instanceof SetupError) throw new SetupError(`${error.message}\n${WITHOUT_WINDOW}`);
    throw error;
  }
  say(`There is no display: starting on one in memory (xvfb-run), where nobody can see it. ${WITHOUT_WINDOW}`);
  return true;
}

/**
 * Runs a program that shows windows, and waits for its end.
 * @param {string[]} command
 * @param {boolean} inMemory On a display in memory.
 * @param {NodeJS.ProcessEnv} [env]
 */
export async function runWithWindows(command, inMemory, env = process.env) {
  if (!inMemory) return run(command[0], command.slice(1), { toStandardOutput: true, env });
  const folder = mkdtempSync(join(tmpdir(), 'loom-'));
  const pidFile = join(folder, 'pid');
  try {
    const [program, args] = underXvfb(command, pidFile);
    return await run(program, args, { toStandardOutput: true, env, pidFile });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
