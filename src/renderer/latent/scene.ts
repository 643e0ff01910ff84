import { cssColour } from '../lenses/colour/rgb';
import { drawAxes, drawCircle, drawWords, NUMBER_FONT } from '../lenses/plane/axes';
import { originExtent, robustExtent, unionExtent } from '../lenses/plane/extent';
import { GlidingPoints } from '../lenses/plane/gliding-points';
import { pointSize } from '../lenses/plane/points-layer';
import type { PlaneStage, Sketch } from '../lenses/plane/stage';
import { type TileSheet, TilesLayer } from '../lenses/plane/tiles-layer';
import { type Point, worldToScreen } from '../lenses/plane/transform';
import type { ClassSummary } from './classes';

/** The prior's 2-sigma circle and a little more are always inside the fitted view. */
const PRIOR_REACH = 2.15;
/** CSS pixels that the names of two classes keep between them. */
const NAME_ROOM = 16;
const CIRCLE_NAMES: readonly [number, string][] = [
  [1, '1σ'],
  [2, 'prior 2σ'],
];

/** What the latent lens draws: tiles, points, axes, circles of the prior, names of the classes, the line of interpolation. */
export class LatentScene {
  private readonly tiles: TilesLayer;
  private readonly points: GlidingPoints;
  private names: { text: string; x: number; y: number }[] = [];
  private path: Float32Array | null = null;

  constructor(private readonly stage: PlaneStage) {
    this.tiles = stage.add(new TilesLayer());
    this.points = new GlidingPoints(stage);
    stage.setSketches(this.under, this.over);
    stage.framing.show(originExtent(PRIOR_REACH), true);
  }

  /** Row-major x, y. Points that were there before glide to their new places unless `atOnce`. */
  setPoints(points: Float32Array, count: number, atOnce: boolean): void {
    const bulk = robustExtent(points, count);
    const prior = originExtent(PRIOR_REACH);
    this.stage.framing.show(bulk ? unionExtent(bulk, prior) : prior, atOnce);
    this.points.layer.size = pointSize(count, this.stage.extent);
    this.points.show(points, count, atOnce);
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

  /** Points of the interpolation path (row-major x, y), or null. */
  setPath(path: Float32Array | null): void {
    this.path = path;
    this.stage.invalidate();
  }

  dispose(): void {
    this.stage.setSketches(null, null);
    this.stage.remove(this.tiles);
    this.stage.remove(this.points.layer);
  }

  private readonly under: Sketch = (context, view, size, theme) => {
    drawAxes(context, view, size, theme);
    const colour = cssColour(theme.latent, 0.8);
    drawCircle(context, view, size, 1, colour);
    drawCircle(context, view, size, 2, colour);
  };

  private readonly over: Sketch = (context, view, size, theme) => {
    const halo = cssColour(theme.panel, 0.85);
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.font = NUMBER_FONT;
    for (const [radius, text] of CIRCLE_NAMES) {
      const at = worldToScreen(view, size, radius * Math.SQRT1_2, -radius * Math.SQRT1_2);
      drawWords(context, text, [at[0] + 8, at[1] + 9], cssColour(theme.latent), halo);
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
    if (!this.path) return;
    const count = this.path.length / 2;
    const place = (i: number) => worldToScreen(view, size, this.path![2 * i], this.path![2 * i + 1]);
    context.lineWidth = 1.75;
    context.strokeStyle = cssColour(theme.accent);
    context.beginPath();
    for (let i = 0; i < count; i++) context.lineTo(...place(i));
    context.stroke();
    context.fillStyle = cssColour(theme.accent);
    for (let i = 1; i < count - 1; i++) {
      context.beginPath();
      context.arc(...place(i), 3, 0, 2 * Math.PI);
      context.fill();
    }
  };
}
