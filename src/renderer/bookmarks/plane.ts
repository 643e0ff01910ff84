import { z } from 'zod';
import { reducedMotion } from '../lenses/hooks/use-media';
import type { PlaneStage } from '../lenses/plane/stage';
import { onStage, stagesOf } from '../lenses/plane/stages';
import { fitView } from '../lenses/plane/transform';
import type { ViewRecord } from './registry';

/** The part of the world that is in the middle of a plane: half its width and height, so that planes of another size show it too. */
const placeSchema = z.object({
  x: z.number(),
  y: z.number(),
  halfWidth: z.number().positive(),
  halfHeight: z.number().positive(),
});
type Place = z.infer<typeof placeSchema>;

/** How long a lens that comes to the front may take to have a plane, in milliseconds. */
const PATIENCE = 5_000;

const placeOf = ({ view, extent }: PlaneStage): Place => ({
  x: view.x,
  y: view.y,
  halfWidth: extent.width / 2 / view.scale,
  halfHeight: extent.height / 2 / view.scale,
});

/** Where the first plane of a lens looks; null while it shows everything by itself. */
export function readPlane(lens: string): ViewRecord[string] {
  const stage = stagesOf(lens)[0]?.stage;
  return stage && stage.extent.width > 0 && !stage.framing.follows ? placeOf(stage) : null;
}

let waiting: (() => void) | null = null;

/** Brings the planes of a lens to a place, also those that are not on the page yet. False where it is none. */
export function showPlane(lens: string, value: unknown): boolean {
  waiting?.();
  const place = value === null || value === undefined ? null : placeSchema.safeParse(value);
  if (place && !place.success) return false;
  const go = (stage: PlaneStage) => moveTo(stage, place?.data ?? null);
  for (const { stage } of stagesOf(lens)) go(stage);
  // The lens may come to the front only now, or come anew with what else the bookmark says.
  const stop = onStage(({ name, stage }) => {
    if (name.startsWith(`${lens}.`)) go(stage);
  });
  const timer = setTimeout(() => waiting?.(), PATIENCE);
  waiting = () => {
    stop();
    clearTimeout(timer);
    waiting = null;
  };
  return true;
}

function moveTo(stage: PlaneStage, place: Place | null): void {
  if (!place) {
    stage.framing.fit(reducedMotion());
    return;
  }
  stage.framing.byHand();
  const go = (atOnce: boolean) => {
    const { x, y, halfWidth, halfHeight } = place;
    const extent = { minX: x - halfWidth, maxX: x + halfWidth, minY: y - halfHeight, maxY: y + halfHeight };
    stage.glideTo(fitView(extent, stage.extent, 0), atOnce);
  };
  if (stage.extent.width > 0) {
    go(reducedMotion());
    return;
  }
  const stop = stage.onView(() => {
    if (stage.extent.width === 0) return;
    stop();
    go(true);
  });
}
