import type { Rgb } from '../lenses/colour/rgb';
import type { Theme } from '../lenses/colour/theme';
import { evenTints } from '../lenses/colour/tints';
import { ArrowsLayer } from '../lenses/plane/arrows-layer';
import { drawAxes } from '../lenses/plane/axes';
import { HeatLayer } from '../lenses/plane/heat-layer';
import { PointsLayer, pointSize } from '../lenses/plane/points-layer';
import type { PlaneStage } from '../lenses/plane/stage';
import type { Extent } from '../lenses/plane/transform';
import { DensityMap, type DensityScale } from './density';
import type { Arrows } from './field';
import { type Frames, predicts, predOriginalAt, samplesAt, stepAt } from './frames';
import { FramesTexture } from './gpu/frames-texture';
import { LatticeLayer } from './gpu/lattice-layer';
import { LinesLayer, TRAIL_TIME } from './gpu/lines-layer';
import { ParticlesLayer } from './gpu/particles-layer';
import { latticeOf } from './lattice';
import type { ModelDensity } from './model-density';
import { PathOfOne } from './path-of-one';

const LATTICE = latticeOf();

export interface Shown {
  trails: boolean;
  x0: boolean;
}

/** What one lane draws: density, data, arrows of the field, a lattice, trails or links, particles, the path of the picked one. */
export class TrajectoryScene {
  private readonly model: HeatLayer;
  private readonly heat: HeatLayer;
  private readonly data: PointsLayer;
  private readonly arrows: ArrowsLayer;
  private readonly lattice: LatticeLayer;
  private readonly lines: LinesLayer;
  private readonly particles: ParticlesLayer;
  readonly one: PathOfOne;
  private readonly stopSizing: () => void;
  private frames: Frames | null = null;
  private path: FramesTexture | null = null;
  /** Made when it is first shown. */
  private predictions: FramesTexture | null = null;
  private bent: { frames: Frames; texture: FramesTexture } | null = null;
  private density: DensityMap | null = null;
  private t = 0;
  private shown: Shown = { trails: false, x0: false };
  private buffer = new Float32Array(0);

  constructor(
    private readonly stage: PlaneStage,
    theme: Theme,
  ) {
    this.model = stage.add(new HeatLayer());
    this.heat = stage.add(new HeatLayer());
    this.data = stage.add(new PointsLayer());
    this.arrows = stage.add(new ArrowsLayer());
    this.lattice = stage.add(new LatticeLayer(LATTICE));
    this.lines = stage.add(new LinesLayer());
    this.particles = stage.add(new ParticlesLayer());
    this.one = new PathOfOne(stage, theme);
    this.data.size = 2.4;
    stage.setSketches(drawAxes, this.one.ring);
    this.stopSizing = stage.onView(this.size);
  }

  setData(values: Float32Array | null, count: number, colour: Rgb, alpha: number): void {
    this.data.object.visible = values !== null;
    if (values) {
      this.data.place(values, count);
      this.data.colour(evenTints(count, colour, alpha));
    }
    this.stage.invalidate();
  }

  /** New paths, which go to the graphics card. */
  setFrames(frames: Frames): void {
    this.frames = frames;
    this.path?.dispose();
    this.predictions?.dispose();
    this.path = new FramesTexture(frames.samples, frames.steps + 1, frames.count);
    this.predictions = null;
    if (this.buffer.length !== 2 * frames.count) this.buffer = new Float32Array(2 * frames.count);
    this.draw();
  }

  setTints(rgba: Uint8Array): void {
    this.particles.colour(rgba);
    this.lines.colour(rgba);
    this.stage.invalidate();
  }

  setArrows(arrows: Arrows | null, count: number): void {
    if (arrows) this.arrows.set(arrows.tails, arrows.vectors, arrows.tints, count);
    else this.arrows.hide();
    this.stage.invalidate();
  }

  /** What the model says of the density, or nothing. */
  setModelDensity(density: ModelDensity | null): void {
    if (density) this.model.set(density.grid, density.pixels);
    else this.model.hide();
    this.stage.invalidate();
  }

  /** Where the points of the lattice are on the way, or none. */
  setLattice(frames: Frames | null, colour: Rgb): void {
    this.bent?.texture.dispose();
    this.bent = frames && { frames, texture: new FramesTexture(frames.samples, frames.steps + 1, frames.count) };
    if (this.bent) this.lattice.colour(colour);
    else this.lattice.hide();
    this.draw();
  }

  /** A density map over this box, or none. */
  setDensity(box: Extent | null, scale: DensityScale): void {
    this.density?.dispose();
    this.density = box && new DensityMap(box, scale);
    if (!this.density) this.heat.hide();
    this.draw();
  }

  /** Draws the path of one particle, or of none. */
  pick(particle: number | null, theme: Theme): void {
    this.one.set(this.frames, particle, theme);
    this.draw();
  }

  /** Puts everything where it is at time t. */
  show(t: number, shown: Shown): void {
    this.t = t;
    this.shown = shown;
    this.draw();
  }

  /** Where the particles are drawn now, row-major x, y; the buffer is used again. */
  places(): Float32Array {
    if (!this.frames) return this.buffer;
    const u = stepAt(this.frames.times, this.t);
    if (this.shown.x0 && predicts(this.frames)) predOriginalAt(this.frames, u, this.buffer);
    else samplesAt(this.frames, u, this.buffer);
    return this.buffer;
  }

  dispose(): void {
    this.stopSizing();
    this.stage.setSketches(null, null);
    this.one.dispose();
    this.density?.dispose();
    this.path?.dispose();
    this.predictions?.dispose();
    this.bent?.texture.dispose();
    const { model, heat, data, arrows, lattice, lines, particles } = this;
    for (const layer of [model, heat, data, arrows, lattice, lines, particles]) this.stage.remove(layer);
  }

  /** Told when the window changes too. */
  private readonly size = (): void => {
    if (this.frames) this.particles.size = pointSize(this.frames.count, this.stage.extent);
  };

  private draw(): void {
    const { frames, path, lines, particles, shown, t } = this;
    if (!frames || !path) return;
    const u = stepAt(frames.times, t);
    const target = Math.min(u, frames.steps - 1);
    this.size();
    if (shown.x0 && predicts(frames)) {
      this.predictions ??= new FramesTexture(frames.predOriginal, frames.steps, frames.count);
      particles.set(this.predictions, target);
      lines.links(path, u, this.predictions, target);
    } else {
      particles.set(path, u);
      if (shown.trails) lines.trails(path, stepAt(frames.times, t + TRAIL_TIME), u);
      else lines.hide();
    }
    if (this.bent) this.lattice.set(this.bent.texture, stepAt(this.bent.frames.times, t));
    this.one.moveTo(u);
    if (this.density) {
      this.density.update(this.places(), frames.count);
      this.heat.set(this.density.histogram, this.density.pixels);
    }
    this.stage.invalidate();
  }
}
