import { Histogram2d } from '../lenses/maths/histogram-2d';
import { niceCeiling } from '../lenses/plane/ticks';
import type { Extent } from '../lenses/plane/transform';
import { VIRIDIS } from './colours';

/** Cells along the longer side of the box. */
const CELLS = 144;
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

/** How dense particles lie in a box of the plane, as a picture. Its buffers are made once. */
export class DensityMap {
  /** Share of the particles for each unit of area. */
  readonly histogram: Histogram2d;
  /** RGBA bytes of the cells, lowest row first. */
  readonly pixels: Uint8Array;

  constructor(
    box: Extent,
    private readonly scale: DensityScale,
  ) {
    this.histogram = new Histogram2d(box, CELLS);
    this.pixels = new Uint8Array(4 * this.histogram.values.length);
  }

  /** @param points count × 2, row-major; those outside the box count as particles but are not drawn. */
  update(points: Float32Array, count: number): void {
    const { width, height } = this.histogram.cell;
    this.histogram.fill(points, count, 1 / (width * height * Math.max(1, count)));
    this.paint();
  }

  dispose(): void {
    this.scale.tell(this, null);
  }

  private paint(): void {
    const { values } = this.histogram;
    let highest = 0;
    for (let i = 0; i < values.length; i++) if (values[i] > highest) highest = values[i];
    this.scale.tell(this, highest);
    paintDensity(values, this.scale.top, this.pixels);
  }
}

/** RGBA bytes of densities: the last colour at `top`, fading into the ground where there is little. */
export function paintDensity(values: Float32Array, top: number, pixels: Uint8Array): void {
  for (let i = 0; i < values.length; i++) {
    const share = Math.min(1, values[i] / top);
    const colour = 3 * Math.round(255 * share);
    pixels[4 * i] = VIRIDIS[colour];
    pixels[4 * i + 1] = VIRIDIS[colour + 1];
    pixels[4 * i + 2] = VIRIDIS[colour + 2];
    pixels[4 * i + 3] = OPACITY * Math.min(1, share / FADE);
  }
}
