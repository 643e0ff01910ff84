import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { withLock } from './lock.mjs';
import { run } from './processes.mjs';
import { inRoot, root, SetupError, say } from './workspace.mjs';

/**
 * What a build reads and makes.
 * @typedef {object} Target
 * @property {string} name
 * @property {string[]} sources Files and folders, from the root.
 * @property {string[]} outputs Files that must exist, from the root.
 * @property {string[]} command Arguments for Node.
 */

const shared = ['package.json', 'package-lock.json', 'tsconfig.base.json'];

/** @type {Target} */
const app = {
  name: 'studio',
  sources: [...shared, 'src', 'electron.vite.config.ts'],
  outputs: ['out/main/index.js', 'out/main/worker.js', 'out/preload/index.cjs', 'out/renderer/index.html'],
  command: ['node_modules/electron-vite/bin/electron-vite.js', 'build', '--logLevel', 'warn'],
};

/** @type {Target} */
const cli = {
  name: 'command line',
  sources: [
    ...shared,
    ...['core', 'protocol', 'files', 'engine', 'worker', 'cli'].map((room) => `src/${room}`),
    'bench',
    'vite.cli.config.ts',
  ],
  outputs: ['out/cli/main.js'],
  command: ['node_modules/vite/bin/vite.js', 'build', '--config', 'vite.cli.config.ts', '--logLevel', 'warn'],
};

/** Files of a folder and its subfolders, or the file itself, in a fixed order. @param {string} path @returns {string[]} */
function filesOf(path) {
  if (!existsSync(path)) return [];
  try {
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOTDIR') return [path];
    throw error;
  }
}

/** Digest of names and contents; a checkout that changes only times builds nothing. @param {string} base @param {string[]} sources */
export function digestOf(base, sources) {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((source) => filesOf(join(base, source)))) {
    hash.update(relative(base, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/** @param {Target} target */
async function ensureBuilt(target) {
  const stamp = inRoot('out', `${target.outputs[0].split('/')[1]}.stamp`);
  const isCurrent = (/** @type {string} */ digest) =>
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === digest &&
    target.outputs.every((file) => existsSync(inRoot(file)));
  if (isCurrent(digestOf(root, target.sources))) return;
  await withLock(inRoot('node_modules', '.cache', 'build.lock'), async () => {
    const digest = digestOf(root, target.sources);
    if (isCurrent(digest)) return; // somebody else built while we waited
    say(`Building the ${target.name} …`);
    const { code, output } = await run(process.execPath, target.command, { capture: true });
    if (code !== 0) throw new SetupError(`Building the ${target.name} failed:\n${output.trim()}`);
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, digest);
  });
}

/** Builds the studio into `out/` when its sources changed. */
export const buildApp = () => ensureBuilt(app);

/** Builds the command line into `out/cli/` when its sources changed. */
export const buildCli = () => ensureBuilt(cli);
