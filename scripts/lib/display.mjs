import { readdirSync } from 'node:fs';
import { isAvailable, run } from './processes.mjs';
import { installPackages } from './system-packages.mjs';

/** Whether windows can be shown: always on Windows and macOS, with a running X or Wayland session elsewhere. */
export function hasDisplay(platform = process.platform, env = process.env) {
  return platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** Whether `xvfb-run` (a display in memory) is there; installs it where we may. Throws a `SetupError` where we may not. */
export async function ensureXvfb() {
  if (await isAvailable('xvfb-run')) return;
  await installPackages([['xvfb'], ['xauth']], 'There is no display, and xvfb-run (a display in memory) is missing.');
}

/**
 * Runs a command on a display in memory. Signals must reach the command alone: without its display it could not end in
 * good order. So it leaves its process id where the sender can find it.
 * @param {string[]} command
 * @param {string} pidFile
 * @returns {[command: string, args: string[]]}
 */
export const underXvfb = (command, pidFile) => [
  'xvfb-run',
  [
    '--auto-servernum',
    '--server-args=-screen 0 1920x1200x24 -nolisten tcp',
    ...['sh', '-c', 'echo $$ >"$0" && exec "$@"', pidFile],
    ...command,
  ],
];

/** Whether Linux offers a GPU to render with. */
function hasGpu() {
  try {
    return readdirSync('/dev/dri').some((name) => name.startsWith('renderD'));
  } catch {
    return false;
  }
}

/** Electron switches for WebGL without a GPU: Chromium's software renderer, which it enables only on request. @param {boolean} inMemory */
export function renderingFlags(inMemory) {
  return process.platform === 'linux' && (inMemory || !hasGpu()) ? ['--enable-unsafe-swiftshader'] : [];
}

/**
 * Why Chromium's own sandbox cannot run here, or null where it can. Web content is ours alone, from disk, under a
 * strict content policy; still, the sandbox is only ever given up where it cannot work.
 */
export async function sandboxProblem() {
  if (process.platform !== 'linux') return null;
  if (process.getuid?.() === 0) return 'Chromium refuses to sandbox for the root user';
  const { code } = await run('unshare', ['--user', '--map-root-user', 'true'], { capture: true });
  return code === 0 || code === 127
    ? null
    : 'this system does not let users create namespaces, which the sandbox needs';
}
