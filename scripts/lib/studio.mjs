import { ensureXvfb, hasDisplay, renderingFlags, sandboxProblem, underXvfb } from './display.mjs';
import { ensureElectron } from './electron.mjs';
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

/** @param {string[]} command @param {boolean} inMemory @returns {[command: string, args: string[]]} */
export const onDisplay = (command, inMemory) => (inMemory ? underXvfb(command) : [command[0], command.slice(1)]);
