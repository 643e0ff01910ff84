import { inflateSync, strFromU8 } from 'fflate';
import { brief, FormatError } from '../data/format-error';

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_SIZE = 22;
const CENTRAL_SIZE = 46;
const LOCAL_SIZE = 30;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;
/** Says "the real value is in a Zip64 record". */
const ZIP64 = 0xffffffff;

export interface UnzipLimits {
  /** Bytes that all files together may unpack to. */
  maxBytes: number;
  /** Files that an archive may hold. */
  maxFiles: number;
}

interface Entry {
  name: string;
  method: number;
  crc: number;
  packed: number;
  unpacked: number;
  offset: number;
}

/**
 * Unpacks a ZIP archive (APPNOTE.TXT 6.3: stored or deflated, no encryption, below 4 GiB), checking each file's size and CRC-32.
 * The sizes promised are summed before anything is unpacked, and nothing unpacks beyond its promise.
 * @returns files by name, in the archive's order.
 * @throws FormatError if the archive is malformed, names a file twice, or goes beyond a limit.
 */
export function readZip(bytes: Uint8Array, subject: string, limits: UnzipLimits): Map<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = directory(view, bytes, subject, limits.maxFiles);
  const total = entries.reduce((sum, entry) => sum + entry.unpacked, 0);
  if (total > limits.maxBytes) {
    throw new FormatError(`${subject}: unpacks to ${total} bytes, the limit is ${limits.maxBytes}; split it.`);
  }
  const files = new Map<string, Uint8Array>();
  for (const entry of entries) {
    if (files.has(entry.name)) throw new FormatError(`${subject}: names "${brief(entry.name)}" twice; pack it again.`);
    files.set(entry.name, unpack(view, bytes, entry, subject));
  }
  return files;
}

function directory(view: DataView, bytes: Uint8Array, subject: string, maxFiles: number): Entry[] {
  const end = findEnd(view);
  if (end < 0)
    throw new FormatError(`${subject}: is no ZIP archive or is cut short; choose an NPZ file or fetch it again.`);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (at === ZIP64) throw new FormatError(`${subject}: is a Zip64 archive, expected one below 4 GiB; split it.`);
  if (count > maxFiles) throw new FormatError(`${subject}: holds ${count} files, the limit is ${maxFiles}; split it.`);
  const entries: Entry[] = [];
  for (let i = 0; i < count; i++) {
    const nameLength =
      at + CENTRAL_SIZE <= end && view.getUint32(at, true) === CENTRAL ? view.getUint16(at + 28, true) : -1;
    if (nameLength < 0 || at + CENTRAL_SIZE + nameLength > end) {
      throw new FormatError(`${subject}: its directory is damaged at file ${i + 1} of ${count}; fetch it again.`);
    }
    const name = strFromU8(bytes.subarray(at + CENTRAL_SIZE, at + CENTRAL_SIZE + nameLength));
    if (view.getUint16(at + 8, true) & ENCRYPTED) {
      throw new FormatError(`${subject}: "${brief(name)}" is encrypted; pack it again without a password.`);
    }
    entries.push({
      name,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      unpacked: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    });
    at += CENTRAL_SIZE + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** Position of the end record: the last 22 bytes, further forward where a comment (at most 65 535 bytes) follows. */
function findEnd(view: DataView): number {
  const last = view.byteLength - END_SIZE;
  for (let at = last; at >= 0 && at >= last - 65_535; at--) {
    if (view.getUint32(at, true) === END && at + END_SIZE + view.getUint16(at + 20, true) === view.byteLength)
      return at;
  }
  return -1;
}

function unpack(view: DataView, bytes: Uint8Array, entry: Entry, subject: string): Uint8Array {
  const damaged = (): FormatError => new FormatError(`${subject}: "${brief(entry.name)}" is damaged; fetch it again.`);
  const { offset } = entry;
  if (offset + LOCAL_SIZE > bytes.length || view.getUint32(offset, true) !== LOCAL) throw damaged();
  const start = offset + LOCAL_SIZE + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (start + entry.packed > bytes.length) throw damaged();
  const packed = bytes.subarray(start, start + entry.packed);
  let data: Uint8Array;
  if (entry.method === STORED) data = packed;
  else if (entry.method === DEFLATED) {
    try {
      data = inflateSync(packed, { out: new Uint8Array(entry.unpacked) });
    } catch {
      throw damaged();
    }
  } else {
    throw new FormatError(
      `${subject}: "${brief(entry.name)}" uses packing method ${entry.method}, expected 0 or 8; pack it again.`,
    );
  }
  if (data.length !== entry.unpacked || crc32(data) !== entry.crc) throw damaged();
  return data;
}

/** CRC-32 of each byte, reflected polynomial 0xEDB88320 (ISO 3309). */
const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = crcTable[(crc ^ byte) & 255] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
