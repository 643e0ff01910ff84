/** Tries an execution provider: a faulty driver may refuse, hang, or end the process that loads it. */

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { deviceNameFromLog, deviceNameFromMaps } from './device-name';
import { encodeCopy } from './encode';

export type Probe =
  | { readonly ok: true; readonly device: string | undefined }
  | { readonly ok: false; readonly problem: string; readonly log: string };

/** Finds out whether a provider can compute. */
export type Attempt = (provider: string) => Promise<Probe>;

/** Drivers are loaded from disk at the first use, which can take seconds. */
const timeoutMs = 30_000;

const libraryPath = (): string => createRequire(import.meta.url).resolve('onnxruntime-node');

/** Runs with plain Node, so it is plain JavaScript. Arguments: path of onnxruntime-node, provider, model in base64. */
const script = `
const [library, provider, model] = process.argv.slice(-3);
const finish = (result) => process.stdout.write(JSON.stringify(result), () => process.exit(0));
(async () => {
  const ort = require(library);
  ort.env.logLevel = 'info';
  const session = await ort.InferenceSession.create(Buffer.from(model, 'base64'), {
    executionProviders: [provider],
    logSeverityLevel: 3,
  });
  const { y } = await session.run({ x: new ort.Tensor('float32', [1], [1]) });
  if (y.data[0] !== 1) throw new Error('it computed ' + y.data[0] + ' where 1 was expected');
})().then(
  () => finish({}),
  (error) => finish({ problem: error.message }),
);`;

interface Ended {
  readonly output: string;
  readonly log: string;
  /** What ended the process, where it did not end by itself. */
  readonly cause: string | undefined;
}

function runScript(provider: string): Promise<Ended> {
  const model = Buffer.from(encodeCopy('float32')).toString('base64');
  // The variable makes the Vulkan loader say which device it opened.
  const env = { ...process.env, NODE_OPTIONS: '', VK_LOADER_DEBUG: 'driver' };
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['-e', script, libraryPath(), provider, model], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    let [output, log] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString();
    });
    child.once('error', (error) => resolve({ output, log, cause: error.message }));
    child.once('close', (code, signal) => {
      const cause = child.killed
        ? `no answer within ${timeoutMs / 1000} s`
        : `its process ended with ${signal ?? code}`;
      resolve({ output, log, cause: signal === null && code === 0 ? undefined : cause });
    });
  });
}

/** Without ONNX Runtime's source positions and line breaks. */
const sentence = (problem: string): string =>
  problem
    .trim()
    .split('\n')[0]
    .replace(/^\/\S+:\d+ /, '')
    .replace(/\.$/, '');

/** Tries it in a process of its own. */
async function probeElsewhere(provider: string): Promise<Probe> {
  const { output, log, cause } = await runScript(provider);
  if (cause !== undefined) return { ok: false, problem: cause, log };
  const result: unknown = JSON.parse(output);
  const problem =
    typeof result === 'object' && result !== null && 'problem' in result ? String(result.problem) : undefined;
  return problem === undefined
    ? { ok: true, device: deviceNameFromLog(log) }
    : { ok: false, problem: sentence(problem), log };
}

function loadedLibraries(): string {
  try {
    return readFileSync('/proc/self/maps', 'utf8');
  } catch {
    return ''; // only Linux has it
  }
}

/** Tries it in this process. */
export async function probeHere(provider: string): Promise<Probe> {
  try {
    const ort = await import('onnxruntime-node');
    const session = await ort.InferenceSession.create(encodeCopy('float32'), {
      executionProviders: [provider],
      logSeverityLevel: 4,
    });
    const { y } = await session.run({ x: new ort.Tensor('float32', [1], [1]) });
    await session.release();
    if (y.data[0] !== 1) throw new Error(`it computed ${y.data[0]} where 1 was expected`);
    return { ok: true, device: deviceNameFromMaps(loadedLibraries()) };
  } catch (error) {
    return { ok: false, problem: sentence(error instanceof Error ? error.message : String(error)), log: '' };
  }
}

/**
 * Loads the provider and computes one number with it. The studio does that in this process, which is there to be lost:
 * in a finished studio Electron cannot start plain Node processes.
 */
export const probe: Attempt = (provider) =>
  process.versions.electron === undefined ? probeElsewhere(provider) : probeHere(provider);
