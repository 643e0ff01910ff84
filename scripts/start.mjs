// `npm start`: installs what is missing, builds what changed, opens the studio.
import { buildApp } from './lib/build.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { needsDisplayInMemory, prepareElectron, runWithWindows } from './lib/studio.mjs';
import { root, SetupError, say } from './lib/workspace.mjs';

try {
  await ensureDependencies();
  await buildApp();
  const inMemory = await needsDisplayInMemory();
  const { electron, flags } = await prepareElectron(inMemory);
  const { code } = await runWithWindows([electron, ...flags, root, ...process.argv.slice(2)], inMemory);
  process.exitCode = code;
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  process.exitCode = 1;
}
