import { strFromU8, strToU8 } from 'fflate';
import { brief, FormatError } from '../data/format-error';
import { type ArrayData, bytesOf, checkArray, concatBytes, dtypeNamed, dtypeOf, dtypes, sizeOf } from './array-data';

/** `\x93NUMPY` */
const MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59);
/** The shape may grow to this many digits before the header has to move (numpy's `GROWTH_AXIS_MAX_DIGITS`). */
const GROWTH_DIGITS = 21;
const HEADER_LIMIT = 65_536;
/** numpy's own limit. */
const AXES_LIMIT = 32;

/**
 * An array as an NPY file, version 1.0, C order, byte for byte what `numpy.save` writes.
 * Source: numpy.lib.format. Element types float32, int32 and uint8.
 * @throws RangeError if the shape does not fit the values.
 */
export function writeNpy(array: ArrayData): Uint8Array {
  checkArray('npy', array);
  const { shape } = array;
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const room = shape.length > 0 ? ' '.repeat(GROWTH_DIGITS - String(shape[0]).length) : '';
  const text = `{'descr': '${dtypes[dtypeOf(array.data)].npy}', 'fortran_order': False, 'shape': ${tuple}, }${room}`;
  const prefix = MAGIC.length + 4;
  // The values begin at a multiple of 64 bytes, and the header ends in a newline.
  const length = Math.ceil((prefix + text.length + 1) / 64) * 64 - prefix;
  const header = strToU8(`${text.padEnd(length - 1)}\n`, true);
  return concatBytes([MAGIC, Uint8Array.of(1, 0, length & 255, length >> 8), header, bytesOf(array.data)]);
}

/**
 * Reads an NPY file, version 1 to 3, in C or Fortran order (given back in C order).
 * @param subject what the bytes are called in an error.
 * @throws FormatError on a wrong signature, another element type, or more or fewer bytes than the shape needs.
 */
export function readNpy(bytes: Uint8Array, subject = 'NPY file'): ArrayData {
  const { text, start } = headerOf(bytes, subject);
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const tuple = /'shape'\s*:\s*\(([\d,\s]*)\)/.exec(text)?.[1];
  if (order === undefined || tuple === undefined || !text.trimStart().startsWith('{')) {
    throw new FormatError(
      `${subject}: its header does not name descr, fortran_order and shape; save it again with numpy.`,
    );
  }
  const row = descr === undefined ? undefined : dtypeNamed('npy', descr);
  if (!row) {
    throw new FormatError(
      `${subject}: holds ${brief(descr ?? 'structured')} values, expected <f4, <i4 or |u1; convert it with .astype('<f4').`,
    );
  }
  const shape = tuple
    .split(',')
    .filter((axis) => axis.trim() !== '')
    .map(Number);
  const expected = sizeOf(shape) * row.bytes;
  const got = bytes.length - start;
  if (shape.length > AXES_LIMIT || got !== expected) {
    throw new FormatError(
      `${subject}: has ${got} bytes of values, its shape (${brief(shape.join(', '))}) needs ${expected}; save it again.`,
    );
  }
  const data = row.fromBytes(bytes.subarray(start));
  return { shape, data: order === 'True' ? rowMajor(data, shape) : data };
}

function headerOf(bytes: Uint8Array, subject: string): { text: string; start: number } {
  if (bytes.length < 10 || MAGIC.some((byte, i) => bytes[i] !== byte)) {
    throw new FormatError(`${subject}: does not begin with the NPY signature; choose a file written by numpy.save.`);
  }
  const version = bytes[6];
  if (version < 1 || version > 3) {
    throw new FormatError(`${subject}: has NPY version ${version}, expected 1, 2 or 3; save it again with numpy.`);
  }
  const prefix = version === 1 ? 10 : 12;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = version === 1 ? view.getUint16(8, true) : bytes.length < 12 ? 0 : view.getUint32(8, true);
  if (length > HEADER_LIMIT || prefix + length > bytes.length) {
    throw new FormatError(
      `${subject}: its header of ${length} bytes is longer than the file or the limit of ${HEADER_LIMIT}; save it again.`,
    );
  }
  return { text: strFromU8(bytes.subarray(prefix, prefix + length), true), start: prefix + length };
}

/** Values in column-major (Fortran) order, put in row-major order. */
function rowMajor<T extends ArrayData['data']>(data: T, shape: readonly number[]): T {
  const out = data.slice() as T;
  const strides: number[] = [];
  let stride = 1;
  for (const axis of shape) {
    strides.push(stride);
    stride *= axis;
  }
  const index = new Array<number>(shape.length).fill(0);
  for (let to = 0, from = 0; to < data.length; to++) {
    out[to] = data[from];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis]++;
      from += strides[axis];
      if (index[axis] < shape[axis]) break;
      from -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return out;
}
