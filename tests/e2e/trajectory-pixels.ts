import type { Locator, Page } from '@playwright/test';
import { decode } from 'fast-png';
import type { Picture } from './pixels';

/** The middle of a canvas as it is on the screen, away from what lies in its corners. */
export async function middleOf(page: Page, canvas: Locator): Promise<Picture> {
  const box = await canvas.boundingBox();
  if (!box) throw new Error('The canvas is not on the screen.');
  const clip = {
    x: box.x + 0.2 * box.width,
    y: box.y + 0.15 * box.height,
    width: 0.6 * box.width,
    height: 0.7 * box.height,
  };
  return decode(await page.screenshot({ clip, animations: 'disabled' }));
}

/** How many twelfths of the colour wheel strong colours fill, each with a hundredth of them at least. */
export function hues({ data, channels }: Picture): number {
  const counts = new Array<number>(12).fill(0);
  for (let i = 0; i < data.length; i += channels) {
    const [r, g, b] = [data[i], data[i + 1], data[i + 2]];
    const [low, high] = [Math.min(r, g, b), Math.max(r, g, b)];
    if (high - low < 45) continue;
    let sixth = (r - g) / (high - low) + 4;
    if (high === r) sixth = (g - b) / (high - low);
    else if (high === g) sixth = (b - r) / (high - low) + 2;
    counts[Math.floor(2 * sixth + 12) % 12]++;
  }
  const all = counts.reduce((sum, count) => sum + count, 0);
  return counts.filter((count) => count > 0.01 * all).length;
}

/** Where the middle of everything is that is drawn on a canvas, in its pixels; null where it is empty. */
export const centreOfMarks = (canvas: Locator): Promise<{ x: number; y: number } | null> =>
  canvas.evaluate((element) => {
    if (!(element instanceof HTMLCanvasElement)) return null;
    const { width, height } = element;
    const data = element.getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
    const sum = { x: 0, y: 0, marks: 0 };
    for (let i = 3; i < data.length; i += 4) {
      if (data[i] === 0) continue;
      const pixel = (i - 3) / 4;
      sum.x += pixel % width;
      sum.y += Math.floor(pixel / width);
      sum.marks++;
    }
    return sum.marks === 0 ? null : { x: sum.x / sum.marks, y: sum.y / sum.marks };
  });

/** Grey levels of the pictures on a canvas that shows `rows` rows of pictures of `side` × `side`, row by row. */
export async function tiles(canvas: Locator, side: number, rows: number): Promise<number[][]> {
  return canvas.evaluate(
    (element, { side, rows }) => {
      if (!(element instanceof HTMLCanvasElement)) return [];
      const { width, height } = element;
      const data = element.getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
      // One pixel stands between two pictures.
      const blocks = height / (rows * (side + 1) - 1);
      const columns = Math.round((width / blocks + 1) / (side + 1));
      const at = (place: number) => Math.floor((place + 0.5) * blocks);
      return Array.from({ length: rows * columns }, (_, tile) => {
        const [left, top] = [(tile % columns) * (side + 1), Math.floor(tile / columns) * (side + 1)];
        return Array.from({ length: side * side }, (_, i) => {
          const [x, y] = [at(left + (i % side)), at(top + Math.floor(i / side))];
          return data[4 * (y * width + x)];
        });
      });
    },
    { side, rows },
  );
}

/** Mean distance of the grey levels of two pictures. */
export const apart = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) / a.length;

/** Mean distance of pixels that stand beside each other: high for noise, low for strokes and plain grounds. */
export function roughness(picture: readonly number[], side: number): number {
  const beside = picture.flatMap((value, i) => (i % side === 0 ? [] : [Math.abs(value - picture[i - 1])]));
  return beside.reduce((sum, value) => sum + value, 0) / beside.length;
}
