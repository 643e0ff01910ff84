import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, createReadStream, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { failedRecently } from './electron.mjs';
import { withLock } from './lock.mjs';
import { npm, run } from './processes.mjs';
import { inRoot, messageOf, SetupError, say } from './workspace.mjs';

/**
 * TensorFlow for the tests of its engine, on Linux x64. TensorFlow.js fetches its native library from a site of its own;
 * here it comes from an npm package that holds an older build of it for the CPU (TensorFlow 1.15), which the same
 * JavaScript drives. All packages are pinned by the lock file in `scripts/tensorflow`.
 */
const wanted = inRoot('scripts', 'tensorflow');
const archive = join('node_modules', 'tfjs-node-lambda-releases', 'nodejs12.x-tf2.7.0.br');
const library = join('node_modules', '@tensorflow', 'tfjs-node');

const cache = inRoot('node_modules', '.cache');
const stamp = 'prepared.sha256';
const failureStamp = join(cache, 'tensorflow-failed.json');

/** Where it lies once it is prepared: what `LOOM_TENSORFLOW` would name. */
export const tensorFlowFolder = join(cache, 'tensorflow');

const fits = () => process.platform === 'linux' && process.arch === 'x64';

/** Digest of a lock file. @param {string} folder */
const digestOf = (folder) =>
  createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');

/** Whether a folder was prepared from the lock file that is wanted now. @param {string} folder @param {string} digest */
export function isPrepared(folder, digest) {
  try {
    return readFileSync(join(folder, stamp), 'utf8') === digest;
  } catch {
    return false;
  }
}

/**
 * Unpacks some members of a tar archive that is compressed with Brotli.
 * @param {string} file @param {string} directory @param {string[]} members
 */
export async function unpackBrotli(file, directory, members) {
  const tar = spawn('tar', ['-x', '-C', directory, ...members], { stdio: ['pipe', 'ignore', 'pipe'] });
  const ended = once(tar, 'close');
  let complaint = '';
  tar.stderr.on('data', (chunk) => (complaint += chunk));
  try {
    await pipeline(createReadStream(file), createBrotliDecompress(), tar.stdin);
  } catch (error) {
    complaint ||= messageOf(error);
  }
  const [code] = await ended;
  if (code !== 0 || complaint) throw new SetupError(`tar could not unpack ${file}: ${complaint.trim()}`);
}

/** @param {string} directory An empty folder to work in. */
async function prepareInto(directory) {
  for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(wanted, name), join(directory, name));
  const quick = ['--fetch-retries=1', '--fetch-timeout=60000'];
  const { code, output } = await run(
    ...npm(['ci', '--prefix', directory, '--ignore-scripts', '--no-audit', '--no-fund', ...quick]),
    { capture: true },
  );
  if (code !== 0) {
    const reason = output.split('\n').find((line) => line.startsWith('npm error')) ?? `exit code ${code}`;
    throw new SetupError(`npm could not fetch TensorFlow for tests (${reason}); check the network and run this again.`);
  }
  const unpacked = join(directory, 'unpacked');
  mkdirSync(unpacked);
  const members = [join(library, 'lib', 'napi-v6'), join(library, 'deps', 'lib')];
  await unpackBrotli(join(directory, archive), unpacked, members);
  for (const [from, to] of [
    [members[0], join(library, 'lib', 'napi-v8')],
    [members[1], members[1]],
  ]) {
    mkdirSync(dirname(join(directory, to)), { recursive: true });
    renameSync(join(unpacked, from), join(directory, to));
  }
  rmSync(unpacked, { recursive: true });
  rmSync(dirname(join(directory, archive)), { recursive: true }); // 190 MB that nothing needs any more
}

/** @param {string} digest */
async function prepare(digest) {
  if (isPrepared(tensorFlowFolder, digest)) return; // somebody else prepared it while we waited
  say('Fetching TensorFlow for the tests of its engine (about 240 MB) …');
  const temporary = join(cache, `tensorflow-${process.pid}`);
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  try {
    await prepareInto(temporary);
    writeFileSync(join(temporary, stamp), digest);
    rmSync(tensorFlowFolder, { recursive: true, force: true });
    renameSync(temporary, tensorFlowFolder);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/**
 * Path of a folder with TensorFlow, fetched, checked and unpacked at the first call.
 * @throws {SetupError} where there is none for this machine or it cannot be fetched.
 */
export async function ensureTensorFlow() {
  if (!fits()) throw new SetupError(`There is no TensorFlow for tests on ${process.platform}-${process.arch}.`);
  const digest = digestOf(wanted);
  if (!isPrepared(tensorFlowFolder, digest)) {
    await withLock(join(cache, 'tensorflow.lock'), () => prepare(digest));
  }
  return tensorFlowFolder;
}

/** As `ensureTensorFlow`, but goes on without: the tests are skipped then. A failure is remembered for a day. */
export async function tryTensorFlow() {
  if (!fits()) return;
  const digest = digestOf(wanted);
  if (failedRecently(failureStamp, digest, Date.now())) return;
  try {
    await ensureTensorFlow();
  } catch (error) {
    say(`The tests of the TensorFlow engine are skipped. ${messageOf(error)}`);
    mkdirSync(cache, { recursive: true });
    writeFileSync(failureStamp, `${JSON.stringify({ version: digest, at: new Date().toISOString() })}\n`);
  }
}
