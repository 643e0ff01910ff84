import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { digestOf } from '../../scripts/lib/build.mjs';
import { withLock } from '../../scripts/lib/lock.mjs';
import { run } from '../../scripts/lib/processes.mjs';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loom-scripts-'));
  await mkdir(join(folder, 'src', 'a'), { recursive: true });
  await writeFile(join(folder, 'src', 'a', 'one.ts'), 'one');
  await writeFile(join(folder, 'package.json'), '{}');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('what is built again', () => {
  const digest = (): string => digestOf(folder, ['package.json', 'src', 'missing.json']);

  test('nothing, when only times changed', async () => {
    const before = digest();
    await utimes(join(folder, 'src', 'a', 'one.ts'), 1, 1);
    expect(digest()).toBe(before);
  });

  test('everything, when a file changed, came, went or moved', async () => {
    const seen = new Set([digest()]);
    await writeFile(join(folder, 'src', 'a', 'one.ts'), 'two');
    seen.add(digest());
    await writeFile(join(folder, 'src', 'two.ts'), 'two');
    seen.add(digest());
    await rm(join(folder, 'src', 'a', 'one.ts'));
    seen.add(digest());
    await writeFile(join(folder, 'missing.json'), '');
    seen.add(digest());
    expect(seen.size).toBe(5);
  });
});

describe('a lock', () => {
  test('lets one after the other work, and is gone afterwards', async () => {
    const path = join(folder, 'locks', 'build.lock');
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      inside++;
      most = Math.max(most, inside);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside--;
    };
    await Promise.all([1, 2, 3].map(() => withLock(path, work)));
    expect(most).toBe(1);
    expect(await readdir(join(folder, 'locks'))).toEqual([]);
  });

  test('is released when the work fails', async () => {
    const path = join(folder, 'build.lock');
    await expect(withLock(path, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await withLock(path, async () => 'again')).toBe('again');
  });

  test('of a process that died is taken over', async () => {
    const path = join(folder, 'build.lock');
    const { output } = await run(process.execPath, ['-p', 'process.pid'], { capture: true });
    await writeFile(path, output.trim());
    expect(await withLock(path, async () => 'mine')).toBe('mine');
  });
});

describe('running programs', () => {
  test('gives exit code and output', async () => {
    const script = "console.log('out'); console.error('err'); process.exitCode = 3";
    const { code, output } = await run(process.execPath, ['-e', script], { capture: true });
    expect(code).toBe(3);
    expect(output).toContain('out');
    expect(output).toContain('err');
  });

  test('a program that is not there is exit code 127', async () => {
    expect((await run(join(folder, 'nothing'), [], { capture: true })).code).toBe(127);
  });

  test.skipIf(process.platform === 'win32')('a program that was killed is 128 and the signal', async () => {
    expect((await run(process.execPath, ['-e', "process.kill(process.pid, 'SIGKILL')"], { capture: true })).code).toBe(
      137,
    );
  });
});
