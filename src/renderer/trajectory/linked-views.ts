import type { Extent, PlaneView } from '../lenses/plane/transform';

/** What lanes share of a stage. */
export interface LinkedStage {
  readonly view: PlaneView;
  setView(view: PlaneView): void;
  readonly onView: (listener: () => void) => () => void;
  readonly framing: { show(content: Extent, atOnce: boolean): void; fit(atOnce: boolean): void; byHand(): void };
}

/**
 * Keeps the planes of all lanes at the same place and zoom: whoever is moved takes the others along. The first plane frames
 * what all lanes show, and stops doing so when any of them is moved by hand.
 */
export class LinkedViews {
  private readonly stages = new Map<LinkedStage, () => void>();
  private busy = false;
  /** Only the zoom is shared while each lane goes along with its own particle. */
  apart = false;

  add(stage: LinkedStage): () => void {
    const stop = stage.onView(() => this.follow(stage));
    this.stages.set(stage, stop);
    const leader = this.leader;
    if (leader && leader !== stage) this.quietly(() => stage.setView(leader.view));
    return () => {
      stop();
      this.stages.delete(stage);
    };
  }

  /** The plane that frames what is shown. */
  get leader(): LinkedStage | undefined {
    return this.stages.keys().next().value;
  }

  show(content: Extent, atOnce: boolean): void {
    this.leader?.framing.show(content, atOnce);
  }

  fit(atOnce: boolean): void {
    this.leader?.framing.fit(atOnce);
  }

  /** Moves one plane alone. */
  moveAlone(stage: LinkedStage, x: number, y: number): void {
    this.quietly(() => stage.setView({ ...stage.view, x, y }));
  }

  private follow(moved: LinkedStage): void {
    if (this.busy) return;
    const { leader } = this;
    if (moved !== leader && differs(moved.view, leader?.view, this.apart)) leader?.framing.byHand();
    this.quietly(() => {
      for (const stage of this.stages.keys()) {
        if (stage === moved || !differs(moved.view, stage.view, this.apart)) continue;
        stage.setView(this.apart ? { ...stage.view, scale: moved.view.scale } : moved.view);
      }
    });
  }

  private quietly(move: () => void): void {
    this.busy = true;
    move();
    this.busy = false;
  }
}

const differs = (a: PlaneView, b: PlaneView | undefined, apart: boolean): boolean =>
  b !== undefined && (a.scale !== b.scale || (!apart && (a.x !== b.x || a.y !== b.y)));
