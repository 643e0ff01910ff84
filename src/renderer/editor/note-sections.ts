/** A part of a note that is typeset on its own; `plain` is shown as it was written. */
export interface Section {
  text: string;
  plain: boolean;
}

/** Longer notes are typeset in parts, one after another, so that none holds up the window. */
const LONGEST = 3_000;

/** A part with more signs of formulas than this is shown as written. */
const DOLLARS = 400;

/** Quotations and lists inside each other, this deep: no reader follows, and the parser would take seconds. */
const NESTED = /^[ \t]*(?:(?:>|[-+*][ \t]|\d{1,9}[.)][ \t])[ \t]*){16}/m;
const INDENTED = /^[ \t]{64}/m;

/** A first line that begins no list, quotation, table, code or formula of its own. */
const PLAIN_LINE = /^(?![ \t]|[#>|`~$]|[-+*=_]{2}|[-+*][ \t]|\d{1,9}[.)][ \t]|\[\^).+/;
const UNDERLINE = /^[\s|:=-]*$/;

/** The first line is a heading where more follows. */
export function withHeading(text: string): string {
  const end = text.indexOf('\n');
  if (end < 0) return text;
  const [first, rest] = [text.slice(0, end).trimEnd(), text.slice(end + 1)];
  const second = rest.split('\n', 1)[0];
  if (rest.trim() === '' || !PLAIN_LINE.test(first) || (second !== '' && UNDERLINE.test(second))) return text;
  return `#### ${first}\n\n${rest}`;
}

/** The note in parts of at most 3 000 characters, cut at blank lines outside of code and formulas. */
export function noteSections(text: string): Section[] {
  const whole = withHeading(text);
  const parts = whole.length <= LONGEST ? [whole] : joined(paragraphs(whole));
  return parts.map((part) => ({ text: part, plain: isPlain(part) }));
}

const isPlain = (text: string): boolean =>
  text.length > LONGEST || NESTED.test(text) || INDENTED.test(text) || text.split('$').length > DOLLARS;

/** Stretches between blank lines; what a fence of code or formulas encloses stays together. */
function paragraphs(text: string): string[] {
  const found: string[] = [];
  let lines: string[] = [];
  let fence: string | null = null;
  const close = () => {
    if (lines.length > 0) found.push(lines.join('\n'));
    lines = [];
  };
  for (const line of text.split('\n')) {
    const mark = /^ {0,3}(```|~~~|\$\$)/.exec(line)?.[1] ?? null;
    if (mark && (fence === null || fence === mark)) fence = fence === null ? mark : null;
    if (line.trim() === '' && fence === null) close();
    else lines.push(line);
  }
  close();
  return found;
}

function joined(parts: readonly string[]): string[] {
  const sections: string[] = [];
  for (const part of parts) {
    const last = sections.at(-1);
    if (last !== undefined && last.length + part.length + 2 <= LONGEST)
      sections[sections.length - 1] = `${last}\n\n${part}`;
    else sections.push(part);
  }
  return sections;
}
