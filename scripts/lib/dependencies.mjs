import { readFileSync } from 'node:fs';
import { npm, run } from './processes.mjs';
import { inRoot, SetupError, say } from './workspace.mjs';

/**
 * One package of a lock file, as far as it matters here.
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, link?: boolean, os?: string[], cpu?: string[], libc?: string[] }} LockEntry
 * @typedef {{ packages?: Record<string, LockEntry> }} Lock
 */

/** C library of this Linux, as lock files name it. */
const libc = () =>
  'glibcVersionRuntime' in /** @type {{ header: object }} */ (process.report.getReport()).header ? 'glibc' : 'musl';

/** @param {string[] | undefined} allowed @param {string} here */
const allows = (allowed, here) => !allowed || allowed.includes(here);

/** Whether npm makes this package for machines like this one and no other. @param {LockEntry} entry */
const isForThisMachine = (entry) =>
  Boolean(entry.os ?? entry.cpu) &&
  allows(entry.os, process.platform) &&
  allows(entry.cpu, process.arch) &&
  (!entry.libc || allows(entry.libc, libc()));

/**
 * Whether every package that the lock file wants on this machine is installed in the wanted version.
 * Compares contents, never times: a checkout or a copy says nothing about what is installed.
 * @param {Lock} wanted `package-lock.json`
 * @param {Lock | null} installed `node_modules/.package-lock.json`, which npm writes when an installation is complete
 */
export function isInstalled(wanted, installed) {
  const have = installed?.packages;
  if (!have) return false;
  return Object.entries(wanted.packages ?? {}).every(([path, entry]) => {
    if (path === '' || entry.link) return true;
    const found = have[path];
    if (found) return found.version === entry.version && found.integrity === entry.integrity;
    return entry.optional === true && !isForThisMachine(entry);
  });
}

/** @param {string} path @returns {Lock | null} */
function readLock(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/** Runs `npm ci` unless what is installed already matches the lock file. */
export async function ensureDependencies() {
  const wanted = readLock(inRoot('package-lock.json'));
  if (!wanted) throw new SetupError('package-lock.json is missing or damaged; restore it with git and run this again.');
  if (isInstalled(wanted, readLock(inRoot('node_modules', '.package-lock.json')))) return;
  say('Installing dependencies (npm ci) …');
  const { code } = await run(...npm(['ci', '--include=dev', '--no-audit', '--no-fund']));
  if (code !== 0) {
    throw new SetupError(
      `npm ci failed with exit code ${code}; its own message above says why. Run this again when it is solved.`,
    );
  }
}
