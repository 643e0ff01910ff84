import { cssColour } from '../lenses/colour/rgb';
import { drawAxes, drawCircle } from '../lenses/plane/axes';
import { originExtent, robustExtent, unionExtent } from '../lenses/plane/extent';
import { GlidingPoints } from '../lenses/plane/gliding-points';
import type { PlaneStage, Sketch } from '../lenses/plane/stage';
import { type TileSheet, TilesLayer } from '../lenses/plane/tiles-layer';
import { worldToScreen } from '../lenses/plane/transform';
import type { ClassSummary } from './classes';

/** The prior's 2-sigma circle and a little more are always inside the fitted view. */
const PRIOR_REACH = 2.15;

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
  }

  /** Row-major x, y. Points that were there before glide to their new places unless `atOnce`. */
  setPoints(points: Float32Array, count: number, atOnce: boolean): void {
    const bulk = robustExtent(points, count);
    const prior = originExtent(PRIOR_REACH);
    this.stage.framing.show(bulk ? unionExtent(bulk, prior) : prior, atOnce);
    this.points.layer.size = count > 6_000 ? 2.6 : count > 2_000 ? 3 : 3.8;
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
    drawCircle(context, view, size, 1, 'prior 1σ', colour);
    drawCircle(context, view, size, 2, '2σ', colour);
  };

  private readonly over: Sketch = (context, view, size, theme) => {
    context.font = "600 12px 'Inter Variable', system-ui, sans-serif";
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.lineJoin = 'round';
    context.lineWidth = 3;
    for (const { text, x, y } of this.names) {
      const [left, top] = worldToScreen(view, size, x, y);
      context.strokeStyle = cssColour(theme.panel, 0.85);
      context.strokeText(text, left, top);
      context.fillStyle = cssColour(theme.text);
      context.fillText(text, left, top);
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
