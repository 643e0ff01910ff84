import type { ArrayDataset } from './dataset';
import { FormatError } from './format-error';

/**
 * IDX, the format of MNIST and its relatives: two zero bytes, a type byte, the number of axes, one big-endian uint32
 * for each axis, then the values in row-major order.
 */
export interface IdxArray {
  shape: readonly number[];
  /** A view of the bytes given, not a copy. */
  data: Uint8Array;
}

const UINT8 = 0x08;
const typeNames: Readonly<Record<number, string>> = {
  [UINT8]: 'uint8',
  9: 'int8',
  11: 'int16',
  12: 'int32',
  13: 'float32',
  14: 'float64',
};

/**
 * Reads an IDX file of unsigned bytes.
 * @param subject what the bytes are called in an error, for instance the file name.
 * @throws FormatError on a wrong signature, another value type, or more or fewer bytes than the shape needs.
 */
export function parseIdx(bytes: Uint8Array, subject = 'IDX file'): IdxArray {
  if (bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0 || !(bytes[2] in typeNames)) {
    const gzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    throw new FormatError(
      gzip
        ? `${subject}: is compressed with gzip, expected plain IDX; unpack it first.`
        : `${subject}: does not begin with an IDX signature (0, 0, type, axes); choose a file in the IDX format.`,
    );
  }
  if (bytes[2] !== UINT8) {
    throw new FormatError(`${subject}: holds ${typeNames[bytes[2]]} values, expected uint8; convert it first.`);
  }
  const axes = bytes[3];
  const start = 4 + 4 * axes;
  if (bytes.length < start) {
    throw new FormatError(`${subject}: ends after ${bytes.length} bytes, its header needs ${start}; fetch it again.`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  const expected = shape.reduce((product, axis) => product * axis, 1);
  const got = bytes.length - start;
  if (got !== expected) {
    throw new FormatError(
      `${subject}: has ${got} bytes of values, its shape ${shape.join(' × ')} needs ${expected}; fetch it again.`,
    );
  }
  return { shape, data: bytes.subarray(start) };
}

/** Bytes of one file and what to call it in an error. */
export interface NamedBytes {
  name: string;
  bytes: Uint8Array;
}

/**
 * Joins an IDX file of grey images [n, height, width] and one of labels [n] to a dataset of items [1, height, width].
 * The pixels stay bytes and share memory with the file.
 * @throws FormatError if either file is malformed, has another number of axes, the counts differ, or a label names no class.
 */
export function imagesFromIdx(
  description: { id: string; title: string; classes: readonly string[] },
  images: NamedBytes,
  labels: NamedBytes,
): ArrayDataset {
  const pixels = parseIdx(images.bytes, images.name);
  const marks = parseIdx(labels.bytes, labels.name);
  expectAxes(pixels, 3, images.name, 'images (count, height, width)');
  expectAxes(marks, 1, labels.name, 'labels (count)');
  const [count, height, width] = pixels.shape;
  if (marks.shape[0] !== count) {
    throw new FormatError(
      `${labels.name}: has ${marks.shape[0]} labels, ${images.name} has ${count} images; choose two files of one set.`,
    );
  }
  const stranger = marks.data.find((label) => label >= description.classes.length);
  if (stranger !== undefined) {
    throw new FormatError(
      `${labels.name}: has the label ${stranger}, expected labels below ${description.classes.length}; choose its label file.`,
    );
  }
  return { ...description, count, itemShape: [1, height, width], x: pixels.data, labels: marks.data };
}

function expectAxes(array: IdxArray, axes: number, subject: string, meaning: string): void {
  if (array.shape.length !== axes) {
    throw new FormatError(
      `${subject}: has ${array.shape.length} axes, expected ${axes} for ${meaning}; choose the right file.`,
    );
  }
}
