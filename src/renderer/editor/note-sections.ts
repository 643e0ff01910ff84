/** A part of a note that is typeset on its own; `plain` is shown as it was written. */
export interface Section {
  text: string;
  plain: boolean;
}

/** Signs of formulas cost this much more to typeset than signs of words, and each formula as much as so many words. */
const FORMULA_SIGN = 4;
const FORMULA = 15;

/** Heavier notes are typeset in parts, one after another, so that none holds up the window. */
const HEAVY = 3_000;

/** A part that is still heavier, because nothing divides it, is shown as written. */
const TOO_HEAVY = 6_000;

/** Quotations and lists inside each other, this deep: no reader follows, and the parser would take seconds. */
const NESTED = /^[ \t]*(?:(?:>|[-+*][ \t]|\d{1,9}[.)][ \t])[ \t]*){16}/m;
const INDENTED = /^[ \t]{64}/m;

/** A first line that begins no list, quotation, table, code or formula of its own. */
const PLAIN_LINE = /^(?![ \t]|[#>|`~$]|[-+*=_]{2}|[-+*][ \t]|\d{1,9}[.)][ \t]|\[\^).+/;
const LONGEST_HEADING = 100;
const UNDERLINE = /^[\s|:=-]*$/;

/** A short first line is a heading where more follows. */
export function withHeading(text: string): string {
  const end = text.indexOf('\n');
  if (end < 0) return text;
  const [first, rest] = [text.slice(0, end).trimEnd(), text.slice(end + 1)];
  const second = rest.split('\n', 1)[0];
  if (
    rest.trim() === '' ||
    first.length > LONGEST_HEADING ||
    !PLAIN_LINE.test(first) ||
    (second !== '' && UNDERLINE.test(second))
  )
    return text;
  return `#### ${first}\n\n${rest}`;
}

/** A formula between `$$` on a line of its own is displayed, as one between lines of `$$` is. */
function withDisplays(text: string): string {
  let code: string | null = null;
  const lines = text.split('\n').map((line) => {
    const mark = /^ {0,3}(```|~~~)/.exec(line)?.[1] ?? null;
    if (mark && (code === null || code === mark)) code = code === null ? mark : null;
    const formula = code === null ? /^[ \t]*\$\$([^$]+)\$\$[ \t]*$/.exec(line) : null;
    return formula ? `$$\n${formula[1].trim()}\n$$` : line;
  });
  return lines.join('\n');
}

/** How much there is to typeset, about in signs. */
function weight(text: string): number {
  const parts = text.replaceAll('$$', '$').split('$');
  const formulas = parts.filter((_, index) => index % 2 === 1);
  return text.length + formulas.reduce((sum, { length }) => sum + FORMULA_SIGN * length + FORMULA, 0);
}

/** The note in parts, cut at blank lines outside of code and formulas. */
export function noteSections(text: string): Section[] {
  const whole = withDisplays(withHeading(text));
  const parts = weight(whole) <= HEAVY ? [whole] : joined(paragraphs(whole));
  return parts.map((part) => ({ text: part, plain: isPlain(part) }));
}

const isPlain = (text: string): boolean => weight(text) > TOO_HEAVY || NESTED.test(text) || INDENTED.test(text);

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
  let load = 0;
  for (const part of parts) {
    const more = weight(part);
    const last = sections.at(-1);
    if (last !== undefined && load + more <= HEAVY) {
      sections[sections.length - 1] = `${last}\n\n${part}`;
      load += more;
    } else {
      sections.push(part);
      load = more;
    }
  }
  return sections;
}
