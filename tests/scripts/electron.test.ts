import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bytesUnder, ensureElectron, failedRecently } from '../../scripts/lib/electron.mjs';
import { sha512 } from '../../scripts/lib/electron-fallback.mjs';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loom-scripts-'));
});
afterEach(async () => {
  delete process.env.LOOM_ELECTRON;
  await rm(folder, { recursive: true, force: true });
});

test('a failed download is remembered for a day, for that version', async () => {
  const stamp = join(folder, 'stamp.json');
  const at = Date.parse('2026-01-31T12:00:00Z');
  expect(failedRecently(stamp, '45.0.0', at)).toBe(false);
  await writeFile(stamp, JSON.stringify({ version: '45.0.0', at: new Date(at).toISOString() }));
  expect(failedRecently(stamp, '45.0.0', at + 3_600_000)).toBe(true);
  expect(failedRecently(stamp, '45.0.1', at + 3_600_000)).toBe(false);
  expect(failedRecently(stamp, '45.0.0', at + 25 * 3_600_000)).toBe(false);
  await writeFile(stamp, 'damaged');
  expect(failedRecently(stamp, '45.0.0', at)).toBe(false);
});

test('the progress of a download is the growth of its folder', async () => {
  expect(bytesUnder(join(folder, 'missing'))).toBe(0);
  await mkdir(join(folder, 'a', 'b'), { recursive: true });
  await writeFile(join(folder, 'a', 'b', 'part'), 'x'.repeat(1_000));
  await writeFile(join(folder, 'a', 'whole'), 'x'.repeat(24));
  expect(bytesUnder(folder)).toBe(1_024);
});

test("a digest is npm's integrity value without its prefix", async () => {
  await writeFile(join(folder, 'abc'), 'abc');
  expect(sha512(join(folder, 'abc'))).toBe(
    '3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==',
  );
});

test('LOOM_ELECTRON chooses the binary, and must exist', async () => {
  process.env.LOOM_ELECTRON = join(folder, 'electron');
  await expect(ensureElectron()).rejects.toThrow(/which does not exist/);
  await writeFile(process.env.LOOM_ELECTRON, '');
  expect(await ensureElectron()).toBe(process.env.LOOM_ELECTRON);
});
