// `npm run --silent loom -- …`: the command line. Set-up speaks on standard error only.
import { pathToFileURL } from 'node:url';
import { buildCli } from './lib/build.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { inRoot, SetupError, say } from './lib/workspace.mjs';

async function isReady() {
  try {
    await ensureDependencies();
    await buildCli();
    return true;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    return false;
  }
}

if (await isReady()) {
  const main = inRoot('out', 'cli', 'main.js');
  process.argv[1] = main;
  await import(pathToFileURL(main).href);
} else {
  process.exitCode = 1;
}
