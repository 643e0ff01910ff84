import { quote } from './text';

/** Where and why a text is not JSON. Lines and columns count from 1. */
export type JsonResult =
  | { ok: true; value: unknown }
  | { ok: false; line: number; column: number; ended: true }
  | { ok: false; line: number; column: number; ended: false; expected: string; found: string };

/** Deeper nesting than any document has; a deeper file must not exhaust the stack. */
const DEEPEST = 100;

const WORDS: Readonly<Record<string, unknown>> = {
  true: true,
  false: false,
  null: null,
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

class Unreadable extends Error {
  constructor(
    readonly position: number,
    readonly expected: string,
  ) {
    super(expected);
  }
}

/**
 * A JSON reader that knows where it stands, for texts that `JSON.parse` refuses. It takes the words NaN and Infinity,
 * which some programs write and JSON does not have, so that whoever looks at the values can name the place.
 */
class Reader {
  private position = 0;

  constructor(private readonly text: string) {}

  document(): unknown {
    const value = this.value(0);
    this.space();
    if (this.position < this.text.length) this.fail('the end of the file');
    return value;
  }

  private value(depth: number): unknown {
    this.space();
    const start = this.text[this.position];
    if (depth > DEEPEST) this.fail('fewer brackets inside each other');
    if (start === '{') return this.object(depth);
    if (start === '[') return this.array(depth);
    return start === '"' ? this.string() : this.word();
  }

  private object(depth: number): unknown {
    const entries: [string, unknown][] = [];
    this.position++;
    if (this.take('}')) return {};
    do {
      this.space();
      if (this.text[this.position] !== '"') this.fail('a name in quotation marks');
      const key = this.string();
      if (!this.take(':')) this.fail('":"');
      entries.push([key, this.value(depth + 1)]);
    } while (this.take(','));
    if (!this.take('}')) this.fail('"," or "}"');
    return Object.fromEntries(entries);
  }

  private array(depth: number): unknown[] {
    const items: unknown[] = [];
    this.position++;
    if (this.take(']')) return items;
    do items.push(this.value(depth + 1));
    while (this.take(','));
    if (!this.take(']')) this.fail('"," or "]"');
    return items;
  }

  private string(): string {
    const start = this.position;
    let end = start + 1;
    while (end < this.text.length && this.text[end] !== '"' && this.text[end] !== '\n') {
      end += this.text[end] === '\\' ? 2 : 1;
    }
    if (end >= this.text.length) throw new Unreadable(this.text.length, '');
    if (this.text[end] === '\n') throw new Unreadable(end, 'a closing quotation mark');
    this.position = end + 1;
    try {
      return String(JSON.parse(this.text.slice(start, end + 1)));
    } catch {
      throw new Unreadable(start, 'a text with valid escapes');
    }
  }

  private word(): unknown {
    const start = this.position;
    const token = /[-+.\w]*/y;
    token.lastIndex = start;
    const word = token.exec(this.text)?.[0] ?? '';
    this.position += word.length;
    if (NUMBER.test(word)) return Number(word);
    if (Object.hasOwn(WORDS, word)) return WORDS[word];
    // A word that the end of the file cut in two is an end, not a mistake.
    throw new Unreadable(this.position >= this.text.length ? this.text.length : start, 'a value');
  }

  /** Skips white space, then the character if it is there. */
  private take(character: string): boolean {
    this.space();
    if (this.text[this.position] !== character) return false;
    this.position++;
    return true;
  }

  private space(): void {
    while (' \t\r\n'.includes(this.text[this.position] ?? '-')) this.position++;
  }

  private fail(expected: string): never {
    throw new Unreadable(this.position, expected);
  }
}

/** What stands in a place, in words. */
function foundAt(text: string, position: number): string {
  if (text[position] === '\n') return 'the end of the line';
  if (text[position] === '"') return 'a quotation mark';
  return quote(/^[\w.+-]+|^./su.exec(text.slice(position, position + 60))?.[0] ?? '');
}

function explain(text: string, { position, expected }: Unreadable): JsonResult {
  const before = text.slice(0, position);
  const line = before.split('\n').length;
  const column = position - before.lastIndexOf('\n');
  if (position >= text.length) return { ok: false, line: text.trimEnd().split('\n').length, column, ended: true };
  const found = foundAt(text, position);
  return { ok: false, line, column, ended: false, expected, found };
}

/** Reads JSON. Fast for valid texts; for others it says what is wrong where. */
export function readJson(text: string): JsonResult {
  const plain = text.startsWith('\ufeff') ? text.slice(1) : text;
  try {
    return { ok: true, value: JSON.parse(plain) };
  } catch {
    try {
      return { ok: true, value: new Reader(plain).document() };
    } catch (error) {
      if (error instanceof Unreadable) return explain(plain, error);
      throw error;
    }
  }
}
