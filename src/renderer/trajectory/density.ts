import type { HeatGrid } from '../lenses/plane/heat-layer';
import { niceCeiling } from '../lenses/plane/ticks';
import type { Extent } from '../lenses/plane/transform';
import { VIRIDIS } from './colours';

/** Cells along the longer side of the box. */
const CELLS = 144;
/** Half the width of the blur in cells; it blurs three times with a box, which is close to a Gaussian of σ ≈ 2.4 cells. */
const RADIUS = 2;
const ROUNDS = 3;
/** Share of the highest colour below which the map fades into the ground. */
const FADE = 0.3;
const OPACITY = 235;

/** One scale of colours for the maps of all lanes. */
export class DensityScale {
  /** The density that gets the last colour: a round number that stays while it fits. */
  top = 1;
  private readonly highest = new Map<object, number>();
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** The highest density of one map; null when it goes. */
  tell(map: object, highest: number | null): void {
    if (highest === null) this.highest.delete(map);
    else this.highest.set(map, highest);
    const most = Math.max(0, ...this.highest.values());
    if (most === 0 || (most <= 1.15 * this.top && most >= 0.4 * this.top)) return;
    this.top = niceCeiling(most);
    for (const listener of this.listeners) listener();
  }
}

/** How dense particles lie in a box of the plane: a histogram, blurred, as a picture. Its buffers are made once. */
export class DensityMap {
  readonly grid: HeatGrid;
  private readonly width: number;
  private readonly height: number;
  /** width × height RGBA bytes, lowest row first. */
  readonly pixels: Uint8Array;
  /** Share of the particles for each unit of area. */
  readonly values: Float32Array;
  private readonly spare: Float32Array;

  constructor(
    private readonly box: Extent,
    private readonly scale: DensityScale,
  ) {
    const [wide, high] = [Math.max(box.maxX - box.minX, 1e-9), Math.max(box.maxY - box.minY, 1e-9)];
    this.width = Math.max(8, Math.round((CELLS * wide) / Math.max(wide, high)));
    this.height = Math.max(8, Math.round((CELLS * high) / Math.max(wide, high)));
    this.grid = { columns: this.width, rows: this.height, extent: box };
    this.pixels = new Uint8Array(4 * this.width * this.height);
    this.values = new Float32Array(this.width * this.height);
    this.spare = new Float32Array(this.width * this.height);
  }

  /** @param points count × 2, row-major; those outside the box count as particles but are not drawn. */
  update(points: Float32Array, count: number): void {
    this.fill(points, count);
    for (let round = 0; round < ROUNDS; round++) {
      blur(this.values, this.spare, this.height, this.width, this.width, 1);
      blur(this.spare, this.values, this.width, this.height, 1, this.width);
    }
    this.paint();
  }

  dispose(): void {
    this.scale.tell(this, null);
  }

  private fill(points: Float32Array, count: number): void {
    const { values, width, height, box } = this;
    const across = width / (box.maxX - box.minX);
    const up = height / (box.maxY - box.minY);
    const weight = (across * up) / Math.max(1, count);
    values.fill(0);
    for (let i = 0; i < count; i++) {
      const column = Math.floor((points[2 * i] - box.minX) * across);
      const row = Math.floor((points[2 * i + 1] - box.minY) * up);
      if (column >= 0 && column < width && row >= 0 && row < height) values[row * width + column] += weight;
    }
  }

  private paint(): void {
    const { values, pixels } = this;
    let highest = 0;
    for (let i = 0; i < values.length; i++) if (values[i] > highest) highest = values[i];
    this.scale.tell(this, highest);
    const { top } = this.scale;
    for (let i = 0; i < values.length; i++) {
      const share = Math.min(1, values[i] / top);
      const colour = 3 * Math.round(255 * share);
      pixels[4 * i] = VIRIDIS[colour];
      pixels[4 * i + 1] = VIRIDIS[colour + 1];
      pixels[4 * i + 2] = VIRIDIS[colour + 2];
      pixels[4 * i + 3] = OPACITY * Math.min(1, share / FADE);
    }
  }
}

/** Box blur along one axis with a running sum; what lies outside counts as 0. */
function blur(from: Float32Array, to: Float32Array, lines: number, length: number, line: number, next: number): void {
  const scale = 1 / (2 * RADIUS + 1);
  for (let k = 0; k < lines; k++) {
    const start = k * line;
    let sum = 0;
    for (let i = 0; i < Math.min(RADIUS, length); i++) sum += from[start + i * next];
    for (let i = 0; i < length; i++) {
      if (i + RADIUS < length) sum += from[start + (i + RADIUS) * next];
      if (i > RADIUS) sum -= from[start + (i - RADIUS - 1) * next];
      to[start + i * next] = Math.max(0, sum * scale);
    }
  }
}
