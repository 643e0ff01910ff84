import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder `resources/` of the program, found by walking up from this module: the bundles in `out/`, the sources in
 * tests and a packaged app each have it above them.
 * @throws Error when the installation is incomplete.
 */
export const resourcesDirectory = (): string => {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const candidate = join(folder, 'resources');
    if (existsSync(join(candidate, 'templates'))) return candidate;
    if (folder === dirname(folder)) break;
  }
  throw new Error('The folder "resources" of Latent Loom is missing; install the program again.');
};

export const templatesDirectory = (): string => join(resourcesDirectory(), 'templates');
