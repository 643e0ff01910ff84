import { cssColour } from '../lenses/colour/rgb';
import { evenTints } from '../lenses/colour/tints';
import { ArrowsLayer } from '../lenses/plane/arrows-layer';
import { drawAxes } from '../lenses/plane/axes';
import { robustExtent, unionExtent } from '../lenses/plane/extent';
import { type HeatGrid, HeatLayer } from '../lenses/plane/heat-layer';
import { PointsLayer, pointSize } from '../lenses/plane/points-layer';
import type { PlaneStage, Sketch } from '../lenses/plane/stage';
import { worldToScreen } from '../lenses/plane/transform';
import { levelLine } from './boundary';
import { type ScoreRange, type SideColours, scoreRange, scoreTints } from './colours';
import { arrowScale } from './scores';
import { type Pace, shareAt, Tween, towards } from './tween';
import type { Game } from './use-adversarial';
import type { LayerName } from './view';

/** At most this many arrows, evenly chosen: more hide the points. */
const ARROWS = 300;
/** CSS pixels of a long arrow. */
const LONG_ARROW = 34;

/** What the adversarial lens draws in the plane: heat map, boundary, real points, arrows, generated points. */
export class AdversarialScene {
  private readonly heat: HeatLayer;
  private readonly real: PointsLayer;
  private readonly arrows: ArrowsLayer;
  private readonly fake: PointsLayer;
  private answer: Game<HeatGrid> | null = null;
  private colours: SideColours | null = null;
  private shown: Readonly<Record<LayerName, boolean>> | null = null;
  private scores: Tween | null = null;
  private places: Tween | null = null;
  private pushes: Tween | null = null;
  private boundary: Float32Array = new Float32Array(0);
  private change: { start: number; pace: Pace } | null = null;
  private arrowTints: Uint8Array = new Uint8Array(0);
  /** Colours that the arrows were tinted in last. */
  private tinted: SideColours | null = null;

  constructor(private readonly stage: PlaneStage) {
    this.heat = stage.add(new HeatLayer());
    this.real = stage.add(new PointsLayer());
    this.arrows = stage.add(new ArrowsLayer());
    this.fake = stage.add(new PointsLayer('diamond'));
    stage.setSketches(drawAxes, this.drawBoundary);
  }

  /** Colours and layers that are switched on. */
  look(colours: SideColours, shown: Readonly<Record<LayerName, boolean>>): void {
    this.colours = colours;
    this.shown = shown;
    this.redraw(true);
  }

  show(answer: Game<HeatGrid>, pace: Pace): void {
    const { view, grid, heat } = answer;
    const before = this.answer;
    const sameGrid = !!before && sameCells(before.grid, grid);
    this.answer = answer;
    this.scores = sameGrid ? towards(this.scores, heat) : new Tween(heat);
    this.places = towards(this.places, view.fake);
    this.pushes = towards(this.pushes, view.push);
    const real = robustExtent(view.real, view.count);
    const fake = robustExtent(view.fake, view.count, 0.02);
    // Points that a young generator throws far away do not take the view away from the data.
    if (real && fake) this.stage.framing.show(!before ? unionExtent(real, limited(fake, real)) : real, true);
    const running = this.change !== null;
    // Nothing to wait for where only the discriminator has learned.
    const moves = !!before && !sameNumbers(before.view.fake, view.fake);
    this.change = { start: performance.now(), pace: moves ? pace : { ...pace, hold: 0 } };
    this.redraw(true);
    if (!running) this.stage.animate(this.step);
  }

  dispose(): void {
    this.stage.setSketches(null, null);
    for (const layer of [this.heat, this.real, this.arrows, this.fake]) this.stage.remove(layer);
  }

  private readonly step = (now: number): boolean => {
    const { change } = this;
    if (!change) return false;
    const share = shareAt(now - change.start, change.pace);
    this.scores?.at(share);
    this.places?.at(share);
    // Arrows stand as they were until the points have followed them.
    this.pushes?.at(change.pace.hold > 0 ? Math.max(0, 4 * share - 3) : share);
    this.redraw(false);
    if (share === 1) this.change = null;
    return share < 1;
  };

  /** Draws what has moved; `all` also what stands still between two answers. */
  private redraw(all: boolean): void {
    const { answer, colours, shown, scores, places, pushes } = this;
    if (!answer || !colours || !shown || !scores || !places || !pushes) return;
    const { view, grid, standing } = answer;
    const range = scoreRange(view.scale, scores.now, standing.middle);
    this.setHeat(grid, scores.now, range, colours, shown);
    if (all) {
      this.real.size = pointSize(view.count, this.stage.extent);
      this.fake.size = 1.3 * pointSize(view.count, this.stage.extent);
      this.real.place(view.real, view.count);
      this.real.colour(evenTints(view.count, colours.real, 0.85));
      this.fake.colour(evenTints(view.count, colours.fake, 0.95));
      this.real.object.visible = shown.real;
      this.fake.object.visible = shown.fake;
    }
    this.fake.place(places.now, view.count);
    this.setArrows(view.count, places.now, pushes.now, colours, shown.arrows);
    this.stage.invalidate();
  }

  private setHeat(
    grid: HeatGrid,
    scores: Float32Array,
    range: ScoreRange,
    colours: SideColours,
    shown: Readonly<Record<LayerName, boolean>>,
  ): void {
    if (shown.heat) this.heat.set(grid, scoreTints(scores, range, colours));
    else this.heat.hide();
    this.boundary = shown.boundary ? levelLine(grid, scores, range.middle) : new Float32Array(0);
  }

  private setArrows(
    count: number,
    places: Float32Array,
    pushes: Float32Array,
    colours: SideColours,
    shown: boolean,
  ): void {
    if (!shown) {
      this.arrows.hide();
      return;
    }
    const stride = Math.max(1, Math.ceil(count / ARROWS));
    const many = Math.ceil(count / stride);
    const scale = arrowScale(pushes, 2, LONG_ARROW / this.stage.view.scale);
    const origins = new Float32Array(2 * many);
    const vectors = new Float32Array(2 * many);
    for (let i = 0; i < many; i++) {
      const from = 2 * i * stride;
      origins[2 * i] = places[from];
      origins[2 * i + 1] = places[from + 1];
      vectors[2 * i] = pushes[from] * scale;
      vectors[2 * i + 1] = pushes[from + 1] * scale;
    }
    if (this.arrowTints.length !== 4 * many || this.tinted !== colours) {
      this.arrowTints = evenTints(many, colours.fake, 0.75);
      this.tinted = colours;
    }
    this.arrows.set(origins, vectors, this.arrowTints, many);
  }

  private readonly drawBoundary: Sketch = (context, view, size, theme) => {
    context.strokeStyle = cssColour(theme.text, 0.55);
    context.lineWidth = 1;
    context.setLineDash([]);
    context.beginPath();
    const { boundary } = this;
    for (let k = 0; k < boundary.length; k += 4) {
      context.moveTo(...worldToScreen(view, size, boundary[k], boundary[k + 1]));
      context.lineTo(...worldToScreen(view, size, boundary[k + 2], boundary[k + 3]));
    }
    context.stroke();
  };
}

const sameNumbers = (a: Float32Array, b: Float32Array): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);

const sameCells = (a: HeatGrid, b: HeatGrid): boolean =>
  a.columns === b.columns &&
  a.rows === b.rows &&
  a.extent.minX === b.extent.minX &&
  a.extent.maxX === b.extent.maxX &&
  a.extent.minY === b.extent.minY &&
  a.extent.maxY === b.extent.maxY;

type Box = ReturnType<typeof unionExtent>;

/** A box, cut where it reaches farther from another one than half of that one's size. */
function limited(box: Box, around: Box): Box {
  const reachX = (around.maxX - around.minX) / 2;
  const reachY = (around.maxY - around.minY) / 2;
  return {
    minX: Math.max(box.minX, around.minX - reachX),
    maxX: Math.min(box.maxX, around.maxX + reachX),
    minY: Math.max(box.minY, around.minY - reachY),
    maxY: Math.min(box.maxY, around.maxY + reachY),
  };
}
