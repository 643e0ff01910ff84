import type { Picture } from './png';

export type Rgb = readonly [red: number, green: number, blue: number];

/** Colour from `#rrggbb`. */
export const rgb = (hex: string): Rgb => {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
};

/** A picture to paint dots and lines on with soft edges; coordinates in pixels from the top left corner. */
export class PaintCanvas {
  private readonly data: Float32Array;

  constructor(
    readonly width: number,
    readonly height: number,
    background: Rgb,
  ) {
    this.data = Float32Array.from({ length: width * height * 3 }, (_, i) => background[i % 3]);
  }

  /** A disc whose edge falls off over one pixel. */
  dot(x: number, y: number, radius: number, colour: Rgb, alpha: number): void {
    const reach = Math.ceil(radius + 1);
    for (let row = Math.floor(y - reach); row <= y + reach; row++)
      for (let column = Math.floor(x - reach); column <= x + reach; column++) {
        const distance = Math.hypot(column + 0.5 - x, row + 0.5 - y);
        this.blend(column, row, colour, alpha * Math.min(1, Math.max(0, radius + 0.5 - distance)));
      }
  }

  /** A line one pixel wide, spread over the two nearest pixels of each column or row. */
  line(x0: number, y0: number, x1: number, y1: number, colour: Rgb, alpha: number): void {
    const steep = Math.abs(y1 - y0) > Math.abs(x1 - x0);
    const [from, to] = steep ? [y0, y1] : [x0, x1];
    const length = Math.abs(to - from);
    for (let k = 0; k < length; k++) {
      const share = k / length;
      const [x, y] = [x0 + share * (x1 - x0), y0 + share * (y1 - y0)];
      const across = (steep ? x : y) - 0.5;
      const near = Math.floor(across);
      for (const [offset, weight] of [[0, 1 - (across - near)] as const, [1, across - near] as const]) {
        const [column, row] = steep ? [near + offset, Math.floor(y)] : [Math.floor(x), near + offset];
        this.blend(column, row, colour, alpha * weight);
      }
    }
  }

  /** One pixel mixed with a colour; outside the picture nothing happens. */
  blend(column: number, row: number, colour: Rgb, alpha: number): void {
    if (column < 0 || row < 0 || column >= this.width || row >= this.height) return;
    const at = (row * this.width + column) * 3;
    for (let c = 0; c < 3; c++) this.data[at + c] += (colour[c] - this.data[at + c]) * alpha;
  }

  toPicture(): Picture {
    const data = Uint8Array.from(this.data, (value) => Math.round(Math.min(255, Math.max(0, value))));
    return { width: this.width, height: this.height, channels: 3, data };
  }
}
