/** Element types that every format here can carry. */
export type DType = 'float32' | 'int32' | 'uint8';

/** A dense array, row-major: `data` has as many values as the product of `shape`. */
export interface ArrayData {
  shape: readonly number[];
  data: Float32Array | Int32Array | Uint8Array;
}

/** Row of the element-type table: bytes of one value and its name in each format. */
interface DTypeRow {
  bytes: number;
  npy: string;
  safetensors: string;
  /** Values from little-endian bytes, copied (so alignment does not matter). */
  fromBytes(bytes: Uint8Array): ArrayData['data'];
}

// Typed arrays have the byte order of the machine, and every machine that this program runs on is little-endian.
export const dtypes: Readonly<Record<DType, DTypeRow>> = {
  float32: {
    bytes: 4,
    npy: '<f4',
    safetensors: 'F32',
    fromBytes: (bytes) => new Float32Array(new Uint8Array(bytes).buffer),
  },
  int32: {
    bytes: 4,
    npy: '<i4',
    safetensors: 'I32',
    fromBytes: (bytes) => new Int32Array(new Uint8Array(bytes).buffer),
  },
  uint8: { bytes: 1, npy: '|u1', safetensors: 'U8', fromBytes: (bytes) => new Uint8Array(bytes) },
};

/** Element type of an array. */
export function dtypeOf(data: ArrayData['data']): DType {
  if (data instanceof Float32Array) return 'float32';
  return data instanceof Int32Array ? 'int32' : 'uint8';
}

/** The row whose name in a format is `name`, or undefined. */
export const dtypeNamed = (format: 'npy' | 'safetensors', name: string): DTypeRow | undefined =>
  Object.values(dtypes).find((row) => row[format] === name);

/** The bytes of an array, little-endian, as a view. */
export const bytesOf = (data: ArrayData['data']): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

/** Number of values of a shape; the empty shape is one scalar. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, axis) => product * axis, 1);

/**
 * Checks an array before it is written.
 * @throws RangeError if an axis is not a whole number ≥ 0, or the shape does not fit the number of values.
 */
export function checkArray(name: string, array: ArrayData): void {
  if (
    !array.shape.every((axis) => Number.isSafeInteger(axis) && axis >= 0) ||
    sizeOf(array.shape) !== array.data.length
  ) {
    throw new RangeError(
      `array "${name}": has ${array.data.length} values, which do not fill the shape [${array.shape.join(', ')}].`,
    );
  }
}

/** Joins pieces to one block of bytes. */
export function concatBytes(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((total, piece) => total + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Order of UTF-16 code units: the same on every machine, unlike a locale's order. */
export const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : a > b ? 1 : 0;
