import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fallbackHome } from './electron-fallback.mjs';
import { inRoot } from './workspace.mjs';

const LOADER = 'libvulkan.so.1';
const DRIVER = 'vk_swiftshader_icd.json';

/** Where Linux distributions put the Vulkan loader. */
const libraryFolders = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib64', '/usr/lib', '/lib'];
/** Where drivers tell the loader of themselves. */
const driverFolders = ['/etc/vulkan/icd.d', '/usr/local/share/vulkan/icd.d', '/usr/share/vulkan/icd.d'];

/** @param {string} folder */
function hasManifest(folder) {
  try {
    return readdirSync(folder).some((name) => name.endsWith('.json'));
  } catch {
    return false;
  }
}

const systemHasVulkan = () =>
  libraryFolders.some((folder) => existsSync(join(folder, LOADER))) && driverFolders.some(hasManifest);

/** Programs built on Chromium bring a Vulkan loader and a software driver, SwiftShader. @param {NodeJS.ProcessEnv} env */
const chromiumFolders = (env) => [
  ...(env.LOOM_ELECTRON ? [dirname(env.LOOM_ELECTRON)] : []),
  inRoot('node_modules', 'electron', 'dist'),
  fallbackHome,
  '/usr/lib/chromium',
];

/**
 * Whether WebGPU can do without us: the system brings its own graphics interface, or somebody chose a Vulkan driver.
 * @param {NodeJS.ProcessEnv} env
 */
export const hasGraphics = (env = process.env, platform = process.platform) =>
  platform !== 'linux' || Boolean(env.VK_DRIVER_FILES || env.VK_ICD_FILENAMES) || systemHasVulkan();

/**
 * Environment for processes that shall find SwiftShader; null where no folder holds it. It must be set before a process
 * starts: the system's loader of libraries reads it then and never again.
 * @param {NodeJS.ProcessEnv} env
 */
export function softwareVulkan(env = process.env, folders = chromiumFolders(env)) {
  const folder = folders.find((each) => [LOADER, DRIVER].every((file) => existsSync(join(each, file))));
  if (folder === undefined) return null;
  const driver = join(folder, DRIVER);
  return {
    VK_DRIVER_FILES: driver,
    VK_ICD_FILENAMES: driver, // the name that older loaders know
    LD_LIBRARY_PATH: env.LD_LIBRARY_PATH ? `${folder}:${env.LD_LIBRARY_PATH}` : folder,
  };
}
