import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the repository. */
export const root = resolve(fileURLToPath(new URL('../..', import.meta.url)));

/** A file or folder of the repository. @param {string[]} parts */
export const inRoot = (...parts) => join(root, ...parts);

/** A set-up problem that the person at the keyboard can solve; the message says how. */
export class SetupError extends Error {}

/** Set-up speaks on standard error, so that standard output belongs to the command itself. @param {string} message */
export const say = (message) => void process.stderr.write(`${message}\n`);

/** One sentence for anything that was thrown. @param {unknown} error */
export const messageOf = (error) => (error instanceof Error ? error.message : String(error));
