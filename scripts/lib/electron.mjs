import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensureFallback, fallbackFits, fallbackNotice } from './electron-fallback.mjs';
import { run } from './processes.mjs';
import { inRoot, SetupError, say } from './workspace.mjs';

/** A download that brings no byte for this long has failed. Milliseconds. */
const STALLED_AFTER = 60_000;
/** How long a failed download is remembered, so that starting stays quick. Milliseconds. */
const REMEMBER_FAILURE = 24 * 60 * 60_000;

const official = inRoot('node_modules', 'electron');
const failureStamp = inRoot('node_modules', '.cache', 'electron-fallback', 'official-failed.json');

const officialVersion = () => String(JSON.parse(readFileSync(join(official, 'package.json'), 'utf8')).version);

/** Path of the official binary where it is complete and of the pinned version, otherwise null. */
function installedOfficial() {
  try {
    const binary = join(official, 'dist', readFileSync(join(official, 'path.txt'), 'utf8'));
    const version = readFileSync(join(official, 'dist', 'version'), 'utf8')
      .trim()
      .replace(/^v/, '');
    return version === officialVersion() && existsSync(binary) ? binary : null;
  } catch {
    return null;
  }
}

/**
 * Whether a download of this version failed recently.
 * @param {string} stamp @param {string} version @param {number} now
 */
export function failedRecently(stamp, version, now) {
  try {
    const failure = JSON.parse(readFileSync(stamp, 'utf8'));
    return failure.version === version && now - Date.parse(failure.at) < REMEMBER_FAILURE;
  } catch {
    return false;
  }
}

/** Bytes in a folder and its subfolders. @param {string} directory @returns {number} */
export function bytesUnder(directory) {
  try {
    return readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
  } catch {
    return 0; // a file vanished while it was counted
  }
}

/** Runs the official package's own installer, as long as bytes keep arriving. @returns {Promise<string>} what went wrong, or '' */
async function fetchOfficial() {
  const temporary = inRoot('node_modules', '.cache', `electron-download-${process.pid}`);
  mkdirSync(temporary, { recursive: true });
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let watch;
  let stalled = false;
  // The installer keeps its unfinished download in the temporary folder, which is how its progress can be seen.
  const env = { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary, ELECTRON_GET_NO_PROGRESS: '1' };
  const { code, output } = await run(process.execPath, [join(official, 'install.js')], {
    capture: true,
    env,
    onStart(child) {
      let bytes = -1;
      let since = Date.now();
      watch = setInterval(() => {
        const now = bytesUnder(temporary) + bytesUnder(join(official, 'dist'));
        if (now !== bytes) since = Date.now();
        bytes = now;
        stalled = Date.now() - since > STALLED_AFTER;
        if (stalled) child.kill('SIGKILL');
      }, 1_000);
    },
  });
  clearInterval(watch);
  rmSync(temporary, { recursive: true, force: true });
  if (stalled) return `no data for ${STALLED_AFTER / 1_000} s`;
  return code === 0 ? '' : (output.split('\n').find((line) => line.trim() !== '') ?? `exit code ${code}`).trim();
}

/**
 * Path of an Electron binary: `LOOM_ELECTRON`, the official one (fetched when missing), or the fallback on Linux x64.
 * @returns {Promise<string>}
 */
export async function ensureElectron() {
  const chosen = process.env.LOOM_ELECTRON;
  if (chosen) {
    if (existsSync(chosen)) return chosen;
    throw new SetupError(
      `LOOM_ELECTRON is "${chosen}", which does not exist; set it to the path of an Electron binary.`,
    );
  }
  const ready = installedOfficial();
  if (ready) return ready;

  const version = officialVersion();
  if (!failedRecently(failureStamp, version, Date.now())) {
    say(`Fetching Electron ${version} (about 110 MB) …`);
    const problem = await fetchOfficial();
    const fetched = installedOfficial();
    if (fetched) return fetched;
    say(`Electron ${version} could not be fetched from its release site (${problem}).`);
    mkdirSync(dirname(failureStamp), { recursive: true });
    writeFileSync(failureStamp, `${JSON.stringify({ version, at: new Date().toISOString(), problem })}\n`);
  }
  if (!fallbackFits()) {
    rmSync(failureStamp, { force: true }); // nothing to fall back to: the next start tries again
    throw new SetupError(
      `Electron ${version} is missing; check the network and run this again, or set LOOM_ELECTRON to an Electron binary.`,
    );
  }
  const binary = await ensureFallback();
  say(fallbackNotice);
  return binary;
}
