/** Finds TensorFlow where a user has added it, and loads it. */

import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import util from 'node:util';
import type { Availability } from '../types';
import { isTensorFlow, type TensorFlow } from './tfjs';

export type Device = 'cpu' | 'gpu';

const packages: Readonly<Record<Device, string>> = {
  cpu: '@tensorflow/tfjs-node',
  gpu: '@tensorflow/tfjs-node-gpu',
};

/** The last version there is; TensorFlow.js is no longer developed. */
const version = '4.22.0';

/** A folder in which a user has installed TensorFlow, or its `node_modules`. */
const folderVariable = 'LOOM_TENSORFLOW';

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n')[0];

/**
 * Folder of the package, its native library included, without loading it.
 * @throws Error with one sentence where it is missing or incomplete.
 */
export function findTensorFlow(device: Device, folder = process.env[folderVariable]): string {
  const name = packages[device];
  const from = createRequire(folder ? resolve(folder, 'index.js') : import.meta.url);
  let found: string;
  try {
    found = dirname(from.resolve(`${name}/package.json`));
  } catch {
    throw new Error(
      folder
        ? `TensorFlow is not in the folder "${folder}" that ${folderVariable} names; run npm install ${name}@${version} there.`
        : `TensorFlow is not installed; run npm install ${name}@${version} in an empty folder and set ${folderVariable} to that folder.`,
    );
  }
  if (!hasBinding(found)) {
    throw new Error(
      `TensorFlow is installed without its native library (nothing in ${join(found, 'lib')}); run npm rebuild ${name} --ignore-scripts=false in that installation.`,
    );
  }
  return found;
}

/** The library lies in a folder of the Node-API version that it was built for. */
function hasBinding(folder: string): boolean {
  const lib = join(folder, 'lib');
  return existsSync(lib) && readdirSync(lib).some((each) => existsSync(join(lib, each, 'tfjs_binding.node')));
}

/** Whether a driver of NVIDIA is installed: TensorFlow computes on no other GPU. */
function hasNvidiaDriver(): boolean {
  if (process.platform === 'win32')
    return existsSync(join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', 'nvcuda.dll'));
  return existsSync('/proc/driver/nvidia/version');
}

/**
 * What can be known of TensorFlow without loading its 250 MB; whether it uses the GPU shows only when it is loaded.
 * @throws Error with one sentence where it cannot run.
 */
export async function probeTensorFlow(device: Device): Promise<Availability> {
  if (device === 'gpu' && !hasNvidiaDriver()) {
    throw new Error(
      'TensorFlow computes on GPUs of NVIDIA only, and no driver of one was found; choose another engine.',
    );
  }
  findTensorFlow(device);
  return { available: true };
}

/** What TensorFlow.js takes from Node's `util`; Node 23 removed it. */
const removedFromNode = {
  isNullOrUndefined: (x: unknown): boolean => x === null || x === undefined,
  isArray: (x: unknown): boolean => Array.isArray(x),
};

function restoreRemoved(): void {
  for (const [name, value] of Object.entries(removedFromNode)) {
    if (!(name in util)) Object.defineProperty(util, name, { value, configurable: true, writable: true });
  }
}

/** TensorFlow reads these once, when it is loaded: quiet unless something is wrong, and the number of threads. */
function setEnvironment(threads: number): void {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  process.env.TF_NUM_INTRAOP_THREADS ??= String(threads);
  process.env.TF_NUM_INTEROP_THREADS ??= '1';
}

/** There is one TensorFlow a process: the libraries for CPU and GPU have the same names. */
let loaded: { readonly device: Device; readonly tf: Promise<TensorFlow> } | undefined;

/**
 * Loads TensorFlow, once a process. The number of threads is that of the first call.
 * @throws Error with one sentence that says why it cannot be used here and what to do.
 */
export async function loadTensorFlow(device: Device, threads: number): Promise<TensorFlow> {
  const folder = findTensorFlow(device);
  if (loaded && loaded.device !== device) {
    throw new Error(
      `TensorFlow for the ${loaded.device.toUpperCase()} is loaded already, and a process can hold only one; close the project and open it again to use the other.`,
    );
  }
  loaded ??= { device, tf: load(device, folder, threads) };
  return loaded.tf;
}

async function load(device: Device, folder: string, threads: number): Promise<TensorFlow> {
  setEnvironment(threads);
  restoreRemoved();
  const tf = requireFrom(folder);
  if (!isTensorFlow(tf)) {
    throw new Error(`TensorFlow in ${folder} lacks functions that are needed; install version ${version}.`);
  }
  tf.enableProdMode();
  await tf.ready();
  // TensorFlow computes on the CPU, and says nothing, where it finds no GPU that it can use.
  if (device === 'gpu' && tf.backend().isUsingGpuDevice !== true) {
    throw new Error(
      'TensorFlow finds no GPU that it can use; it needs an NVIDIA GPU with CUDA 11 and cuDNN 8 installed, otherwise choose TensorFlow on the CPU.',
    );
  }
  return tf;
}

function requireFrom(folder: string): unknown {
  try {
    return createRequire(join(folder, 'package.json'))(folder);
  } catch (error) {
    throw new Error(
      `TensorFlow could not be loaded with Node ${process.versions.node} on ${process.platform}-${process.arch} (${messageOf(error)}); install ${version} again on this machine.`,
    );
  }
}
