import { type Extent, fitView, type PlaneView, type Size, shouldRefit } from './transform';

/** What framing needs of a stage. */
export interface Framed {
  readonly view: PlaneView;
  readonly extent: Size;
  setView(view: PlaneView): void;
  glideTo(view: PlaneView, atOnce: boolean): void;
}

/** CSS pixels left free around what is fitted. */
const PADDING = 22;

/** Keeps what matters in the window until somebody pans or zooms by hand; F (fit) hands the view back. */
export class Framing {
  private following = true;
  private held = false;
  private content: Extent | null = null;

  constructor(private readonly stage: Framed) {}

  /** What is framed, null while nothing is. */
  get shown(): Extent | null {
    return this.content;
  }

  /** Whether the view keeps to what is shown; false once somebody has moved it. */
  get follows(): boolean {
    return this.following;
  }

  /** The box of what is shown has changed. The first box is fitted at once, later ones only when they no longer fit. */
  show(content: Extent, atOnce: boolean): void {
    const first = this.content === null;
    this.content = content;
    if (!this.following || this.held || this.stage.extent.width === 0) return;
    if (first) this.stage.setView(this.fitted(content));
    else if (shouldRefit(this.stage.view, this.stage.extent, content)) this.stage.glideTo(this.fitted(content), atOnce);
  }

  resized(): void {
    if (this.following && this.content) this.stage.setView(this.fitted(this.content));
  }

  /** Leaves the view where it is, whatever comes to be shown. Returns the way back. */
  hold(): () => void {
    this.held = true;
    return () => {
      this.held = false;
    };
  }

  byHand(): void {
    this.following = false;
  }

  fit(atOnce: boolean): void {
    this.following = true;
    if (this.content) this.stage.glideTo(this.fitted(this.content), atOnce);
  }

  private fitted(content: Extent): PlaneView {
    return fitView(content, this.stage.extent, PADDING);
  }
}
