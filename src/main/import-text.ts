import { mkdir, readdir, readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { readFileLimited, writeFileAtomic } from '../files/atomic';
import { fileError } from '../files/file-error';
import { readText, TEXT_BYTES_LIMIT } from '../files/texts';

/** Folder of a project in which the user's own data lies. */
const DATA = 'data';
const LONGEST_NAME = 80;

/** A name that every system takes, without its ending. */
const plainName = (path: string): string =>
  basename(path, extname(path))
    .normalize('NFC')
    .replace(/[^\p{L}\p{N} ._-]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '')
    .slice(0, LONGEST_NAME) || 'text';

/** The first of `name.txt`, `name 2.txt`, … that is free or holds these bytes already. */
const placeFor = async (folder: string, name: string, bytes: Uint8Array): Promise<string> => {
  const taken = new Map((await readdir(folder)).map((each) => [each.toLowerCase(), each]));
  for (let k = 1; ; k++) {
    const candidate = k === 1 ? `${name}.txt` : `${name} ${k}.txt`;
    const there = taken.get(candidate.toLowerCase());
    if (there === undefined) return candidate;
    const same = await readFile(join(folder, there)).then(
      (held) => held.equals(bytes),
      () => false,
    );
    if (same) return there;
  }
};

/**
 * Copies a text into a project's folder, as a whole or not at all; nothing that is there is overwritten.
 * @returns its path from the project's folder on, with slashes.
 * @throws FileError where it is no text in UTF-8, empty, or larger than 8 MB.
 */
export async function importText(project: string, path: string): Promise<string> {
  const bytes = await readFileLimited(path, TEXT_BYTES_LIMIT);
  readText(basename(path), bytes);
  const folder = join(project, DATA);
  try {
    await mkdir(folder, { recursive: true });
    const name = await placeFor(folder, plainName(path), bytes);
    await writeFileAtomic(join(folder, name), bytes);
    return `${DATA}/${name}`;
  } catch (error) {
    throw fileError(folder, error);
  }
}
