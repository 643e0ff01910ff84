import { cssColour } from '../lenses/colour/rgb';
import { drawAxes, drawCircle, drawWords, NUMBER_FONT } from '../lenses/plane/axes';
import { originExtent, robustExtent, unionExtent } from '../lenses/plane/extent';
import { GlidingPoints } from '../lenses/plane/gliding-points';
import { crowdLook } from '../lenses/plane/points-layer';
import type { PlaneStage, Sketch } from '../lenses/plane/stage';
import { type TileSheet, TilesLayer } from '../lenses/plane/tiles-layer';
import { fitView, type PlaneView, type Point, type Size, worldToScreen } from '../lenses/plane/transform';
import type { ClassSummary } from './classes';
import type { Contour } from './density/density';
import { type DensityPaths, densityPaths, drawDensity } from './density/draw-density';

/** The prior's 2-sigma circle and a little more are always inside the fitted view. */
const PRIOR_REACH = 2.15;
/** More points than this go to their new places at once. */
const MOST_GLIDING = 200_000;
/** CSS pixels that the names of two classes keep between them. */
const NAME_ROOM = 16;
/** CSS pixels beyond which a name of a class no longer counts. */
const NAMES_APART = 60;
/** Where a circle of the prior may have its name. */
const DIAGONALS = [
  [1, -1],
  [-1, -1],
  [-1, 1],
  [1, 1],
] as const;
const CIRCLE_NAMES: readonly [number, string][] = [
  [1, '1σ'],
  // Not called the prior: an autoencoder has none, and one level of several may have another.
  [2, '2σ of N(0, I)'],
];

/** What the latent lens draws: tiles, points, axes, circles of the prior, names of the classes, the line of interpolation. */
export class LatentScene {
  private readonly tiles: TilesLayer;
  private readonly points: GlidingPoints;
  private readonly sprites: TilesLayer;
  private prior = true;
  private density: { paths: DensityPaths[]; filled: boolean } | null = null;
  private names: { text: string; x: number; y: number }[] = [];

  constructor(private readonly stage: PlaneStage) {
    this.tiles = stage.add(new TilesLayer());
    this.points = new GlidingPoints(stage);
    this.sprites = stage.add(new TilesLayer());
    stage.setSketches(this.under, this.over);
    stage.framing.show(originExtent(PRIOR_REACH), true);
  }

  /**
   * Row-major x, y. Points that were there before glide to their new places unless `atOnce`, or unless they are a crowd; the
   * first `kept` are where they were.
   */
  setPoints(points: Float32Array, count: number, atOnce: boolean, kept = 0): void {
    const bulk = robustExtent(points, count);
    const prior = originExtent(PRIOR_REACH);
    const shown = !this.prior && bulk ? bulk : bulk ? unionExtent(bulk, prior) : prior;
    this.stage.framing.show(shown, atOnce);
    const { extent } = this.stage;
    const fitted = fitView(shown, extent, 0).scale;
    this.points.layer.look = crowdLook(count, extent, fitted);
    this.points.show(points, count, atOnce || count > MOST_GLIDING, kept);
  }

  /** Whether the circles of the prior stand for what they say. */
  setPrior(shown: boolean): void {
    this.prior = shown;
    this.stage.invalidate();
  }

  setPointsShown(shown: boolean): void {
    this.points.layer.object.visible = shown;
    this.stage.invalidate();
  }

  setDensity(contours: readonly Contour[] | null, filled: boolean): void {
    this.density = contours && { paths: densityPaths(contours), filled };
    this.stage.invalidate();
  }

  setSprites(sheet: TileSheet | null): void {
    if (sheet) this.sprites.set(sheet);
    else this.sprites.hide();
    this.stage.invalidate();
  }

  setTints(rgba: Uint8Array): void {
    this.points.layer.colour(rgba);
    this.stage.invalidate();
  }

  setTiles(sheet: TileSheet | null): void {
    if (sheet) this.tiles.set(sheet);
    else this.tiles.hide();
    this.stage.invalidate();
  }

  setNames(classes: readonly ClassSummary[], name: (label: number) => string): void {
    this.names = classes.map(({ label, x, y }) => ({ text: name(label), x, y }));
    this.stage.invalidate();
  }

  dispose(): void {
    this.stage.setSketches(null, null);
    this.stage.remove(this.tiles);
    this.stage.remove(this.sprites);
    this.stage.remove(this.points.layer);
  }

  /** Areas would hide the points, and lines would cross out pictures. */
  private get densityBelow(): boolean {
    return this.density?.filled === true || this.sprites.object.visible;
  }

  /** Beside a circle of the prior, in the direction in which it is farthest from the names of the classes. */
  private circleNamePlace(radius: number, view: PlaneView, size: Size): Point {
    const names = this.names.map(({ x, y }) => worldToScreen(view, size, x, y));
    const places = DIAGONALS.map(([right, up]): Point => {
      const [left, top] = worldToScreen(view, size, radius * right * Math.SQRT1_2, radius * up * Math.SQRT1_2);
      return [left + 12 * right, top - 10 * up];
    });
    const room = places.map((at) =>
      Math.min(NAMES_APART, ...names.map((other) => Math.hypot(other[0] - at[0], other[1] - at[1]))),
    );
    return places[room.indexOf(Math.max(...room))];
  }

  private readonly under: Sketch = (context, view, size, theme) => {
    if (this.density && this.densityBelow)
      drawDensity(context, view, size, theme, this.density.paths, this.density.filled);
    drawAxes(context, view, size, theme);
    if (!this.tiles.object.visible) this.drawPrior(context, view, size, theme);
  };

  private readonly drawPrior: Sketch = (context, view, size, theme) => {
    if (!this.prior) return;
    context.lineWidth = 1;
    for (const [radius] of CIRCLE_NAMES) drawCircle(context, view, size, radius, cssColour(theme.latent, 0.8));
  };

  private readonly over: Sketch = (context, view, size, theme) => {
    // Tiles would hide what their names say.
    if (this.tiles.object.visible) this.drawPrior(context, view, size, theme);
    const halo = cssColour(theme.panel, 0.85);
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    if (this.density && !this.densityBelow) drawDensity(context, view, size, theme, this.density.paths, false);
    context.font = NUMBER_FONT;
    for (const [radius, text] of this.prior ? CIRCLE_NAMES : []) {
      drawWords(context, text, this.circleNamePlace(radius, view, size), cssColour(theme.latent), halo);
    }
    context.font = "600 12px 'Inter Variable', system-ui, sans-serif";
    const taken: Point[] = [];
    for (const { text, x, y } of this.names) {
      const at = worldToScreen(view, size, x, y);
      // Clouds that lie over each other, as before training, would make a heap of names.
      if (taken.some((other) => Math.hypot(other[0] - at[0], other[1] - at[1]) < NAME_ROOM)) continue;
      taken.push(at);
      drawWords(context, text, at, cssColour(theme.text), halo);
    }
  };
}
