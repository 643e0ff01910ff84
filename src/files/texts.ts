import { join } from 'node:path';
import { isProjectFile } from '../core/graph';
import { readFileLimited } from './atomic';
import { FileError } from './file-error';
import { resourcesDirectory } from './resources';

/** A text larger than this is refused: it would take long to cut into tokens. */
export const TEXT_BYTES_LIMIT = 8 * 2 ** 20;

/**
 * Bytes as text: UTF-8, with line feeds alone at the ends of lines.
 * @param name how a sentence names it.
 * @throws FileError where it is empty, or no text.
 */
export const readText = (name: string, bytes: Uint8Array): string => {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new FileError('failed', `${name}: is not a text in UTF-8; save it as UTF-8, or choose another file.`);
  }
  if (text.includes('\0'))
    throw new FileError('failed', `${name}: is not a text but binary data; choose another file.`);
  if (text.trim() === '') throw new FileError('failed', `${name}: is empty; choose a file that holds a text.`);
  return text.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
};

/**
 * A text that comes with the program.
 * @throws FileError if the installation is incomplete.
 */
export const readBundledText = async (id: string): Promise<string> => {
  const path = join(resourcesDirectory(), 'texts', `${id}.txt`);
  return readText(id, await readFileLimited(path, TEXT_BYTES_LIMIT));
};

/**
 * A text of the user's own.
 * @param file its path from the project's folder on.
 * @throws FileError where it lies elsewhere, is not there, is larger than 8 MB, or is no text.
 */
export const readProjectFile = async (projectDirectory: string, file: string): Promise<string> => {
  if (!isProjectFile(file))
    throw new FileError('failed', `"${file}" is no file of the project; choose the text again in the inspector.`);
  const path = join(projectDirectory, ...file.split('/'));
  const bytes = await readFileLimited(path, TEXT_BYTES_LIMIT).catch((error: unknown) => {
    if (error instanceof FileError && error.code === 'missing')
      throw new FileError(
        'missing',
        `${path}: the text is not there; choose it again in the inspector of the Text node.`,
      );
    throw error;
  });
  return readText(file, bytes);
};
