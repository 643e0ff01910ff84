import type { Rgb } from '../lenses/colour/rgb';
import { evenTints } from '../lenses/colour/tints';
import { ArrowsLayer } from '../lenses/plane/arrows-layer';
import { drawAxes } from '../lenses/plane/axes';
import { robustExtent, unionExtent } from '../lenses/plane/extent';
import { PointsLayer, pointSize } from '../lenses/plane/points-layer';
import { SegmentsLayer } from '../lenses/plane/segments-layer';
import type { PlaneStage } from '../lenses/plane/stage';
import type { Arrows } from './field';
import { type Frames, predOriginalAt, samplesAt } from './frames';
import { writeLinks, writeTrails } from './lines';

export interface Shown {
  trails: boolean;
  x0: boolean;
}

/** What the trajectory lens draws: data, arrows of the field, trails or links, particles. */
export class TrajectoryScene {
  private readonly data: PointsLayer;
  private readonly arrows: ArrowsLayer;
  private readonly lines: SegmentsLayer;
  private readonly particles: PointsLayer;
  private frames: Frames | null = null;
  private tints: Uint8Array = new Uint8Array(0);
  private samples = new Float32Array(0);
  private predictions = new Float32Array(0);

  constructor(private readonly stage: PlaneStage) {
    this.data = stage.add(new PointsLayer());
    this.arrows = stage.add(new ArrowsLayer());
    this.lines = stage.add(new SegmentsLayer());
    this.particles = stage.add(new PointsLayer());
    this.data.size = 2.4;
    stage.setSketches(drawAxes, null);
  }

  setData(values: Float32Array | null, count: number, colour: Rgb, alpha: number): void {
    this.data.object.visible = values !== null;
    if (values) {
      this.data.place(values, count);
      this.data.colour(evenTints(count, colour, alpha));
    }
    this.stage.invalidate();
  }

  /** New paths: room for them, and a view that shows their beginning and their end. */
  setFrames(frames: Frames, atOnce: boolean): void {
    this.frames = frames;
    this.samples = new Float32Array(2 * frames.count);
    this.predictions = new Float32Array(2 * frames.count);
    const start = robustExtent(frames.samples, frames.count, 0.02);
    const end = robustExtent(frames.samples.subarray(2 * frames.steps * frames.count), frames.count);
    if (start && end) this.stage.framing.show(unionExtent(start, end), atOnce);
  }

  setTints(rgba: Uint8Array): void {
    this.tints = rgba;
    this.particles.colour(rgba);
    this.stage.invalidate();
  }

  setArrows(arrows: Arrows | null, count: number): void {
    if (arrows) this.arrows.set(arrows.tails, arrows.vectors, arrows.tints, count);
    else this.arrows.hide();
    this.stage.invalidate();
  }

  /** Puts everything where it is at `u` steps; gives the positions of the particles as drawn (row-major x, y). */
  draw(u: number, shown: Shown): Float32Array | null {
    const { frames, lines } = this;
    if (!frames) return null;
    samplesAt(frames, u, this.samples);
    let drawn = this.samples;
    let segments = 0;
    const tinted = this.tints.length >= 4 * frames.count;
    if (shown.x0) {
      predOriginalAt(frames, u, this.predictions);
      drawn = this.predictions;
      if (tinted) segments = writeLinks(this.samples, drawn, frames.count, this.tints, lines);
    } else if (shown.trails && tinted) {
      segments = writeTrails(frames, u, this.samples, this.tints, lines);
    }
    lines.show(segments);
    this.particles.size = pointSize(frames.count, this.stage.extent);
    this.particles.place(drawn, frames.count);
    this.stage.invalidate();
    return drawn;
  }

  dispose(): void {
    this.stage.setSketches(null, null);
    for (const layer of [this.data, this.arrows, this.lines, this.particles]) this.stage.remove(layer);
  }
}
