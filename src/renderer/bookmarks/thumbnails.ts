import { exportOf } from '../export/registry';
import { paintOnto } from '../export/still';
import { currentTheme } from '../lenses/colour/theme';

/** CSS pixels. */
export const THUMBNAIL = { width: 64, height: 40 } as const;

/** Pictures of bookmarks that were kept or visited since the window opened; they are not in the file. */
const pictures = new Map<string, string>();

export const thumbnailOf = (bookmark: string): string | undefined => pictures.get(bookmark);

/** Remembers what a lens looks like now for a bookmark. */
export function keepThumbnail(bookmark: string, lens: string): void {
  const picture = exportOf(lens).picture();
  if (!picture) return;
  const { width, height } = picture.size;
  const scale = (2 * THUMBNAIL.width) / width;
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: 2 * THUMBNAIL.width, height: Math.max(1, Math.round(height * scale)) });
  paintOnto(canvas, picture, scale, currentTheme().panel);
  pictures.set(bookmark, canvas.toDataURL('image/png'));
}
