// `npm start`: installs what is missing, builds what changed, opens the studio.
import { buildApp } from './lib/build.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { run } from './lib/processes.mjs';
import { needsDisplayInMemory, onDisplay, prepareElectron } from './lib/studio.mjs';
import { root, SetupError, say } from './lib/workspace.mjs';

try {
  await ensureDependencies();
  await buildApp();
  const inMemory = await needsDisplayInMemory();
  const { electron, flags } = await prepareElectron(inMemory);
  const [command, args] = onDisplay([electron, ...flags, root, ...process.argv.slice(2)], inMemory);
  // A group of its own on the display in memory: a signal must reach the X server too.
  const { code } = await run(command, args, { toStandardOutput: true, ownGroup: inMemory });
  process.exitCode = code;
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  process.exitCode = 1;
}
