import { WebGLRenderer } from 'three';
import type { StageStatus } from '../../lenses/plane/stage';

/** The graphics of a room's canvas, from the first to the last drawing; survives a context that is lost and given back. */
export class RoomGraphics {
  /** Null where the browser gives no WebGL 2 context. */
  readonly renderer: WebGLRenderer | null;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly onStatus: (status: StageStatus) => void,
    /** Everything is to be drawn anew. */
    private readonly onBack: () => void,
  ) {
    this.renderer = this.make();
  }

  private make(): WebGLRenderer | null {
    const { canvas } = this;
    try {
      const renderer = new WebGLRenderer({ canvas, antialias: true, alpha: true, powerPreference: 'low-power' });
      renderer.setClearColor(0, 0);
      canvas.addEventListener('webglcontextlost', this.onLost);
      canvas.addEventListener('webglcontextrestored', this.onRestored);
      this.onStatus('ready');
      return renderer;
    } catch {
      // three throws when the browser gives no WebGL 2 context.
      this.onStatus('unsupported');
      return null;
    }
  }

  dispose(): void {
    const { canvas, renderer } = this;
    canvas.removeEventListener('webglcontextlost', this.onLost);
    canvas.removeEventListener('webglcontextrestored', this.onRestored);
    renderer?.dispose();
    const context = renderer?.getContext();
    // A page may hold only a few contexts: give this one back unless the same canvas is put to use again at once.
    setTimeout(() => {
      if (!canvas.isConnected && !context?.isContextLost()) context?.getExtension('WEBGL_lose_context')?.loseContext();
    }, 0);
  }

  private readonly onLost = (event: Event): void => {
    event.preventDefault(); // asks for the context back
    this.onStatus('lost');
  };
  private readonly onRestored = (): void => {
    this.onStatus('ready');
    this.onBack();
  };
}
