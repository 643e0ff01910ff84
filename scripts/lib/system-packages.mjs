import { isAvailable, run } from './processes.mjs';
import { SetupError, say } from './workspace.mjs';

/** Shared library → Debian and Ubuntu package. Where a newer release renamed one, the new name comes first. */
const PACKAGES = /** @type {const} */ ({
  'libglib-2.0.so.0': ['libglib2.0-0t64', 'libglib2.0-0'],
  'libgobject-2.0.so.0': ['libglib2.0-0t64', 'libglib2.0-0'],
  'libgio-2.0.so.0': ['libglib2.0-0t64', 'libglib2.0-0'],
  'libnspr4.so': ['libnspr4'],
  'libnss3.so': ['libnss3'],
  'libnssutil3.so': ['libnss3'],
  'libsmime3.so': ['libnss3'],
  'libatk-1.0.so.0': ['libatk1.0-0t64', 'libatk1.0-0'],
  'libatk-bridge-2.0.so.0': ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'],
  'libatspi.so.0': ['libatspi2.0-0t64', 'libatspi2.0-0'],
  'libcups.so.2': ['libcups2t64', 'libcups2'],
  'libdbus-1.so.3': ['libdbus-1-3'],
  'libcairo.so.2': ['libcairo2'],
  'libgtk-3.so.0': ['libgtk-3-0t64', 'libgtk-3-0'],
  'libpango-1.0.so.0': ['libpango-1.0-0'],
  'libX11.so.6': ['libx11-6'],
  'libXcomposite.so.1': ['libxcomposite1'],
  'libXdamage.so.1': ['libxdamage1'],
  'libXext.so.6': ['libxext6'],
  'libXfixes.so.3': ['libxfixes3'],
  'libXrandr.so.2': ['libxrandr2'],
  'libgbm.so.1': ['libgbm1'],
  'libdrm.so.2': ['libdrm2'],
  'libexpat.so.1': ['libexpat1'],
  'libxcb.so.1': ['libxcb1'],
  'libxkbcommon.so.0': ['libxkbcommon0'],
  'libudev.so.1': ['libudev1'],
  'libasound.so.2': ['libasound2t64', 'libasound2'],
});

/** Names of the libraries that `ldd` could not find. @param {string} lddOutput */
export const missingLibraries = (lddOutput) =>
  [...lddOutput.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1]);

/** Package names to try for a library, best first; empty when we do not know it. @param {string} library @returns {readonly string[]} */
export const packagesFor = (library) => PACKAGES[/** @type {keyof typeof PACKAGES} */ (library)] ?? [];

const isRoot = () => process.getuid?.() === 0;

/** The first name that this system's package lists know. @param {readonly string[]} names */
async function knownName(names) {
  for (const name of names) {
    const { output } = await run('apt-cache', ['policy', name], { capture: true });
    if (/Candidate: (?!\(none\))/.test(output)) return name;
  }
  return null;
}

/**
 * Installs packages when we may (root and apt), otherwise says which command does it.
 * @param {readonly (readonly string[])[]} wanted Alternative names of each package, best first.
 * @param {string} reason What they are needed for.
 */
export async function installPackages(wanted, reason) {
  const names = new Set(wanted.map((alternatives) => alternatives[alternatives.length - 1]));
  if (process.platform !== 'linux' || !(await isAvailable('apt-get'))) {
    throw new SetupError(`${reason} Install what your system calls ${[...names].join(', ')} and run this again.`);
  }
  const resolve = () => Promise.all(wanted.map(knownName));
  let found = await resolve();
  if (isRoot() && found.includes(null)) {
    await run('apt-get', ['update'], { capture: true });
    found = await resolve();
  }
  const packages = [...new Set(found.map((name, index) => name ?? wanted[index][wanted[index].length - 1]))];
  const command = ['apt-get', 'install', '-y', '--no-install-recommends', ...packages];
  if (!isRoot()) throw new SetupError(`${reason} Run: sudo apt-get update && sudo ${command.join(' ')}`);
  say(`${reason} Installing ${packages.join(', ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  let installed = await run(command[0], command.slice(1), { capture: true, env });
  if (installed.code !== 0) {
    // The package lists may be older than the archive.
    await run('apt-get', ['update'], { capture: true });
    installed = await run(command[0], command.slice(1), { capture: true, env });
  }
  if (installed.code !== 0) {
    throw new SetupError(
      `${command.join(' ')} failed with exit code ${installed.code}: ${installed.output.trim().split('\n').at(-1)}`,
    );
  }
}

/** Installs the shared libraries that an Electron binary needs and this Linux lacks. @param {string} electron */
export async function ensureLibraries(electron) {
  if (process.platform !== 'linux') return;
  const { code, output } = await run('ldd', [electron], { capture: true });
  if (code === 127) return; // a Linux without ldd: Electron itself will say what it misses
  const missing = missingLibraries(output);
  if (missing.length === 0) return;
  const unknown = missing.filter((library) => packagesFor(library).length === 0);
  if (unknown.length > 0)
    throw new SetupError(
      `Electron needs ${unknown.join(', ')}, which this system lacks; install the packages that hold them.`,
    );
  await installPackages(
    missing.map(packagesFor),
    `Electron needs ${missing.length} system libraries that are missing.`,
  );
}
