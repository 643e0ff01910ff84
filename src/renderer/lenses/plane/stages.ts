import type { PlaneStage } from './stage';

/** A plane that is on the page. */
export interface HeldStage {
  /** `latent.canvas`: the lens it belongs to stands before the point. */
  name: string;
  stage: PlaneStage;
  /** The element it fills. */
  frame: HTMLElement;
}

/** Draws a canvas at another scale and hands it over; then it is again as it was. */
export type DrawAt = (pixelRatio: number, take: (canvas: HTMLCanvasElement) => void) => void;

const drawers = new WeakMap<HTMLCanvasElement, DrawAt>();

/** Says how a canvas that forgets what it shows (WebGL) is drawn for a picture. */
export const holdDrawing = (canvas: HTMLCanvasElement, drawAt: DrawAt): void => void drawers.set(canvas, drawAt);

export const drawingOf = (canvas: HTMLCanvasElement): DrawAt | undefined => drawers.get(canvas);

const held = new Set<HeldStage>();
const listeners = new Set<(added: HeldStage) => void>();

/** Makes a plane known to exports and bookmarks. Returns the way to take it back. */
export function holdStage(name: string, stage: PlaneStage, frame: HTMLElement): () => void {
  const entry = { name, stage, frame };
  held.add(entry);
  for (const listener of listeners) listener(entry);
  return () => void held.delete(entry);
}

/** The planes of a lens that are on the page, as they stand there. */
export const stagesOf = (lens: string): HeldStage[] =>
  [...held]
    .filter(({ name }) => name.startsWith(`${lens}.`))
    .sort((a, b) => (a.frame.compareDocumentPosition(b.frame) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));

/** All planes that are on the page. */
export const everyStage = (): HeldStage[] => [...held];

/** Hears of planes that come. Returns the way to stop. */
export function onStage(listener: (added: HeldStage) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
