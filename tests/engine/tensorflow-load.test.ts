import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { findTensorFlow } from '../../src/engine/tfjs/load';
import { functions } from '../../src/engine/tfjs/tfjs';

const folder = mkdtempSync(join(tmpdir(), 'loom-tensorflow-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes an imitation of the package. */
function install(name: string, code: string, { binding = true, kind = 'tfjs-node' } = {}): string {
  const home = join(folder, name);
  const at = join(home, 'node_modules', '@tensorflow', kind);
  mkdirSync(join(at, 'lib', 'napi-v8'), { recursive: true });
  writeFileSync(join(at, 'package.json'), '{"main":"index.js"}');
  writeFileSync(join(at, 'index.js'), code);
  if (binding) writeFileSync(join(at, 'lib', 'napi-v8', 'tfjs_binding.node'), '');
  return home;
}

test('says how to get TensorFlow where it is not', () => {
  expect(() => findTensorFlow('gpu', '')).toThrow(
    'TensorFlow is not installed; run npm install @tensorflow/tfjs-node-gpu@4.22.0 in an empty folder and set LOOM_TENSORFLOW to that folder.',
  );
  expect(() => findTensorFlow('cpu', join(folder, 'nothing'))).toThrow('that LOOM_TENSORFLOW names; run npm install');
});

test('finds it in the folder that is named, or in its node_modules', () => {
  const home = install('whole', '');
  const expected = join(home, 'node_modules', '@tensorflow', 'tfjs-node');
  expect(findTensorFlow('cpu', home)).toBe(expected);
  expect(findTensorFlow('cpu', join(home, 'node_modules'))).toBe(expected);
  expect(findTensorFlow('cpu', relative(process.cwd(), home))).toBe(expected);
});

test('says what to do where its native library is missing', () => {
  const home = install('half', '', { binding: false });
  expect(() => findTensorFlow('cpu', home)).toThrow(
    'run npm rebuild @tensorflow/tfjs-node --ignore-scripts=false in that installation.',
  );
});

/** The engine's module as a fresh process would load it. */
async function fresh(): Promise<typeof import('../../src/engine/tfjs/engine')> {
  vi.resetModules();
  return import('../../src/engine/tfjs/engine');
}

afterEach(() => {
  vi.unstubAllEnvs();
});

test.each([
  ['does not load', 'throw new Error("cannot open shared object file")', '(cannot open shared object file); install'],
  ['lacks functions', 'exports.add = () => {}', 'lacks functions that are needed; install version 4.22.0.'],
])('a package that %s is refused in one sentence', async (name, code, message) => {
  vi.stubEnv('LOOM_TENSORFLOW', install(name, code));
  await expect((await fresh()).createTensorFlowEngine('cpu')).rejects.toThrow(message);
});

test('what newer versions of Node took from util is there when the package is loaded', async () => {
  const util = (await import('node:util')).default;
  const known = Object.getOwnPropertyDescriptor(util, 'isNullOrUndefined');
  Reflect.deleteProperty(util, 'isNullOrUndefined');
  const code = 'const { isNullOrUndefined: f } = require("util"); throw new Error([f(null), f(0)].join())';
  vi.stubEnv('LOOM_TENSORFLOW', install('newer', code));
  await expect((await fresh()).createTensorFlowEngine('cpu')).rejects.toThrow('(true,false)');
  if (known) Object.defineProperty(util, 'isNullOrUndefined', known);
});

describe('a complete package', () => {
  const names = JSON.stringify(Object.keys(functions));
  const code = (gpu: boolean) =>
    `for (const name of ${names}) exports[name] = () => ({}); exports.backend = () => ({ isUsingGpuDevice: ${gpu} });`;

  test('is used', async () => {
    vi.stubEnv('LOOM_TENSORFLOW', install('good', code(false)));
    expect(await (await fresh()).createTensorFlowEngine('cpu')).toMatchObject({ id: 'tensorflow' });
  });

  test('for the GPU is used where it computes on one, and refused where it fell back to the CPU', async () => {
    vi.stubEnv('LOOM_TENSORFLOW', install('gpu', code(true), { kind: 'tfjs-node-gpu' }));
    expect(await (await fresh()).createTensorFlowEngine('gpu')).toMatchObject({ id: 'tensorflow-gpu' });
    vi.stubEnv('LOOM_TENSORFLOW', install('fallback', code(false), { kind: 'tfjs-node-gpu' }));
    await expect((await fresh()).createTensorFlowEngine('gpu')).rejects.toThrow('TensorFlow finds no GPU');
  });

  test('for the GPU cannot join one for the CPU in a process', async () => {
    const { createTensorFlowEngine } = await fresh();
    vi.stubEnv('LOOM_TENSORFLOW', install('both', code(false)));
    await createTensorFlowEngine('cpu');
    install('both', code(true), { kind: 'tfjs-node-gpu' });
    await expect(createTensorFlowEngine('gpu')).rejects.toThrow('TensorFlow for the CPU is loaded already');
  });
});
