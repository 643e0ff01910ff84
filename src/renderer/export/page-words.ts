import { plainColour } from './page-colours';
import type { Mark } from './page-marks';

/** The words of a text as they stand on the page, line by line. */
export function words(text: Text, style: CSSStyleDeclaration): Mark[] {
  const start = text.data.search(/\S/);
  return start < 0 ? [] : lines(text, start, text.data.trimEnd().length).flatMap((line) => lineOf(text, line, style));
}

interface Span {
  start: number;
  end: number;
}

const rangeOf = (text: Text, { start, end }: Span): Range => {
  const range = document.createRange();
  range.setStart(text, start);
  range.setEnd(text, end);
  return range;
};

/** Parts of a text that each stand on a line of their own. */
function lines(text: Text, start: number, end: number): Span[] {
  if (rangeOf(text, { start, end }).getClientRects().length < 2) return [{ start, end }];
  const found: (Span & { top: number })[] = [];
  for (let i = start; i < end; i++) {
    const { top, width } = rangeOf(text, { start: i, end: i + 1 }).getBoundingClientRect();
    if (width === 0) continue;
    const last = found.at(-1);
    if (last && Math.abs(last.top - top) < 1) last.end = i + 1;
    else found.push({ start: i, end: i + 1, top });
  }
  return found;
}

function lineOf(text: Text, line: Span, style: CSSStyleDeclaration): Mark[] {
  const content = text.data.slice(line.start, line.end);
  const start = line.start + content.length - content.trimStart().length;
  if (content.trim() === '') return [];
  const { left, top, width, height } = rangeOf(text, {
    start,
    end: line.start + content.trimEnd().length,
  }).getBoundingClientRect();
  return width === 0 ? [] : [written(content.trim().replace(/\s+/g, ' '), left, top + height / 2, style)];
}

/** A list shows what was chosen from it. */
export function chosenWords(select: HTMLSelectElement, style: CSSStyleDeclaration): Mark {
  const { left, top, height } = select.getBoundingClientRect();
  const chosen = select.selectedOptions[0]?.text ?? '';
  return written(chosen, left + Number.parseFloat(style.paddingLeft), top + height / 2, style);
}

function written(text: string, left: number, middle: number, style: CSSStyleDeclaration): Mark {
  const font = fontOf(style);
  const colour = plainColour(style.color);
  return (pen) => {
    pen.font = font;
    pen.fillStyle = colour;
    pen.textAlign = 'left';
    pen.textBaseline = 'middle';
    pen.fillText(text, left, middle);
  };
}

export const fontOf = ({ fontStyle, fontWeight, fontSize, fontFamily }: CSSStyleDeclaration): string =>
  `${fontStyle === 'normal' ? '' : `${fontStyle} `}${fontWeight} ${fontSize} ${fontFamily}`;
