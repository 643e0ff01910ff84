import { cssColour } from '../lenses/colour/rgb';
import type { Theme } from '../lenses/colour/theme';
import { evenTints } from '../lenses/colour/tints';
import { ArrowsLayer } from '../lenses/plane/arrows-layer';
import { PointsLayer } from '../lenses/plane/points-layer';
import { SegmentsLayer } from '../lenses/plane/segments-layer';
import type { PlaneStage, Sketch } from '../lenses/plane/stage';
import { worldToScreen } from '../lenses/plane/transform';
import { type Frames, predictionOf, predicts, sampleOf } from './frames';

/** Arrows to predictions of x_0 along the path, at most; the one of the present step always has one. */
const MOST_ARROWS = 24;
const PATH_ALPHA = 0.9;
const ARROW_ALPHA = 0.28;
const RING = 8;

/** The whole path of one particle: a line, a dot at every step, and from some steps an arrow to where x_0 is predicted. */
export class PathOfOne {
  private readonly arrows: ArrowsLayer;
  private readonly line: SegmentsLayer;
  private readonly dots: PointsLayer;
  private shown: { frames: Frames; particle: number } | null = null;
  private head: Float32Array = new Float32Array(2);
  private readonly tails: Float32Array;
  private readonly vectors: Float32Array;
  private readonly arrowTints = new Uint8Array(4 * (MOST_ARROWS + 1));
  private arrowCount = 0;

  constructor(
    private readonly stage: PlaneStage,
    private theme: Theme,
  ) {
    this.arrows = stage.add(new ArrowsLayer());
    this.line = stage.add(new SegmentsLayer());
    this.dots = stage.add(new PointsLayer());
    this.dots.size = 4;
    this.tails = new Float32Array(2 * (MOST_ARROWS + 1));
    this.vectors = new Float32Array(2 * (MOST_ARROWS + 1));
  }

  set(frames: Frames | null, particle: number | null, theme: Theme): void {
    this.theme = theme;
    this.shown = frames && particle !== null && particle < frames.count ? { frames, particle } : null;
    this.dots.object.visible = this.shown !== null;
    this.arrows.hide();
    this.line.show(this.shown ? this.writeLine(this.shown.frames, this.shown.particle) : 0);
    if (this.shown) this.writeDots(this.shown.frames, this.shown.particle);
    this.arrowCount = 0;
    if (this.shown && predicts(this.shown.frames)) this.writeArrows(this.shown.frames, this.shown.particle);
  }

  /** The present step's arrow and the ring. */
  moveTo(u: number): void {
    if (!this.shown) return;
    const { frames, particle } = this.shown;
    this.head = sampleOf(frames, particle, u);
    if (this.arrowCount === 0) return;
    this.writeArrow(this.arrowCount - 1, frames, particle, u);
    this.arrows.set(this.tails, this.vectors, this.arrowTints, this.arrowCount);
  }

  /** Where the particle is, or null where none is followed. */
  get place(): Float32Array | null {
    return this.shown && this.head;
  }

  /** A ring around the particle, drawn above everything. */
  readonly ring: Sketch = (context, view, size, theme) => {
    if (!this.shown) return;
    const [left, top] = worldToScreen(view, size, this.head[0], this.head[1]);
    for (const [width, colour] of [
      [4, cssColour(theme.panel, 0.85)],
      [1.8, cssColour(theme.accent)],
    ] as const) {
      context.lineWidth = width;
      context.strokeStyle = colour;
      context.beginPath();
      context.arc(left, top, RING, 0, 2 * Math.PI);
      context.stroke();
    }
  };

  dispose(): void {
    for (const layer of [this.arrows, this.line, this.dots]) this.stage.remove(layer);
  }

  private writeLine({ samples, steps, count }: Frames, particle: number): number {
    const { line } = this;
    line.reserve(steps);
    for (let k = 0; k < steps; k++) {
      const [from, to] = [2 * (k * count + particle), 2 * ((k + 1) * count + particle)];
      line.positions.set([samples[from], samples[from + 1], samples[to], samples[to + 1]], 4 * k);
    }
    line.tints.set(evenTints(2 * steps, this.theme.accent, PATH_ALPHA));
    return steps;
  }

  private writeDots({ samples, steps, count }: Frames, particle: number): void {
    const points = new Float32Array(2 * (steps + 1));
    for (let k = 0; k <= steps; k++) {
      const at = 2 * (k * count + particle);
      points[2 * k] = samples[at];
      points[2 * k + 1] = samples[at + 1];
    }
    this.dots.place(points, steps + 1);
    this.dots.colour(evenTints(steps + 1, this.theme.accent, 1));
  }

  private writeArrows(frames: Frames, particle: number): void {
    const stride = Math.ceil(frames.steps / MOST_ARROWS);
    let at = 0;
    for (let step = 0; step < frames.steps; step += stride) this.writeArrow(at++, frames, particle, step);
    this.arrowCount = at + 1;
    this.arrowTints.set(evenTints(at, this.theme.text, ARROW_ALPHA));
    this.arrowTints.set(evenTints(1, this.theme.text, 1), 4 * at);
  }

  private writeArrow(i: number, frames: Frames, particle: number, u: number): void {
    const from = sampleOf(frames, particle, u);
    const to = predictionOf(frames, particle, u);
    this.tails.set(from, 2 * i);
    this.vectors[2 * i] = to[0] - from[0];
    this.vectors[2 * i + 1] = to[1] - from[1];
  }
}
