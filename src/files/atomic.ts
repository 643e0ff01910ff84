import { randomUUID } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { FileError, fileError } from './file-error';

const UNFINISHED = /^\..+\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;

/** Whether a file is one that `writeFileAtomic` began and did not bring to its end. */
export const isUnfinished = (name: string): boolean => UNFINISHED.test(name);

/**
 * Replaces a file as a whole: whoever reads it, now or after a crash, finds the old content or the new, never a part.
 * The data goes to a temporary file in the same folder, reaches the disk, then takes the name. Of several writers at
 * once the last to finish wins.
 * @param data text is written as UTF-8.
 * @throws FileError if the folder is missing or the file cannot be written; no temporary file stays behind.
 */
export async function writeFileAtomic(path: string, data: string | Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path).slice(0, 64)}.${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw fileError(path, error);
  }
  await syncFolder(dirname(path));
}

/** Makes a rename last through a power cut. Windows cannot open a folder, and some network disks cannot sync one. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // The file itself is complete and in place.
  }
}

/**
 * Reads a whole file of bounded size.
 * @throws FileError `missing`, `not-a-file`, `too-large`, `denied`.
 */
export async function readFileLimited(path: string, maxBytes: number): Promise<Uint8Array> {
  try {
    // Before opening: opening a named pipe would wait for a writer.
    if (!(await stat(path)).isFile()) throw new FileError('not-a-file', `${path}: is not a file; choose a file.`);
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      if (size > maxBytes) {
        throw new FileError(
          'too-large',
          `${path}: has ${size} bytes, the limit is ${maxBytes}; choose a smaller file.`,
        );
      }
      const bytes = new Uint8Array(size);
      let filled = 0;
      while (filled < size) {
        const { bytesRead } = await file.read(bytes, filled, size - filled, filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return bytes.subarray(0, filled);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError(path, error);
  }
}
