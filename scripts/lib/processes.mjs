import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { root } from './workspace.mjs';

/**
 * @typedef {object} Finished
 * @property {number} code Exit code; 127 when the program could not be started, 128 + signal when it was killed.
 * @property {string} output Standard output and error, when they were captured.
 *
 * @typedef {object} RunOptions
 * @property {boolean} [capture] Keeps the output instead of showing it.
 * @property {boolean} [toStandardOutput] Shows the program's standard output on ours; it goes to standard error otherwise.
 * @property {NodeJS.ProcessEnv} [env]
 * @property {string} [pidFile] File in which the program names the process that signals are for: it runs inside a wrapper,
 *   in a process group of its own, so that the wrapper outlives it and can tidy up.
 * @property {(child: import('node:child_process').ChildProcess) => void} [onStart]
 */

const SIGNAL_NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };

/** Sends a signal to a process, or to a group (a negative id), that may have ended already. @param {number} id @param {NodeJS.Signals} signal */
export function send(id, signal) {
  try {
    process.kill(id, signal);
  } catch {
    // It has ended.
  }
}

/** @param {string | undefined} file */
function readPid(file) {
  try {
    return file === undefined ? null : Number.parseInt(readFileSync(file, 'utf8'), 10) || null;
  } catch {
    return null; // the wrapper has not started it yet
  }
}

/**
 * Runs a program in the root of the repository without a shell and without standard input.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<Finished>}
 */
export function run(command, args, options = {}) {
  const { capture = false, toStandardOutput = false, env = process.env, pidFile, onStart } = options;
  const shown = toStandardOutput ? 1 : 2;
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env,
      detached: pidFile !== undefined,
      stdio: capture ? ['ignore', 'pipe', 'pipe'] : ['ignore', shown, 2],
    });
    let output = '';
    const collect = (/** @type {Buffer} */ chunk) => {
      output += chunk.toString();
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);

    const forwarded = /** @type {NodeJS.Signals[]} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
    let asked = false;
    const forward = (/** @type {NodeJS.Signals} */ signal) => {
      if (child.pid === undefined) return;
      const whole = pidFile === undefined ? child.pid : -child.pid;
      // Whoever asks twice does not want to wait.
      if (asked) send(whole, 'SIGKILL');
      else send(readPid(pidFile) ?? whole, signal);
      asked = true;
    };
    for (const signal of forwarded) process.on(signal, forward);
    const finish = (/** @type {number} */ code) => {
      for (const signal of forwarded) process.off(signal, forward);
      resolve({ code, output });
    };
    child.once('error', (error) => {
      output += error.message;
      finish(127);
    });
    child.once('close', (code, signal) => {
      finish(code ?? 128 + (SIGNAL_NUMBERS[/** @type {keyof typeof SIGNAL_NUMBERS} */ (signal)] ?? 0));
    });
    onStart?.(child);
  });
}

/**
 * How to start npm without a shell: `npm_execpath` is npm's own script when npm started us.
 * @param {string[]} args
 * @returns {[command: string, args: string[]]}
 */
export function npm(args) {
  const script = process.env.npm_execpath;
  if (script && basename(script) === 'npm-cli.js') return [process.execPath, [script, ...args]];
  return process.platform === 'win32' ? ['cmd.exe', ['/d', '/s', '/c', 'npm', ...args]] : ['npm', args];
}

/** Whether a program is on the path. @param {string} command @param {string[]} [args] */
export async function isAvailable(command, args = ['--help']) {
  return (await run(command, args, { capture: true })).code !== 127;
}
