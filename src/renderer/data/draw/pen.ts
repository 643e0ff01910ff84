import type { Copy, DrawnPoint } from './symmetry';

export type Tool = 'brush' | 'pen' | 'stamp' | 'eraser';

/** What the pen does; lengths in the square [-1, 1] × [-1, 1]. */
export interface PenSettings {
  tool: Tool;
  /** Radius of brush and eraser, standard deviation × 2 of a stamp. */
  radius: number;
  /** Points that one touch of the brush leaves, and points on a length of 0.1 of a line. */
  density: number;
}

/** Points of one stamp, for each point of density. */
const STAMP = 20;
/** The brush touches again after this part of its radius. */
const SPACING = 0.5;
/** How far a point of a line may lie beside it. */
const JITTER = 0.004;

const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;
const isInside = ([x, y]: DrawnPoint): boolean => Math.abs(x) <= 1 && Math.abs(y) <= 1;

/**
 * One stroke: it begins at a place, goes on from place to place, and gives the drawing as it then is. Points outside the square
 * are left out; at `limit` points it stops to add.
 */
export class Stroke {
  private drawn: DrawnPoint[];
  private last: DrawnPoint | null = null;
  /** Way since the last touch. */
  private since = 0;

  constructor(
    points: readonly DrawnPoint[],
    private readonly settings: PenSettings,
    private readonly copies: readonly Copy[],
    private readonly limit: number,
    private readonly random: () => number,
  ) {
    this.drawn = [...points];
  }

  get points(): readonly DrawnPoint[] {
    return this.drawn;
  }

  moveTo(place: DrawnPoint): void {
    const from = this.last;
    this.last = place;
    if (!from) {
      this.touch(place);
      return;
    }
    const length = Math.hypot(place[0] - from[0], place[1] - from[1]);
    const spacing = this.spacing();
    let along = spacing - this.since;
    for (; along <= length; along += spacing) {
      const share = along / length;
      this.touch([from[0] + (place[0] - from[0]) * share, from[1] + (place[1] - from[1]) * share]);
    }
    this.since = length - (along - spacing);
  }

  private spacing(): number {
    const { tool, radius, density } = this.settings;
    if (tool === 'pen') return 0.1 / density;
    return Math.max(0.005, radius * (tool === 'stamp' ? 2 : SPACING));
  }

  private touch(place: DrawnPoint): void {
    const { tool, radius, density } = this.settings;
    switch (tool) {
      case 'eraser':
        this.drawn = erase(
          this.drawn,
          this.copies.map((copy) => copy(place)),
          radius,
        );
        return;
      case 'pen':
        this.add([place[0] + JITTER * this.normal(), place[1] + JITTER * this.normal()]);
        return;
      case 'brush':
        for (let drop = 0; drop < density; drop++) this.add(this.inDisc(place, radius));
        return;
      case 'stamp':
        for (let drop = 0; drop < STAMP * density; drop++)
          this.add([place[0] + 0.5 * radius * this.normal(), place[1] + 0.5 * radius * this.normal()]);
    }
  }

  /** A point and its copies: all of them, or none where not all fit. */
  private add(point: DrawnPoint): void {
    if (this.drawn.length + this.copies.length > this.limit) return;
    for (const copy of this.copies) {
      const [x, y] = copy(point);
      const placed: DrawnPoint = [rounded(x), rounded(y)];
      if (isInside(placed)) this.drawn.push(placed);
    }
  }

  private inDisc([x, y]: DrawnPoint, radius: number): DrawnPoint {
    const distance = radius * Math.sqrt(this.random());
    const angle = 2 * Math.PI * this.random();
    return [x + distance * Math.cos(angle), y + distance * Math.sin(angle)];
  }

  private normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.random())) * Math.cos(2 * Math.PI * this.random());
  }
}

/** Takes the points in the discs around `places` away. */
export const erase = (points: readonly DrawnPoint[], places: readonly DrawnPoint[], radius: number): DrawnPoint[] =>
  points.filter(([px, py]) => places.every(([x, y]) => (px - x) ** 2 + (py - y) ** 2 > radius ** 2));
