import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { isPrepared, unpackBrotli } from '../../scripts/lib/tensorflow.mjs';

const folder = mkdtempSync(join(tmpdir(), 'loom-unpack-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a folder is prepared when it was made from the same lock file', () => {
  const digest = 'a'.repeat(64);
  expect(isPrepared(folder, digest)).toBe(false);
  writeFileSync(join(folder, 'prepared.sha256'), digest);
  expect(isPrepared(folder, digest)).toBe(true);
  expect(isPrepared(folder, 'b'.repeat(64))).toBe(false);
});

test.runIf(process.platform === 'linux')('members of a compressed archive are unpacked, others are not', async () => {
  const source = join(folder, 'source');
  for (const part of ['lib', 'other']) {
    mkdirSync(join(source, part), { recursive: true });
    writeFileSync(join(source, part, 'file'), part.repeat(100_000));
  }
  const archive = join(folder, 'archive.br');
  writeFileSync(archive, brotliCompressSync(execFileSync('tar', ['-c', '-C', source, 'lib', 'other'])));
  const target = join(folder, 'target');
  mkdirSync(target);
  await unpackBrotli(archive, target, ['lib']);
  expect(readFileSync(join(target, 'lib', 'file'), 'utf8')).toBe('lib'.repeat(100_000));
  expect(existsSync(join(target, 'other'))).toBe(false);

  await expect(unpackBrotli(archive, target, ['missing'])).rejects.toThrow(/tar could not unpack .*missing/);
  writeFileSync(archive, 'not an archive');
  await expect(unpackBrotli(archive, target, ['lib'])).rejects.toThrow(/tar could not unpack/);
});
