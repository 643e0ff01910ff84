import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A lock file without an owner's number is being written; after this long its writer has died. Milliseconds. */
const UNOWNED_AFTER = 10_000;

/** @param {string} path */
function ownerIsGone(path) {
  try {
    const owner = Number.parseInt(readFileSync(path, 'utf8'), 10);
    if (Number.isNaN(owner)) return Date.now() - statSync(path).mtimeMs > UNOWNED_AFTER;
    process.kill(owner, 0);
    return false;
  } catch (error) {
    // EPERM: the owner lives, under another user. ENOENT: somebody else has just removed the lock.
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    return code === 'ESRCH';
  }
}

/**
 * Runs `work` while no other process of this machine does so with the same lock file.
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(path, work) {
  mkdirSync(dirname(path), { recursive: true });
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
      if (ownerIsGone(path)) rmSync(path, { force: true });
      else await sleep(200);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}
