import type { Theme } from '../lenses/colour/theme';
import { evenTints } from '../lenses/colour/tints';
import { drawAxes } from '../lenses/plane/axes';
import { robustExtent } from '../lenses/plane/extent';
import { GlidingPoints } from '../lenses/plane/gliding-points';
import { PointsLayer } from '../lenses/plane/points-layer';
import type { PlaneStage } from '../lenses/plane/stage';

/** Samples over data, both as points. */
export class PointsScene {
  private readonly data: PointsLayer;
  private readonly samples: GlidingPoints;

  constructor(private readonly stage: PlaneStage) {
    this.data = stage.add(new PointsLayer());
    this.data.size = 3;
    this.samples = new GlidingPoints(stage);
    this.samples.layer.size = 3.2;
    stage.setSketches(drawAxes, null);
  }

  setData(points: Float32Array, count: number, theme: Theme): void {
    const extent = robustExtent(points, count);
    if (extent) this.stage.framing.show(extent, true);
    this.data.place(points, count);
    this.data.colour(evenTints(count, theme.data, 0.55));
    this.stage.invalidate();
  }

  setSamples(points: Float32Array, count: number, theme: Theme, atOnce: boolean): void {
    this.samples.show(points, count, atOnce);
    this.samples.layer.colour(evenTints(count, theme.accent, 0.85));
  }

  dispose(): void {
    this.stage.setSketches(null, null);
    this.stage.remove(this.data);
    this.stage.remove(this.samples.layer);
  }
}
