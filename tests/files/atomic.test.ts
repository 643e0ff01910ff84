import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFileLimited, writeFileAtomic } from '../../src/files/atomic';
import { temporaryFolder } from './folder';

const root = temporaryFolder();
let made = 0;
function folder(): string {
  const path = join(root, String(made++));
  mkdirSync(path);
  return path;
}

describe('writeFileAtomic', () => {
  it('writes text and bytes, and leaves nothing else in the folder', async () => {
    const at = folder();
    await writeFileAtomic(join(at, 'text'), 'é\n');
    await writeFileAtomic(join(at, 'bytes'), Uint8Array.of(0, 255));
    expect(readFileSync(join(at, 'text'), 'utf8')).toBe('é\n');
    expect([...readFileSync(join(at, 'bytes'))]).toEqual([0, 255]);
    expect(readdirSync(at).sort()).toEqual(['bytes', 'text']);
  });

  it('keeps the old file and removes the temporary one when the data cannot be written', async () => {
    const at = folder();
    mkdirSync(join(at, 'taken'));
    writeFileSync(join(at, 'taken', 'inside'), '');
    await expect(writeFileAtomic(join(at, 'taken'), 'text')).rejects.toMatchObject({ name: 'FileError' });
    expect(readdirSync(at)).toEqual(['taken']);
    expect(readdirSync(join(at, 'taken'))).toEqual(['inside']);
  });

  it('says that a folder is missing', async () => {
    const path = join(folder(), 'nowhere', 'file');
    await expect(writeFileAtomic(path, '')).rejects.toMatchObject({
      code: 'missing',
      message: `${path}: does not exist; choose another place.`,
    });
  });

  it('lets writers at the same time each write a whole file', async () => {
    const at = folder();
    const path = join(at, 'file');
    const texts = Array.from({ length: 20 }, (_, i) => String(i).repeat(20_000 + i));
    const seen: string[] = [];
    await Promise.all([
      ...texts.map((text) => writeFileAtomic(path, text)),
      (async () => {
        for (let i = 0; i < 20; i++) {
          const bytes = await readFileLimited(path, 1_000_000).catch(() => undefined);
          if (bytes) seen.push(Buffer.from(bytes).toString());
        }
      })(),
    ]);
    for (const text of seen) expect(texts.includes(text)).toBe(true);
    expect(texts.includes(readFileSync(path, 'utf8'))).toBe(true);
    expect(readdirSync(at)).toEqual(['file']);
  });

  it('takes a file name of the greatest length', async () => {
    const path = join(folder(), 'n'.repeat(255));
    await writeFileAtomic(path, 'x');
    expect(readFileSync(path, 'utf8')).toBe('x');
  });
});

describe('readFileLimited', () => {
  it('reads a file of exactly the limit, and refuses one byte more', async () => {
    const path = join(folder(), 'file');
    writeFileSync(path, 'abcd');
    expect(await readFileLimited(path, 4)).toEqual(Uint8Array.from(Buffer.from('abcd')));
    await expect(readFileLimited(path, 3)).rejects.toMatchObject({
      code: 'too-large',
      message: `${path}: has 4 bytes, the limit is 3; choose a smaller file.`,
    });
  });

  it('says that a file is missing, or is none', async () => {
    const at = folder();
    await expect(readFileLimited(join(at, 'none'), 10)).rejects.toMatchObject({ code: 'missing' });
    await expect(readFileLimited(at, 10)).rejects.toMatchObject({ code: 'not-a-file' });
    writeFileSync(join(at, 'file'), '');
    await expect(readFileLimited(join(at, 'file', 'below'), 10)).rejects.toMatchObject({ code: 'not-a-folder' });
  });

  it.skipIf(process.platform === 'win32')('does not wait for a named pipe', async () => {
    const path = join(folder(), 'pipe');
    execFileSync('mkfifo', [path]);
    await expect(readFileLimited(path, 10)).rejects.toMatchObject({ code: 'not-a-file' });
  });
});
