import { strFromU8, strToU8 } from 'fflate';
import { brief, FormatError } from '../data/format-error';
import {
  type ArrayData,
  byName,
  bytesOf,
  checkArray,
  concatBytes,
  dtypeNamed,
  dtypeOf,
  dtypes,
  sizeOf,
} from './array-data';

/** What a safetensors file holds: tensors by name, and notes about them. */
export interface TensorFile {
  tensors: ReadonlyMap<string, ArrayData>;
  metadata: Readonly<Record<string, string>>;
}

const METADATA = '__metadata__';
const LENGTH_BYTES = 8;
const HEADER_LIMIT = 16 * 2 ** 20;

/**
 * Tensors as a safetensors file: the length of the header (uint64), a JSON header, the values without gaps.
 * Source: the format description of huggingface/safetensors. Wider element types come first, then names in order, so
 * every value is aligned and equal tensors give equal bytes.
 * @throws RangeError if a shape does not fit its values or a tensor is called `__metadata__`.
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, ArrayData>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const width = (array: ArrayData): number => dtypes[dtypeOf(array.data)].bytes;
  const sorted = [...tensors].sort((a, b) => width(b[1]) - width(a[1]) || byName(a, b));
  const notes = Object.entries(metadata).sort(byName);
  const header: [string, unknown][] = notes.length > 0 ? [[METADATA, Object.fromEntries(notes)]] : [];
  let offset = 0;
  for (const [name, array] of sorted) {
    if (name === METADATA) throw new RangeError(`safetensors: "${METADATA}" is a reserved name; rename the tensor.`);
    checkArray(name, array);
    const end = offset + array.data.byteLength;
    const dtype = dtypes[dtypeOf(array.data)].safetensors;
    header.push([name, { dtype, shape: array.shape, data_offsets: [offset, end] }]);
    offset = end;
  }
  // Not JSON.stringify of one object: an object would put names that look like whole numbers first.
  const json = strToU8(
    `{${header.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`,
  );
  const padded = new Uint8Array(Math.ceil(json.length / 8) * 8).fill(0x20);
  padded.set(json);
  const length = new Uint8Array(LENGTH_BYTES);
  new DataView(length.buffer).setBigUint64(0, BigInt(padded.length), true);
  return concatBytes([length, padded, ...sorted.map(([, array]) => bytesOf(array.data))]);
}

/**
 * Reads a safetensors file and checks all of it: every tensor lies within the file, has the bytes its shape needs, and
 * together they cover the values without gap or overlap.
 * @param subject what the bytes are called in an error.
 * @throws FormatError otherwise, or on an element type other than F32, I32 and U8.
 */
export function readSafetensors(bytes: Uint8Array, subject = 'safetensors file'): TensorFile {
  const { header, start } = headerOf(bytes, subject);
  const available = bytes.length - start;
  const tensors = new Map<string, ArrayData>();
  const spans: [begin: number, end: number][] = [];
  let metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(header)) {
    if (name === METADATA) {
      metadata = checkMetadata(value, subject);
      continue;
    }
    const tensor = `${subject}: tensor "${brief(name)}"`;
    const { dtype, shape, begin, end } = checkEntry(value, tensor);
    const row = dtypeNamed('safetensors', dtype);
    if (!row)
      throw new FormatError(`${tensor} holds ${brief(dtype)} values, expected F32, I32 or U8; convert it first.`);
    if (end > available) {
      throw new FormatError(
        `${tensor} ends at byte ${end}, the file has ${available} bytes of values; fetch it again.`,
      );
    }
    const expected = sizeOf(shape) * row.bytes;
    if (end - begin !== expected) {
      throw new FormatError(
        `${tensor} has ${end - begin} bytes, its shape [${brief(shape.join(', '))}] needs ${expected}.`,
      );
    }
    spans.push([begin, end]);
    tensors.set(name, { shape, data: row.fromBytes(bytes.subarray(start + begin, start + end)) });
  }
  checkCover(spans, available, subject);
  return { tensors, metadata };
}

function headerOf(bytes: Uint8Array, subject: string): { header: object; start: number } {
  if (bytes.length < LENGTH_BYTES) {
    throw new FormatError(`${subject}: has ${bytes.length} bytes, expected at least ${LENGTH_BYTES}; fetch it again.`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(HEADER_LIMIT) || length > BigInt(bytes.length - LENGTH_BYTES)) {
    throw new FormatError(
      `${subject}: names a header of ${length} bytes, more than the file or the limit of ${HEADER_LIMIT}; choose a safetensors file.`,
    );
  }
  const start = LENGTH_BYTES + Number(length);
  const raw = bytes.subarray(LENGTH_BYTES, start);
  const text = strFromU8(raw);
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch {
    throw new FormatError(`${subject}: its header is not JSON; fetch it again.`);
  }
  // Decoding replaces what is not UTF-8, so only real UTF-8 encodes back to the same bytes.
  const encoded = strToU8(text);
  const isUtf8 = encoded.length === raw.length && encoded.every((byte, i) => byte === raw[i]);
  if (!isUtf8 || !isObject(header)) {
    throw new FormatError(`${subject}: its header is not a JSON object in UTF-8; fetch it again.`);
  }
  return { header, start };
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

function checkMetadata(value: unknown, subject: string): Record<string, string> {
  if (!isObject(value)) throw new FormatError(`${subject}: ${METADATA} is not an object of strings; write it again.`);
  const entries: [string, string][] = Object.entries(value).map(([key, text]) => {
    if (typeof text !== 'string') {
      throw new FormatError(`${subject}: ${METADATA} "${brief(key)}" is not a string; write it again.`);
    }
    return [key, text];
  });
  return Object.fromEntries(entries);
}

function checkEntry(value: unknown, tensor: string): { dtype: string; shape: number[]; begin: number; end: number } {
  const entry: { dtype?: unknown; shape?: unknown; data_offsets?: unknown } = isObject(value) ? value : {};
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== 'string') throw new FormatError(`${tensor} has no dtype; write it again.`);
  if (!Array.isArray(shape) || !shape.every(isSize) || !isSize(sizeOf(shape))) {
    throw new FormatError(`${tensor} has no shape of whole numbers; write it again.`);
  }
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isSize) || offsets[0] > offsets[1]) {
    throw new FormatError(`${tensor} has no data_offsets [begin, end]; write it again.`);
  }
  return { dtype, shape, begin: offsets[0], end: offsets[1] };
}

function checkCover(spans: [begin: number, end: number][], available: number, subject: string): void {
  let covered = 0;
  for (const [begin, end] of spans.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    if (begin !== covered) {
      throw new FormatError(
        `${subject}: its tensors ${begin < covered ? 'overlap' : 'leave a gap'} at byte ${Math.min(begin, covered)}; write it again.`,
      );
    }
    covered = end;
  }
  if (covered !== available) {
    throw new FormatError(`${subject}: its tensors fill ${covered} of ${available} bytes of values; write it again.`);
  }
}
