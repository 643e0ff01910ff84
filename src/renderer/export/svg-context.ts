import { ringsOf } from '../lenses/plane/rings';
import { escapeXml, number, SvgPath } from './svg-path';

/** a, b, c, d, e, f as canvas and SVG have them. */
type Matrix = readonly [number, number, number, number, number, number];

interface State {
  matrix: Matrix;
  fillStyle: string;
  strokeStyle: string;
  lineWidth: number;
  lineJoin: CanvasLineJoin;
  lineCap: CanvasLineCap;
  globalAlpha: number;
  font: string;
  textAlign: CanvasTextAlign;
  textBaseline: CanvasTextBaseline;
  dash: readonly number[];
  clip: string | null;
}

const FIRST: State = {
  matrix: [1, 0, 0, 1, 0, 0],
  fillStyle: '#000',
  strokeStyle: '#000',
  lineWidth: 1,
  lineJoin: 'miter',
  lineCap: 'butt',
  globalAlpha: 1,
  font: '10px sans-serif',
  textAlign: 'start',
  textBaseline: 'alphabetic',
  dash: [],
  clip: null,
};

const ANCHORS: Readonly<Record<string, string>> = { center: 'middle', right: 'end', end: 'end' };
/** How far below the given height the alphabetic baseline lies, in parts of the font size. */
const DROPS: Readonly<Record<string, number>> = {
  middle: 0.35,
  top: 0.8,
  hanging: 0.8,
  bottom: -0.2,
  ideographic: -0.2,
};

/**
 * What the sketches of the lenses use of a 2-D canvas, written down as SVG: the same code draws on both. Styles are texts
 * (no gradients); a clip is the path that was current.
 */
export class SvgContext {
  /** Elements, or what makes them when they are needed. */
  private readonly parts: (string | (() => Iterable<string>))[] = [];
  private readonly clips: string[] = [];
  private state: State = { ...FIRST };
  private readonly saved: State[] = [];
  private path = new SvgPath();
  /** The clip that the group which is open has. */
  private group: string | null = null;
  imageSmoothingEnabled = true;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {}

  get fillStyle(): string {
    return this.state.fillStyle;
  }
  set fillStyle(fillStyle: string) {
    this.state.fillStyle = fillStyle;
  }
  get strokeStyle(): string {
    return this.state.strokeStyle;
  }
  set strokeStyle(strokeStyle: string) {
    this.state.strokeStyle = strokeStyle;
  }
  get lineWidth(): number {
    return this.state.lineWidth;
  }
  set lineWidth(lineWidth: number) {
    this.state.lineWidth = lineWidth;
  }
  get lineJoin(): CanvasLineJoin {
    return this.state.lineJoin;
  }
  set lineJoin(lineJoin: CanvasLineJoin) {
    this.state.lineJoin = lineJoin;
  }
  get lineCap(): CanvasLineCap {
    return this.state.lineCap;
  }
  set lineCap(lineCap: CanvasLineCap) {
    this.state.lineCap = lineCap;
  }
  get globalAlpha(): number {
    return this.state.globalAlpha;
  }
  set globalAlpha(globalAlpha: number) {
    this.state.globalAlpha = globalAlpha;
  }
  get font(): string {
    return this.state.font;
  }
  set font(font: string) {
    this.state.font = font;
  }
  get textAlign(): CanvasTextAlign {
    return this.state.textAlign;
  }
  set textAlign(textAlign: CanvasTextAlign) {
    this.state.textAlign = textAlign;
  }
  get textBaseline(): CanvasTextBaseline {
    return this.state.textBaseline;
  }
  set textBaseline(textBaseline: CanvasTextBaseline) {
    this.state.textBaseline = textBaseline;
  }

  save(): void {
    this.saved.push({ ...this.state });
  }
  restore(): void {
    this.state = this.saved.pop() ?? this.state;
  }
  translate(x: number, y: number): void {
    this.transform(1, 0, 0, 1, x, y);
  }
  scale(x: number, y: number): void {
    this.transform(x, 0, 0, y, 0, 0);
  }
  rotate(angle: number): void {
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    this.transform(cos, sin, -sin, cos, 0, 0);
  }
  setTransform(a: number, b: number, c: number, d: number, e: number, f: number): void {
    this.state.matrix = [a, b, c, d, e, f];
  }
  transform(a: number, b: number, c: number, d: number, e: number, f: number): void {
    const [A, B, C, D, E, F] = this.state.matrix;
    this.state.matrix = [
      A * a + C * b,
      B * a + D * b,
      A * c + C * d,
      B * c + D * d,
      A * e + C * f + E,
      B * e + D * f + F,
    ];
  }

  setLineDash(dash: readonly number[]): void {
    this.state.dash = [...dash];
  }
  getLineDash(): number[] {
    return [...this.state.dash];
  }

  beginPath(): void {
    this.path = new SvgPath();
  }
  closePath(): void {
    this.path.close();
  }
  moveTo(x: number, y: number): void {
    this.path.moveTo(x, y);
  }
  lineTo(x: number, y: number): void {
    this.path.lineTo(x, y);
  }
  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void {
    this.path.add('Q', [cx, cy], [x, y]);
  }
  bezierCurveTo(ax: number, ay: number, bx: number, by: number, x: number, y: number): void {
    this.path.add('C', [ax, ay], [bx, by], [x, y]);
  }
  arc(x: number, y: number, radius: number, from: number, to: number, backwards = false): void {
    this.path.arc(x, y, radius, radius, from, to, backwards);
  }
  ellipse(x: number, y: number, rx: number, ry: number, _turn: number, from: number, to: number, back = false): void {
    this.path.arc(x, y, rx, ry, from, to, back);
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.path.rect(x, y, width, height);
  }
  roundRect(x: number, y: number, width: number, height: number, radius: number | number[] = 0): void {
    this.path.roundRect(x, y, width, height, Array.isArray(radius) ? (radius[0] ?? 0) : radius);
  }

  stroke(path?: Path2D): void {
    this.draw(path ? written(path) : this.path, `fill="none" ${this.strokeAttributes()}`);
  }
  fill(path?: Path2D | CanvasFillRule, rule?: CanvasFillRule): void {
    const own = path === undefined || typeof path === 'string';
    const evenodd = (own ? path : rule) === 'evenodd' ? ' fill-rule="evenodd"' : '';
    this.draw(own ? this.path : written(path), `fill="${escapeXml(this.state.fillStyle)}"${evenodd}`);
  }
  clip(): void {
    if (this.path.empty) return;
    const shape = `<path d="${this.path}"${this.transformAttribute()}/>`;
    const known = this.clips.indexOf(shape);
    this.state.clip = `clip${known < 0 ? this.clips.push(shape) - 1 : known}`;
  }
  fillRect(x: number, y: number, width: number, height: number): void {
    const path = new SvgPath();
    path.rect(x, y, width, height);
    this.draw(path, `fill="${escapeXml(this.state.fillStyle)}"`);
  }
  strokeRect(x: number, y: number, width: number, height: number): void {
    const path = new SvgPath();
    path.rect(x, y, width, height);
    this.draw(path, `fill="none" ${this.strokeAttributes()}`);
  }
  /** Nothing lies under what is drawn: there is nothing to wipe away. */
  clearRect(): void {}

  fillText(text: string, x: number, y: number): void {
    this.text(text, x, y, `fill="${escapeXml(this.state.fillStyle)}"`);
  }
  strokeText(text: string, x: number, y: number): void {
    this.text(text, x, y, `fill="none" ${this.strokeAttributes()}`);
  }
  /** Roughly: letters of these faces are 0.56 of their size wide on average. */
  measureText(text: string): { width: number } {
    return { width: text.length * fontOf(this.state.font).size * 0.56 };
  }

  /** A picture (a `data:image/png` address) in a rectangle. */
  image(address: string, x: number, y: number, width: number, height: number, smooth = true): void {
    const look = smooth ? '' : ' style="image-rendering:pixelated"';
    const place = `x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}"`;
    this.add(`<image href="${escapeXml(address)}" ${place} preserveAspectRatio="none"${look}`, '/>');
  }

  /** Very many elements, in coordinates of the present transform; they are made when the file is written. */
  crowd(elements: () => Iterable<string>): void {
    this.enter();
    this.parts.push(`<g${this.transformAttribute()}${this.fadeAttribute()}>`, elements, '</g>');
  }

  /** The text of a file, piece by piece. */
  *pieces(): Generator<string> {
    const [width, height] = [number(this.width), number(this.height)];
    yield '<?xml version="1.0" encoding="UTF-8"?>\n';
    yield `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">\n`;
    const clips = this.clips.map((shape, i) => `<clipPath id="clip${i}">${shape}</clipPath>`);
    if (clips.length > 0) yield `<defs>${clips.join('')}</defs>\n`;
    for (const part of this.parts) {
      if (typeof part === 'string') yield `${part}\n`;
      else for (const element of part()) yield `${element}\n`;
    }
    yield `${this.group === null ? '' : '</g>\n'}</svg>\n`;
  }

  private text(text: string, x: number, y: number, paint: string): void {
    const { font, textAlign, textBaseline } = this.state;
    const { size, family, weight, style } = fontOf(font);
    const face = `font-family="${escapeXml(family)}" font-size="${number(size)}"`;
    const extra = `${weight ? ` font-weight="${weight}"` : ''}${style ? ` font-style="${style}"` : ''}`;
    const anchor = ANCHORS[textAlign] ? ` text-anchor="${ANCHORS[textAlign]}"` : '';
    const at = `x="${number(x)}" y="${number(y + size * (DROPS[textBaseline] ?? 0))}"`;
    this.add(`<text ${at} ${face}${extra}${anchor} ${paint}`, `>${escapeXml(text)}</text>`);
  }

  private strokeAttributes(): string {
    const { strokeStyle, lineWidth, lineJoin, lineCap, dash } = this.state;
    const join = lineJoin === 'miter' ? '' : ` stroke-linejoin="${lineJoin}"`;
    const cap = lineCap === 'butt' ? '' : ` stroke-linecap="${lineCap}"`;
    const dashes = dash.length > 0 ? ` stroke-dasharray="${dash.map(number).join(' ')}"` : '';
    return `stroke="${escapeXml(strokeStyle)}" stroke-width="${number(lineWidth)}"${join}${cap}${dashes}`;
  }

  private draw(path: SvgPath, attributes: string): void {
    if (!path.empty) this.add(`<path d="${path}" ${attributes}`, '/>');
  }

  /** `end` closes the element that `begin` opens; transform and alpha stand between. */
  private add(begin: string, end: string): void {
    this.enter();
    this.parts.push(`${begin}${this.transformAttribute()}${this.fadeAttribute()}${end}`);
  }

  /** Opens the group of the present clip. */
  private enter(): void {
    const { clip } = this.state;
    if (clip === this.group) return;
    if (this.group !== null) this.parts.push('</g>');
    if (clip !== null) this.parts.push(`<g clip-path="url(#${clip})">`);
    this.group = clip;
  }

  private fadeAttribute(): string {
    const { globalAlpha } = this.state;
    return globalAlpha < 1 ? ` opacity="${number(globalAlpha)}"` : '';
  }

  private transformAttribute(): string {
    const { matrix } = this.state;
    return matrix.every((value, i) => value === FIRST.matrix[i])
      ? ''
      : ` transform="matrix(${matrix.map(number).join(' ')})"`;
  }
}

/** A ready path as data. Throws where nobody knows what it consists of. */
function written(path: Path2D): SvgPath {
  const rings = ringsOf(path);
  if (!rings) throw new Error('A path that was not made by "closedPath" cannot be written as SVG.');
  const data = new SvgPath();
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i += 2)
      i === 0 ? data.moveTo(ring[0], ring[1]) : data.lineTo(ring[i], ring[i + 1]);
    data.close();
  }
  return data;
}

/** Parts of a CSS font such as `italic 600 12px 'Inter Variable', system-ui`. */
function fontOf(font: string): { size: number; family: string; weight: string; style: string } {
  const parts = /^(.*?)([\d.]+)px(?:\/[\d.]+\w*)?\s+(.+)$/.exec(font);
  const before = parts?.[1] ?? '';
  return {
    size: Number(parts?.[2] ?? 10),
    family: parts?.[3] ?? 'sans-serif',
    weight: /\b(\d{3}|bold)\b/.exec(before)?.[1] ?? '',
    style: /\b(italic|oblique)\b/.exec(before)?.[1] ?? '',
  };
}
