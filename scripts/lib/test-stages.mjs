import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildApp } from './build.mjs';
import { ensureXvfb, hasDisplay } from './display.mjs';
import { ensureElectron } from './electron.mjs';
import { run } from './processes.mjs';
import { prepareElectron, runWithWindows } from './studio.mjs';
import { tryTensorFlow } from './tensorflow.mjs';
import { countsOfPlaywright, countsOfVitest, withExitCode } from './test-summary.mjs';
import { hasGraphics, softwareVulkan } from './vulkan.mjs';
import { messageOf, SetupError, say } from './workspace.mjs';

/** @typedef {import('./test-summary.mjs').Counts} Counts */

/** A tool that counts as one test: it passes or it does not. @param {string[]} args Arguments for Node. @returns {Promise<Counts>} */
async function single(args) {
  const { code } = await run(process.execPath, args, { toStandardOutput: true });
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

/** @template T @param {string} file @param {(report: T) => Counts} count @returns {Counts} */
function readCounts(file, count) {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  return count(JSON.parse(readFileSync(file, 'utf8')));
}

/** The tests of WebGPU need a graphics device; Electron brings one made of software. */
async function ensureSoftwareVulkan() {
  if (hasGraphics() || softwareVulkan()) return;
  try {
    await ensureElectron();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(`The tests of WebGPU are skipped: ${messageOf(error)}`);
  }
}

/** @param {string} reports @param {string[]} rest */
async function unit(reports, rest) {
  await ensureSoftwareVulkan();
  await tryTensorFlow();
  const file = join(reports, 'unit.json');
  const args = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
    ...rest,
  ];
  const { code } = await run(process.execPath, args, { toStandardOutput: true });
  return withExitCode(readCounts(file, countsOfVitest), code);
}

/** Windows of the tests go to a display in memory wherever there can be one, so that they disturb nobody. */
async function testsDisplayInMemory() {
  if (process.platform !== 'linux') return false;
  try {
    await ensureXvfb();
    return true;
  } catch (error) {
    if (error instanceof SetupError && hasDisplay()) return false;
    throw error;
  }
}

/** @param {string} reports @param {string[]} rest */
async function e2e(reports, rest) {
  await buildApp();
  const inMemory = await testsDisplayInMemory();
  const { electron, flags } = await prepareElectron(inMemory);
  const file = join(reports, 'e2e.json');
  const env = {
    ...process.env,
    LOOM_ELECTRON: electron,
    LOOM_ELECTRON_FLAGS: flags.join(' '),
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  };
  const command = [process.execPath, 'node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json', ...rest];
  const { code } = await runWithWindows(command, inMemory, env);
  return withExitCode(readCounts(file, countsOfPlaywright), code);
}

/** The checks in the order in which they run. @type {Record<string, (reports: string, rest: string[]) => Promise<Counts>>} */
export const STAGES = {
  lint: () => single(['node_modules/@biomejs/biome/bin/biome', 'check', '.']),
  types: () => single(['node_modules/typescript/bin/tsc', '-b']),
  unit,
  e2e,
};

/**
 * What to run, from `--only lint,types,unit,e2e`; everything without it. When one stage runs, what follows goes to its
 * tool: `--only e2e security` runs the end-to-end tests in files whose names hold "security".
 * @param {string[]} args
 * @returns {{ stages: string[], rest: string[] }}
 */
export function selectStages(args) {
  const all = Object.keys(STAGES);
  if (args.length === 0) return { stages: all, rest: [] };
  const [flag, list = '', ...rest] = args;
  const chosen = list.split(',');
  if (flag !== '--only' || !chosen.every((name) => all.includes(name)) || (rest.length > 0 && chosen.length > 1)) {
    throw new SetupError(`"${args.join(' ')}" is not understood; use --only with some of ${all.join(',')}.`);
  }
  return { stages: all.filter((name) => chosen.includes(name)), rest };
}
