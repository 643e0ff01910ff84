/** UTF-8 (RFC 3629), without what browsers and Node bring: the core knows neither. */

/** Stands for what is no character. */
export const REPLACEMENT = '\u{FFFD}';

const TAIL = 0x3f;

const bytesOf = (code: number): number[] => {
  if (code < 0x80) return [code];
  const tail = (shift: number): number => 0x80 | ((code >> shift) & TAIL);
  if (code < 0x800) return [0xc0 | (code >> 6), tail(0)];
  if (code < 0x10000) return [0xe0 | (code >> 12), tail(6), tail(0)];
  return [0xf0 | (code >> 18), tail(12), tail(6), tail(0)];
};

const isSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdfff;

/** A text as bytes; halves of surrogate pairs become the replacement character. */
export const encodeUtf8 = (text: string): Uint8Array => {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes.push(...bytesOf(isSurrogate(code) ? 0xfffd : code));
  }
  return Uint8Array.from(bytes);
};

/** How many bytes follow a first byte, and the range in which the next one must lie. */
const following = (first: number): { count: number; from: number; to: number } | undefined => {
  if (first >= 0xc2 && first <= 0xdf) return { count: 1, from: 0x80, to: 0xbf };
  if (first >= 0xe0 && first <= 0xef)
    return { count: 2, from: first === 0xe0 ? 0xa0 : 0x80, to: first === 0xed ? 0x9f : 0xbf };
  if (first >= 0xf0 && first <= 0xf4)
    return { count: 3, from: first === 0xf0 ? 0x90 : 0x80, to: first === 0xf4 ? 0x8f : 0xbf };
  return undefined;
};

/** Reads bytes as they come: a character is given when its last byte is there, as the standard TextDecoder does. */
export class Utf8Decoder {
  private code = 0;
  private missing = 0;
  private from = 0x80;
  private to = 0xbf;

  /** The characters that these bytes complete. */
  push(bytes: Iterable<number>): string {
    let text = '';
    for (const byte of bytes) text += this.next(byte);
    return text;
  }

  /** What is left at the end: the replacement character where a character was cut. */
  end(): string {
    const cut = this.missing > 0;
    this.reset();
    return cut ? REPLACEMENT : '';
  }

  private next(byte: number): string {
    if (this.missing > 0) {
      if (byte < this.from || byte > this.to) {
        this.reset();
        return REPLACEMENT + this.next(byte);
      }
      [this.from, this.to] = [0x80, 0xbf];
      this.code = (this.code << 6) | (byte & TAIL);
      this.missing--;
      return this.missing === 0 ? String.fromCodePoint(this.code) : '';
    }
    if (byte < 0x80) return String.fromCharCode(byte);
    const more = following(byte);
    if (!more) return REPLACEMENT;
    [this.missing, this.from, this.to] = [more.count, more.from, more.to];
    this.code = byte & (TAIL >> more.count);
    return '';
  }

  private reset(): void {
    [this.code, this.missing, this.from, this.to] = [0, 0, 0x80, 0xbf];
  }
}
