import { PerspectiveCamera, Scene, Spherical } from 'three';
import { OrbitControls } from 'three/examples/jsm/controls/OrbitControls.js';
import type { Theme } from '../../lenses/colour/theme';
import type { StageStatus } from '../../lenses/plane/stage';
import { type DrawAt, holdDrawing } from '../../lenses/plane/stages';
import type { Size } from '../../lenses/plane/transform';
import type { Layout } from '../layout/layout';
import { type Eye, eyeOf, placeEye, useOrbitEye } from './eye';
import { type Ball, ballAround } from './frame-points';
import { allOnScreen, nearestOnScreen, onScreen } from './pick';
import { PointsCloud } from './points-cloud';
import { RoomGraphics } from './room-graphics';
import { ball, cross, RoomLines } from './room-lines';

const FIELD = 38;
/** Radius that holds the prior's 2-sigma ball. */
const PRIOR_REACH = 2.15;
const POINT = 4.2;
/** CSS pixels of height, and items, for which that is meant: in lower rooms and larger crowds points are smaller. */
const MEANT = { height: 420, items: 4_000 };
const SMALLEST = 0.55;
const KEY_TURN = Math.PI / 24;
const KEY_ZOOM = 1.15;
/** CSS pixels within which a point is picked. */
const PICK = 12;
/** Turns in a minute. */
const ROTATION = 0.75;

/** A room to look into from all sides: points, the axes, and the ball of the prior. It draws only when something has changed. */
export class OrbitStage {
  private readonly scene = new Scene();
  private readonly camera = new PerspectiveCamera(FIELD, 1, 0.01, 1_000);
  private readonly cloud = new PointsCloud();
  private readonly axes = new RoomLines();
  private readonly prior = new RoomLines();
  private readonly controls: OrbitControls;
  private readonly graphics: RoomGraphics;
  private readonly listeners = new Set<() => void>();
  private layout: Layout | null = null;
  private bounds: Ball = { centre: [0, 0, 0], radius: 1 };
  private size: Size = { width: 0, height: 0 };
  private pixelRatio = 1;
  private readonly unfollow: () => void;
  private visible = true;
  private frame = 0;
  /** Where this layout has been turned to; null while everything is looked at. */
  private kept: Eye | null = null;
  /** Whether a hand is turning it. */
  private held = false;
  /** Counts drawings: what lies over the stage follows it. */
  version = 0;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private theme: Theme,
    onStatus: (status: StageStatus) => void,
  ) {
    this.scene.add(this.prior.object, this.axes.object, this.cloud.object);
    this.controls = new OrbitControls(this.camera, canvas);
    this.controls.autoRotateSpeed = ROTATION;
    this.controls.addEventListener('change', this.onTurned);
    this.controls.addEventListener('start', this.onStart);
    this.controls.addEventListener('end', this.onEnd);
    this.unfollow = useOrbitEye.subscribe(({ eye }) => {
      if (eye !== this.kept) this.look();
    });
    this.graphics = new RoomGraphics(canvas, onStatus, this.invalidate);
    holdDrawing(canvas, this.drawAt);
    this.look();
  }

  /** A layout with three dimensions. The eye follows it until somebody turns or zooms. */
  show(layout: Layout): void {
    const other = layout.key !== this.layout?.key;
    // A room that turns by itself goes on from where it is.
    if (this.controls.autoRotate) this.keepEye();
    this.layout = layout;
    this.cloud.place(layout.positions, layout.count);
    this.bounds = ballAround(layout.positions, layout.count, layout.prior ? PRIOR_REACH : null);
    this.axes.set(cross(this.bounds.centre, this.bounds.radius));
    this.prior.set(layout.prior ? [...ball(1), ...ball(2)] : []);
    if (other || (!this.kept && !this.held)) this.look();
  }

  setTints(rgba: Uint8Array): void {
    this.cloud.colour(rgba);
    this.invalidate();
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.invalidate();
  }

  resize(size: Size, pixelRatio: number): void {
    this.size = size;
    this.pixelRatio = pixelRatio;
    if (size.width === 0 || size.height === 0) return;
    this.graphics.renderer?.setPixelRatio(pixelRatio);
    this.graphics.renderer?.setSize(size.width, size.height, false);
    this.camera.aspect = size.width / size.height;
    this.camera.updateProjectionMatrix();
    if (!this.kept) this.look();
    if (this.visible) this.draw();
  }

  setVisible(visible: boolean): void {
    this.visible = visible;
    if (visible) this.invalidate();
    else cancelAnimationFrame(this.frame);
    if (!visible) this.frame = 0;
  }

  /** Turns slowly by itself. */
  rotate(on: boolean): void {
    if (!on && this.controls.autoRotate) this.keepEye();
    this.controls.autoRotate = on;
    this.invalidate();
  }

  /** Looks at everything from where it began. */
  reset(): void {
    useOrbitEye.setState({ eye: null });
    this.look();
  }

  /** Looks from where somebody has turned this layout to, else at everything. */
  private look(): void {
    const { eye } = useOrbitEye.getState();
    this.kept = eye && eye.layout === this.layout?.key ? eye : null;
    placeEye(this.camera, this.controls.target, this.bounds, this.kept);
    this.controls.update();
    this.invalidate();
  }

  /** Remembers where the room has been turned to by hand. */
  private keepEye(): void {
    if (!this.layout) return;
    this.kept = eyeOf(this.camera, this.controls.target, this.bounds, this.layout.key);
    useOrbitEye.setState({ eye: this.kept });
  }

  private readonly onStart = (): void => {
    this.held = true;
  };
  private readonly onEnd = (): void => {
    this.held = false;
    this.keepEye();
  };
  /** Another room with the same layout turns along under the hand. */
  private readonly onTurned = (): void => {
    if (this.held) this.keepEye();
    this.invalidate();
  };

  /** Turns and zooms by keys; true when the key was used. */
  takeKey(key: string): boolean {
    const turn = TURNS[key];
    if (turn) this.turn(turn[0] * KEY_TURN, turn[1] * KEY_TURN, 1);
    else if (key === '+' || key === '=') this.turn(0, 0, 1 / KEY_ZOOM);
    else if (key === '-') this.turn(0, 0, KEY_ZOOM);
    else if (key === 'f' || key === '0') this.reset();
    else return false;
    return true;
  }

  /** Index of the point under (left, top), CSS pixels, or −1. */
  pick(left: number, top: number, radius = PICK): number {
    if (!this.layout) return -1;
    const { positions, count } = this.layout;
    return nearestOnScreen(positions, count, this.matrix(), this.size, left, top, radius);
  }

  /** Where a point is on the screen; null behind the eye. */
  place(index: number): readonly [number, number] | null {
    if (!this.layout || index >= this.layout.count) return null;
    return onScreen(this.layout.positions, index, this.matrix(), this.size);
  }

  /** Where all points are, as `allOnScreen` has them. */
  places(): Float32Array {
    if (!this.layout) return new Float32Array(0);
    return allOnScreen(this.layout.positions, this.layout.count, this.matrix(), this.size);
  }

  /** Where points (row-major x, y, z) of the room are on the screen; null behind the eye. */
  project(points: Float32Array): (readonly [number, number] | null)[] {
    const matrix = this.matrix();
    return Array.from({ length: points.length / 3 }, (_, i) => onScreen(points, i, matrix, this.size));
  }

  /** Whether a drag turns the room. */
  setTurning(turning: boolean): void {
    this.controls.enabled = turning;
  }

  /** Where the end of each axis is on the screen. */
  axisEnds(): (readonly [number, number] | null)[] {
    const { centre, radius } = this.bounds;
    return this.project(Float32Array.from({ length: 9 }, (_, i) => centre[i % 3] + (i % 4 === 0 ? radius : 0)));
  }

  get extent(): Size {
    return this.size;
  }

  readonly onDraw = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  dispose(): void {
    cancelAnimationFrame(this.frame);
    this.visible = false;
    this.controls.dispose();
    this.unfollow();
    for (const part of [this.cloud, this.axes, this.prior]) part.dispose();
    this.graphics.dispose();
  }

  private readonly invalidate = (): void => {
    if (this.frame || !this.visible || this.size.width === 0) return;
    this.frame = requestAnimationFrame(this.onFrame);
  };

  private readonly onFrame = (): void => {
    this.frame = 0;
    this.controls.update();
    this.draw();
    if (this.controls.autoRotate) this.invalidate();
  };

  private readonly drawAt: DrawAt = (pixelRatio, take) => {
    const before = this.pixelRatio;
    const drawWith = (ratio: number): void => {
      this.pixelRatio = ratio;
      this.graphics.renderer?.setPixelRatio(ratio);
      this.draw();
    };
    drawWith(pixelRatio);
    take(this.canvas);
    drawWith(before);
  };

  private draw(): void {
    const { theme, pixelRatio, camera } = this;
    camera.updateMatrixWorld();
    this.cloud.look(this.pointSize() * pixelRatio, camera.position.distanceTo(this.controls.target), theme.panel);
    this.axes.colour(theme.lineStrong, 1);
    this.prior.colour(theme.latent, 0.7);
    this.graphics.renderer?.render(this.scene, camera);
    this.version++;
    for (const listener of this.listeners) listener();
  }

  /** CSS pixels of a point in the middle. */
  private pointSize(): number {
    const low = this.size.height / MEANT.height;
    const crowd = Math.sqrt(MEANT.items / Math.max(1, this.layout?.count ?? 1));
    return POINT * Math.max(SMALLEST, Math.min(1, low)) * Math.max(SMALLEST, Math.min(1, crowd));
  }

  private matrix(): number[] {
    const { camera } = this;
    return camera.projectionMatrix.clone().multiply(camera.matrixWorldInverse).elements;
  }

  private turn(across: number, up: number, zoom: number): void {
    const { target } = this.controls;
    const at = new Spherical().setFromVector3(this.camera.position.clone().sub(target));
    at.theta += across;
    at.phi += up;
    at.radius *= zoom;
    at.makeSafe();
    this.camera.position.setFromSpherical(at).add(target);
    this.controls.update();
    this.keepEye();
    this.invalidate();
  }
}

const TURNS: Readonly<Record<string, readonly [across: number, up: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
