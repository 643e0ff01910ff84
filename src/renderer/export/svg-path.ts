/** A number in as few digits as a picture needs. */
export const number = (value: number): string => String(Number.isFinite(value) ? Math.round(value * 1e3) / 1e3 + 0 : 0);

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as it may stand in an element or an attribute; control characters, which XML does not allow, are left out. */
export const escapeXml = (text: string): string =>
  text.replace(/[^\P{Cc}\t\n\r]/gu, '').replace(/[&<>"]/g, (sign) => ENTITIES[sign]);

/** The data of a path as a canvas would build it. */
export class SvgPath {
  private data = '';

  get empty(): boolean {
    return this.data === '';
  }

  add(command: string, ...points: readonly (readonly [number, number])[]): void {
    // A canvas begins a path at the first point that it is given.
    if (this.empty && command !== 'M') this.moveTo(points[0][0], points[0][1]);
    this.data += `${command}${points.map(([x, y]) => `${number(x)} ${number(y)}`).join(' ')}`;
  }
  moveTo(x: number, y: number): void {
    this.data += `M${number(x)} ${number(y)}`;
  }
  lineTo(x: number, y: number): void {
    if (this.empty) this.moveTo(x, y);
    else this.add('L', [x, y]);
  }
  close(): void {
    if (!this.empty) this.data += 'Z';
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.moveTo(x, y);
    this.data += `h${number(width)}v${number(height)}h${number(-width)}Z`;
  }

  roundRect(x: number, y: number, width: number, height: number, radius: number): void {
    const r = Math.min(radius, width / 2, height / 2);
    const corner = (dx: number, dy: number) => `a${number(r)} ${number(r)} 0 0 1 ${number(dx)} ${number(dy)}`;
    this.moveTo(x + r, y);
    this.data += `h${number(width - 2 * r)}${corner(r, r)}v${number(height - 2 * r)}${corner(-r, r)}`;
    this.data += `h${number(2 * r - width)}${corner(-r, -r)}v${number(2 * r - height)}${corner(r, -r)}Z`;
  }

  /** An arc of an upright ellipse, joined by a line to what was before, as on a canvas. */
  arc(x: number, y: number, rx: number, ry: number, from: number, to: number, backwards: boolean): void {
    const turn = 2 * Math.PI;
    let sweep = backwards ? from - to : to - from;
    // All around or more is all around; less than nothing comes round from the other side.
    sweep = sweep >= turn ? turn : ((sweep % turn) + turn) % turn;
    const sign = backwards ? -1 : 1;
    const at = (angle: number): [number, number] => [x + rx * Math.cos(angle), y + ry * Math.sin(angle)];
    this.lineTo(...at(from));
    // SVG cannot tell a whole turn from none, so arcs go in halves.
    for (const share of sweep > Math.PI ? [0.5, 1] : [1]) {
      const [left, top] = at(from + sign * sweep * share);
      this.data += `A${number(rx)} ${number(ry)} 0 0 ${backwards ? 0 : 1} ${number(left)} ${number(top)}`;
    }
    if (sweep === turn) this.close();
  }

  toString(): string {
    return this.data;
  }
}
