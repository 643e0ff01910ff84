import { PointsLayer } from './points-layer';
import { easeOut, type PlaneStage } from './stage';

const GLIDE = 280;

/** Points that glide to their new places, in the stage's own loop, which stops when they have arrived. */
export class GlidingPoints {
  readonly layer: PointsLayer;
  private start: number | null = null;

  constructor(private readonly stage: PlaneStage) {
    this.layer = stage.add(new PointsLayer());
  }

  /** Shows points (row-major x, y). With `atOnce` they do not glide, and the first `kept` of them are there already. */
  show(points: Float32Array, count: number, atOnce: boolean, kept = 0): void {
    if (atOnce) this.layer.place(points, count, kept);
    else this.layer.moveTo(points, count);
    this.stage.invalidate();
    if (this.layer.glide === 1) return;
    const running = this.start !== null;
    this.start = performance.now();
    if (!running) this.stage.animate(this.step);
  }

  private readonly step = (now: number): boolean => {
    const share = Math.min(1, Math.max(0, now - (this.start ?? now)) / GLIDE);
    this.layer.glide = easeOut(share);
    if (share === 1) this.start = null;
    return share < 1;
  };
}
