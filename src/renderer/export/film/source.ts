import type { Rgb } from '../../lenses/colour/rgb';
import { exportOf } from '../registry';
import { paintOnto } from '../still';
import type { Film, FrameSource, Picture } from '../types';

/** Encoders want even sizes. */
const even = (value: number): number => Math.max(2, 2 * Math.round(value / 2));

/** Height of a film of a width, in whole even pixels. */
export const filmHeight = ({ size }: Picture, width: number): number => even((width * size.height) / size.width);

/** Number of frames: as many as the rate asks for, but none twice. */
export const filmFrames = (film: Pick<Film, 'stops'>, seconds: number, rate: number): number =>
  Math.max(2, Math.min(Math.round(seconds * rate), film.stops ?? Number.POSITIVE_INFINITY));

/** The frames of a film of a lens, `width` pixels wide. Throws with a sentence when the lens has gone. */
export function frameSource(
  lens: string,
  film: Film,
  { width: asked, frames, ground }: { width: number; frames: number; ground: Rgb },
): FrameSource {
  const pictureNow = (): Picture => {
    const picture = exportOf(lens).picture();
    if (!picture) throw new Error('The lens is no longer on the screen; open it and export again.');
    return picture;
  };
  const first = pictureNow();
  const width = even(asked);
  return {
    frames,
    width,
    height: filmHeight(first, width),
    async draw(k, canvas) {
      await film.turnTo(k / (frames - 1));
      const picture = pictureNow();
      // The window may have been resized meanwhile: every frame fills the film's width.
      paintOnto(canvas, picture, width / picture.size.width, ground);
    },
  };
}
