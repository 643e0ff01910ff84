import { OrthographicCamera, Scene, WebGLRenderer } from 'three';
import type { Theme } from '../colour/theme';
import { Framing } from './framing';
import type { Layer } from './layer';
import { mixViews, type PlaneView, type Size } from './transform';

/** Draws lines and words of the plane (axes, circles, names) with the 2-D canvas that lies under or over the marks. */
export type Sketch = (context: CanvasRenderingContext2D, view: PlaneView, size: Size, theme: Theme) => void;

export interface StageCanvases {
  under: HTMLCanvasElement;
  marks: HTMLCanvasElement;
  over: HTMLCanvasElement;
}

/** What a picture of a plane is made from. */
export interface StageParts {
  view: PlaneView;
  size: Size;
  theme: Theme;
  under: Sketch | null;
  over: Sketch | null;
  /** In the order in which they lie over each other. */
  layers: readonly Layer[];
  /** Draws the marks at another scale and hands over their canvas; then they are again as they were. Null without WebGL. */
  marksAt: ((pixelRatio: number, take: (marks: HTMLCanvasElement) => void) => void) | null;
}

export type StageStatus = 'ready' | 'lost' | 'unsupported';

const VIEW_GLIDE = 260;
/** Scales that differ by less than this share look the same. */
const SAME_SCALE = 0.02;

/**
 * A plane that can be panned and zoomed: marks in WebGL between two 2-D canvases. It draws only when something has changed,
 * in one animation loop that stops by itself.
 */
export class PlaneStage {
  view: PlaneView = { x: 0, y: 0, scale: 100 };
  readonly framing = new Framing(this);
  private size: Size = { width: 0, height: 0 };
  private pixelRatio = 1;
  private visible = true;
  private frame = 0;
  private readonly scene = new Scene();
  private readonly camera = new OrthographicCamera();
  private renderer: WebGLRenderer | null = null;
  private readonly layers = new Set<Layer>();
  private readonly animations = new Set<(now: number) => boolean>();
  private readonly viewListeners = new Set<() => void>();
  private viewGlide: ((now: number) => boolean) | null = null;
  private under: Sketch | null = null;
  private over: Sketch | null = null;

  constructor(
    private readonly canvases: StageCanvases,
    private theme: Theme,
    private readonly onStatus: (status: StageStatus) => void,
  ) {
    this.camera.position.z = 1;
    this.camera.near = 0;
    this.camera.far = 2;
    try {
      this.renderer = new WebGLRenderer({
        canvas: canvases.marks,
        antialias: true,
        alpha: true,
        depth: false,
        stencil: false,
        powerPreference: 'low-power',
      });
      // Layers lie over each other in the order in which they were added.
      this.renderer.sortObjects = false;
      this.renderer.setClearColor(0, 0);
      canvases.marks.addEventListener('webglcontextlost', this.onLost);
      canvases.marks.addEventListener('webglcontextrestored', this.onRestored);
      onStatus('ready');
    } catch {
      // three throws when the browser gives no WebGL 2 context; the words and controls around the plane still work.
      onStatus('unsupported');
    }
  }

  add<L extends Layer>(layer: L): L {
    this.layers.add(layer);
    this.scene.add(layer.object);
    return layer;
  }

  /** Takes a layer away and frees what it holds. */
  remove(layer: Layer): void {
    this.layers.delete(layer);
    this.scene.remove(layer.object);
    layer.dispose();
    this.invalidate();
  }

  setSketches(under: Sketch | null, over: Sketch | null): void {
    this.under = under;
    this.over = over;
    this.invalidate();
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.invalidate();
  }

  get extent(): Size {
    return this.size;
  }

  /** What a picture of what is seen now is made from, for exports. */
  get parts(): StageParts {
    const { view, size, theme, under, over } = this;
    return { view, size, theme, under, over, layers: [...this.layers], marksAt: this.renderer && this.marksAt };
  }

  resize(size: Size, pixelRatio: number): void {
    this.size = size;
    this.pixelRatio = pixelRatio;
    if (size.width === 0 || size.height === 0) return;
    this.renderer?.setPixelRatio(pixelRatio);
    this.renderer?.setSize(size.width, size.height, false);
    for (const canvas of [this.canvases.under, this.canvases.over]) {
      canvas.width = Math.round(size.width * pixelRatio);
      canvas.height = Math.round(size.height * pixelRatio);
    }
    this.framing.resized();
    for (const listener of this.viewListeners) listener();
    // Sizing clears the canvases, so draw at once rather than show an empty frame.
    if (this.visible) this.draw();
  }

  /** Hidden stages neither draw nor animate; what changed meanwhile is drawn when they come back. */
  setVisible(visible: boolean): void {
    if (visible === this.visible) return;
    this.visible = visible;
    if (visible) this.invalidate();
    else cancelAnimationFrame(this.frame);
    if (!visible) this.frame = 0;
  }

  setView(view: PlaneView): void {
    this.viewGlide = null;
    this.applyView(view);
  }

  /** Moves to a view over a quarter of a second, or at once where motion is not wanted. */
  glideTo(view: PlaneView, atOnce: boolean): void {
    if (atOnce) {
      this.setView(view);
      return;
    }
    const from = this.view;
    const start = performance.now();
    const glide = (now: number): boolean => {
      if (this.viewGlide !== glide) return false;
      const share = Math.min(1, Math.max(0, now - start) / VIEW_GLIDE);
      this.applyView(share === 1 ? view : mixViews(from, view, easeOut(share)));
      return share < 1;
    };
    this.viewGlide = glide;
    this.animate(glide);
  }

  readonly onView = (listener: () => void): (() => void) => {
    this.viewListeners.add(listener);
    return () => this.viewListeners.delete(listener);
  };
  readonly currentView = (): PlaneView => this.view;

  /** Runs `step` before every frame until it gives false. */
  animate(step: (now: number) => boolean): void {
    this.animations.add(step);
    this.invalidate();
  }

  invalidate(): void {
    if (this.frame || !this.visible || this.size.width === 0) return;
    this.frame = requestAnimationFrame(this.onFrame);
  }

  dispose(): void {
    cancelAnimationFrame(this.frame);
    this.visible = false;
    for (const layer of this.layers) layer.dispose();
    const { marks } = this.canvases;
    marks.removeEventListener('webglcontextlost', this.onLost);
    marks.removeEventListener('webglcontextrestored', this.onRestored);
    const renderer = this.renderer;
    renderer?.dispose();
    // A page may hold only a few contexts: give this one back unless the same canvas is put to use again at once.
    const context = renderer?.getContext();
    setTimeout(() => {
      if (!marks.isConnected && !context?.isContextLost()) context?.getExtension('WEBGL_lose_context')?.loseContext();
    }, 0);
  }

  private applyView(view: PlaneView): void {
    this.view = view;
    for (const listener of this.viewListeners) listener();
    this.invalidate();
  }

  private readonly marksAt = (pixelRatio: number, take: (marks: HTMLCanvasElement) => void): void => {
    // At nearly the scale of the screen there is nothing to be gained by other buffers, which cost as much as drawing.
    if (Math.abs(pixelRatio / this.pixelRatio - 1) < SAME_SCALE) {
      this.drawMarks(this.pixelRatio);
      take(this.canvases.marks);
      return;
    }
    this.renderer?.setPixelRatio(pixelRatio);
    this.drawMarks(pixelRatio);
    try {
      take(this.canvases.marks);
    } finally {
      this.renderer?.setPixelRatio(this.pixelRatio);
      this.drawMarks(this.pixelRatio);
    }
  };

  private readonly onLost = (event: Event): void => {
    event.preventDefault(); // asks for the context back
    this.onStatus('lost');
  };
  private readonly onRestored = (): void => {
    this.onStatus('ready');
    this.invalidate();
  };

  private readonly onFrame = (now: number): void => {
    this.frame = 0;
    for (const step of [...this.animations]) if (!step(now)) this.animations.delete(step);
    this.draw();
    if (this.animations.size > 0) this.invalidate();
  };

  private draw(): void {
    this.sketch(this.canvases.under, this.under);
    this.sketch(this.canvases.over, this.over);
    this.drawMarks(this.pixelRatio);
  }

  private drawMarks(pixelRatio: number): void {
    const { view, size } = this;
    if (!this.renderer) return;
    const halfX = size.width / 2 / view.scale;
    const halfY = size.height / 2 / view.scale;
    Object.assign(this.camera, {
      left: view.x - halfX,
      right: view.x + halfX,
      top: view.y + halfY,
      bottom: view.y - halfY,
    });
    this.camera.updateProjectionMatrix();
    for (const layer of this.layers) layer.prepare?.({ pixelRatio, scale: view.scale });
    this.renderer.render(this.scene, this.camera);
  }

  private sketch(canvas: HTMLCanvasElement, sketch: Sketch | null): void {
    const context = canvas.getContext('2d');
    if (!context) return;
    context.setTransform(this.pixelRatio, 0, 0, this.pixelRatio, 0, 0);
    context.clearRect(0, 0, this.size.width, this.size.height);
    sketch?.(context, this.view, this.size, this.theme);
  }
}

export const easeOut = (share: number): number => 1 - (1 - share) ** 3;
