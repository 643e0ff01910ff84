import { type Zippable, zipSync } from 'fflate';
import { brief, FormatError } from '../data/format-error';
import { type ArrayData, byName } from './array-data';
import { readNpy, writeNpy } from './npy';
import { readZip, type UnzipLimits } from './zip';

const SUFFIX = '.npy';
const GIBIBYTE = 2 ** 30;
/** The earliest time that ZIP can write: the same arrays give the same bytes at any time. */
const EPOCH = new Date(1980, 0, 1);

/**
 * Named arrays as an NPZ archive, which `numpy.load` reads. Names are sorted and no time is written, so equal arrays
 * give equal bytes.
 * @param options.compress deflate each array; stored as they are by default (weights and noise hardly shrink).
 * @throws RangeError if a name is empty or a shape does not fit its values.
 */
export function writeNpz(arrays: ReadonlyMap<string, ArrayData>, options: { compress?: boolean } = {}): Uint8Array {
  const level = options.compress ? 6 : 0;
  const files: Zippable = {};
  for (const [name, array] of [...arrays].sort(byName)) {
    if (name === '') throw new RangeError('npz: an array has no name; give every array one.');
    files[name + SUFFIX] = [writeNpy(array), { level, mtime: EPOCH }];
  }
  return zipSync(files);
}

/**
 * Reads an NPZ archive, stored or deflated.
 * @param options.limits how much it may unpack to, 1 GiB and 10 000 arrays by default.
 * @throws FormatError if the archive or an array in it is malformed or goes beyond a limit.
 */
export function readNpz(
  bytes: Uint8Array,
  options: { subject?: string; limits?: Partial<UnzipLimits> } = {},
): Map<string, ArrayData> {
  const subject = options.subject ?? 'NPZ file';
  const files = readZip(bytes, subject, { maxBytes: GIBIBYTE, maxFiles: 10_000, ...options.limits });
  const arrays = new Map<string, ArrayData>();
  for (const [file, content] of files) {
    if (!file.endsWith(SUFFIX)) {
      throw new FormatError(
        `${subject}: holds "${brief(file)}", expected only .npy arrays; save it again with numpy.savez.`,
      );
    }
    arrays.set(file.slice(0, -SUFFIX.length), readNpy(content, `${subject}, "${brief(file)}"`));
  }
  return arrays;
}
