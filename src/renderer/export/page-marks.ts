import { cssColour, mixColours, parseColour } from '../lenses/colour/rgb';
import { coloursIn, plainColour, seenColour } from './page-colours';
import { chosenWords, fontOf, words } from './page-words';
import { SvgContext } from './svg-context';

/** What pictures are drawn with: a canvas, or an SVG that is drawn like one. */
export type Pen = CanvasRenderingContext2D | SvgContext;
/** Draws one thing; the pen's units are CSS pixels from the upper left corner of the window. */
export type Mark = (pen: Pen) => void;

/** Elements with this attribute are in the pictures of their lens, with all that is in them except what says "no". */
const IN_PICTURE = 'data-in-picture';

/** The outermost elements of a lens that belong to its picture. */
export const pictured = (root: Element): Element[] =>
  [...root.querySelectorAll(`[${IN_PICTURE}="true"]`)].filter(
    (element) => !element.parentElement?.closest(`[${IN_PICTURE}]`) && element.checkVisibility(),
  );

/** Whether an element, or one around it, says whether it belongs to the picture. */
export const saysForItself = (element: Element): boolean => element.closest(`[${IN_PICTURE}]`) !== null;

/**
 * What an element looks like now, as marks: boxes, borders, words, pictures, and the lines, circles and words of an SVG. The
 * page itself is what is drawn from, so that legends and paths have one geometry on the screen and in pictures.
 */
export function marksOf(element: Element): Mark[] {
  const marks: Mark[] = [];
  const { left, top, width, height } = element.getBoundingClientRect();
  const clipped = /auto|scroll/.test(getComputedStyle(element).overflowY);
  collect(element, 1, (mark, alpha) =>
    marks.push((pen) => {
      pen.save();
      if (clipped) {
        pen.beginPath();
        pen.rect(left, top, width, height);
        pen.clip();
      }
      pen.globalAlpha = alpha;
      mark(pen);
      pen.restore();
    }),
  );
  return marks;
}

type Take = (mark: Mark, alpha: number) => void;

function collect(element: Element, around: number, take: Take): void {
  const style = getComputedStyle(element);
  const alpha = around * Number(style.opacity);
  if (style.display === 'none' || style.visibility === 'hidden' || alpha === 0) return;
  if (element.getAttribute(IN_PICTURE) === 'no') return;
  if (element instanceof HTMLCanvasElement) take(pixels(element), alpha);
  else if (element instanceof HTMLSelectElement) take(chosenWords(element, style), alpha);
  else if (element instanceof SVGElement) collectShapes(element, alpha, take);
  else if (element instanceof HTMLElement) {
    for (const rect of boxesOf(element, style)) take(box(element, style, rect), alpha);
    for (const child of element.childNodes) {
      if (child instanceof Element) collect(child, alpha, take);
      else if (child instanceof Text) for (const mark of words(child, style)) take(mark, alpha);
    }
  }
}

/** A picture of square pixels, which stay sharp at any size. */
export const pixels = (canvas: HTMLCanvasElement): Mark => {
  const { left, top, width, height } = canvas.getBoundingClientRect();
  return (pen) => {
    if (pen instanceof SvgContext) {
      pen.image(canvas.toDataURL('image/png'), left, top, width, height, false);
      return;
    }
    pen.imageSmoothingEnabled = false;
    pen.drawImage(canvas, left, top, width, height);
  };
};

/** Where the box of an element stands: words that run on have one for each line. */
const boxesOf = (element: HTMLElement, { display }: CSSStyleDeclaration): DOMRect[] =>
  display === 'inline' ? [...element.getClientRects()] : [element.getBoundingClientRect()];

function box(element: HTMLElement, style: CSSStyleDeclaration, rect: DOMRect): Mark {
  const matrix = style.transform === 'none' ? null : new DOMMatrix(style.transform);
  const turned = matrix !== null && (matrix.b !== 0 || matrix.c !== 0);
  const width = turned ? element.offsetWidth : rect.width;
  const height = turned ? element.offsetHeight : rect.height;
  const radius = lengthOf(style.borderTopLeftRadius, Math.min(width, height));
  const ground = seenColour(style.backgroundColor);
  const ramp = style.backgroundImage.startsWith('linear-gradient') ? coloursIn(style.backgroundImage) : [];
  const border = borderOf(style);
  return (pen) => {
    pen.translate(rect.left + rect.width / 2, rect.top + rect.height / 2);
    if (turned) pen.transform(matrix.a, matrix.b, matrix.c, matrix.d, 0, 0);
    pen.translate(-width / 2, -height / 2);
    if (ground) {
      pen.fillStyle = ground;
      rounded(pen, 0, width, height, radius);
      pen.fill();
    }
    if (ramp.length > 1) paintRamp(pen, ramp, width, height, radius);
    if (!border) return;
    pen.strokeStyle = border.colour;
    pen.lineWidth = border.width;
    if (border.dashed) pen.setLineDash([3 * border.width, 2 * border.width]);
    if (border.around) rounded(pen, border.width / 2, width, height, radius);
    else {
      pen.beginPath();
      pen.moveTo(0, border.width / 2);
      pen.lineTo(width, border.width / 2);
    }
    pen.stroke();
  };
}

function rounded(pen: Pen, inset: number, width: number, height: number, radius: number): void {
  pen.beginPath();
  pen.roundRect(inset, inset, width - 2 * inset, height - 2 * inset, Math.max(0, radius - inset));
}

/** Strips from left to right, each up to the right end: the next one lies over it, and no seam shows between them. */
function paintRamp(pen: Pen, colours: readonly string[], width: number, height: number, radius: number): void {
  const stops = colours.map(parseColour);
  const strips = Math.max(1, Math.ceil(width / 2));
  if (radius > 0) {
    rounded(pen, 0, width, height, radius);
    pen.clip();
  }
  for (let strip = 0; strip < strips; strip++) {
    const at = ((strip + 0.5) / strips) * (stops.length - 1);
    const low = Math.min(stops.length - 2, Math.floor(at));
    pen.fillStyle = cssColour(mixColours(stops[low], stops[low + 1], at - low));
    const left = (strip / strips) * width;
    pen.fillRect(left, 0, width - left, height);
  }
}

interface Border {
  width: number;
  colour: string;
  dashed: boolean;
  /** On all sides, or on the upper one alone. */
  around: boolean;
}

function borderOf(style: CSSStyleDeclaration): Border | null {
  const width = Number.parseFloat(style.borderTopWidth);
  const colour = seenColour(style.borderTopColor);
  if (!(width > 0) || !colour || style.borderTopStyle === 'none') return null;
  const around = Number.parseFloat(style.borderBottomWidth) > 0;
  return { width, colour, dashed: style.borderTopStyle === 'dashed', around };
}

/** The shapes of an SVG whose units are CSS pixels. */
function collectShapes(element: SVGElement, alpha: number, take: Take): void {
  // Those of another scale are icons.
  if (element.hasAttribute('viewBox')) return;
  const { left, top } = (element.ownerSVGElement ?? element).getBoundingClientRect();
  const shape = shapeOf(element, getComputedStyle(element));
  if (shape) {
    take((pen) => {
      pen.translate(left, top);
      shape(pen);
    }, alpha);
  }
  for (const child of element.children) collect(child, alpha, take);
}

function shapeOf(element: SVGElement, style: CSSStyleDeclaration): Mark | null {
  if (element instanceof SVGTextElement) return svgWords(element, style);
  const outline = outlineOf(element);
  const fill = seenColour(style.fill);
  const stroke = seenColour(style.stroke);
  if (!outline || (!fill && !stroke)) return null;
  const width = Number.parseFloat(style.strokeWidth);
  const dash = [...style.strokeDasharray.matchAll(/[\d.]+/g)].map(Number);
  const open = element instanceof SVGLineElement;
  return (pen) => {
    pen.beginPath();
    outline(pen);
    if (fill && !open) {
      pen.fillStyle = fill;
      pen.fill();
    }
    if (!stroke) return;
    pen.strokeStyle = stroke;
    pen.lineWidth = width;
    pen.setLineDash(dash);
    pen.stroke();
  };
}

function outlineOf(element: SVGElement): Mark | null {
  if (element instanceof SVGCircleElement) {
    const [x, y, radius] = [element.cx, element.cy, element.r].map(({ baseVal }) => baseVal.value);
    return (pen) => pen.arc(x, y, radius, 0, 2 * Math.PI);
  }
  if (element instanceof SVGLineElement) {
    const [x1, y1, x2, y2] = [element.x1, element.y1, element.x2, element.y2].map(({ baseVal }) => baseVal.value);
    return (pen) => {
      pen.moveTo(x1, y1);
      pen.lineTo(x2, y2);
    };
  }
  if (!(element instanceof SVGPolylineElement)) return null;
  const points = Array.from(element.points, ({ x, y }) => [x, y] as const);
  return (pen) => {
    for (const [x, y] of points) pen.lineTo(x, y);
  };
}

function svgWords(element: SVGTextElement, style: CSSStyleDeclaration): Mark {
  const [x, y] = [element.x, element.y].map(({ baseVal }) =>
    baseVal.numberOfItems > 0 ? baseVal.getItem(0).value : 0,
  );
  const text = element.textContent ?? '';
  const font = fontOf(style);
  const halo = style.paintOrder.startsWith('stroke') ? seenColour(style.stroke) : null;
  const width = Number.parseFloat(style.strokeWidth);
  const colour = plainColour(style.fill);
  return (pen) => {
    pen.font = font;
    pen.textAlign = 'left';
    pen.textBaseline = 'alphabetic';
    pen.lineJoin = 'round';
    pen.lineWidth = width;
    if (halo) {
      pen.strokeStyle = halo;
      pen.strokeText(text, x, y);
    }
    pen.fillStyle = colour;
    pen.fillText(text, x, y);
  };
}

/** Pixels of a CSS length; percentages are of `whole`. */
function lengthOf(text: string, whole: number): number {
  const value = Number.parseFloat(text) || 0;
  return text.includes('%') ? (value / 100) * whole : value;
}
