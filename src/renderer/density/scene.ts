import { levelLine } from '../adversarial/boundary';
import { sideColours } from '../adversarial/colours';
import { cssColour } from '../lenses/colour/rgb';
import type { Theme } from '../lenses/colour/theme';
import { evenTints } from '../lenses/colour/tints';
import { drawHairlines, drawNumbers } from '../lenses/plane/axes';
import { type HeatGrid, HeatLayer } from '../lenses/plane/heat-layer';
import { PointsLayer, pointSize } from '../lenses/plane/points-layer';
import type { PlaneStage, Sketch } from '../lenses/plane/stage';
import { type Point, worldToScreen } from '../lenses/plane/transform';
import { densityTints } from './colours';
import { type ColourRange, massLevels, type Reading } from './reading';
import type { DensityLayer } from './view';

/** Shares of the probability that the lines hold, from the inside out. */
export const SHARES = [0.5, 0.8, 0.95] as const;
/** CSS pixels of an arm of the cursor's cross. */
const ARM = 9;

/** What the plane of the density lens draws. */
export interface DensityPicture {
  grid: HeatGrid;
  reading: Reading;
  range: ColourRange;
}

export class DensityScene {
  private readonly heat: HeatLayer;
  private readonly data: PointsLayer;
  private readonly samples: PointsLayer;
  private picture: DensityPicture | null = null;
  private theme: Theme | null = null;
  private shown: Readonly<Record<DensityLayer, boolean>> | null = null;
  private lines: readonly Float32Array[] = [];
  private cursor: Point | null = null;

  constructor(private readonly stage: PlaneStage) {
    this.heat = stage.add(new HeatLayer());
    this.data = stage.add(new PointsLayer());
    this.samples = stage.add(new PointsLayer('diamond'));
    this.data.object.visible = false;
    this.samples.object.visible = false;
    stage.setSketches(drawHairlines, this.drawOver);
  }

  /** Colours and layers that are switched on. */
  look(theme: Theme, shown: Readonly<Record<DensityLayer, boolean>>): void {
    this.theme = theme;
    this.shown = shown;
    this.redraw();
  }

  show(picture: DensityPicture | null): void {
    this.picture = picture;
    this.redraw();
  }

  /** Held-out points and drawn ones (row-major x, y); null takes them away. */
  place(data: Float32Array | null, samples: Float32Array | null): void {
    for (const [layer, points, factor] of [
      [this.data, data, 1],
      [this.samples, samples, 1.3],
    ] as const) {
      const count = (points?.length ?? 0) / 2;
      layer.size = factor * pointSize(Math.max(1, count), this.stage.extent);
      layer.place(points ?? new Float32Array(0), count);
    }
    this.stage.invalidate();
  }

  /** The place that is read, marked by a cross; null for none. */
  mark(cursor: Point | null): void {
    this.cursor = cursor;
    this.stage.invalidate();
  }

  dispose(): void {
    this.stage.setSketches(null, null);
    for (const layer of [this.heat, this.data, this.samples]) this.stage.remove(layer);
  }

  private redraw(): void {
    const { picture, theme, shown } = this;
    if (!theme || !shown) return;
    const { real, fake } = sideColours(theme.light);
    this.data.colour(evenTints(MOST_POINTS, real, 0.9));
    this.samples.colour(evenTints(MOST_POINTS, fake, 0.95));
    this.data.object.visible = shown.data;
    this.samples.object.visible = shown.samples;
    if (picture && shown.heat)
      this.heat.set(picture.grid, densityTints(picture.reading.logProb, picture.range, theme.light));
    else this.heat.hide();
    this.lines = picture && shown.contours ? linesOf(picture) : [];
    this.stage.invalidate();
  }

  private readonly drawOver: Sketch = (context, view, size, theme) => {
    context.setLineDash([]);
    drawNumbers(context, view, size, theme);
    for (const [i, line] of this.lines.entries()) {
      context.strokeStyle = cssColour(theme.text, 0.85 - 0.2 * i);
      context.lineWidth = i === 0 ? 1.6 : 1;
      context.beginPath();
      for (let k = 0; k < line.length; k += 4) {
        context.moveTo(...worldToScreen(view, size, line[k], line[k + 1]));
        context.lineTo(...worldToScreen(view, size, line[k + 2], line[k + 3]));
      }
      context.stroke();
    }
    if (!this.cursor) return;
    const [left, top] = worldToScreen(view, size, ...this.cursor);
    context.strokeStyle = cssColour(theme.text);
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(left - ARM, top);
    context.lineTo(left + ARM, top);
    context.moveTo(left, top - ARM);
    context.lineTo(left, top + ARM);
    context.stroke();
  };
}

const MOST_POINTS = 2_000;

/** In densities, of which differences along a line are even; logarithms fall steeply where there is nothing. */
function linesOf({ grid, reading }: DensityPicture): Float32Array[] {
  const { highest, logProb } = reading;
  const relative = logProb.map((value) => Math.exp(value - highest));
  return massLevels(logProb, SHARES).map((level) => levelLine(grid, relative, level / Math.exp(highest)));
}
