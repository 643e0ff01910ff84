import type { Locator } from '@playwright/test';
import { decode } from 'fast-png';
import { expect } from './studio';

export type Rgb = readonly [red: number, green: number, blue: number];

/** What stands at a place of the window, pixel by pixel, with whatever lies over it. */
export interface Picture {
  width: number;
  height: number;
  channels: number;
  data: ArrayLike<number>;
}

/** How far each part of a colour may be from what was asked for: points let the ground shine through. */
const ALIKE = 48;
/** Differences that nobody sees. */
const SEEN = 8;

const taken = async (element: Locator): Promise<Picture> => {
  const { width, height, channels, data } = decode(await element.screenshot({ animations: 'disabled' }));
  return { width, height, channels, data };
};

/** The picture of an element once it moves no more. */
export async function resting(element: Locator): Promise<Picture> {
  let before = await taken(element);
  await expect(async () => {
    const now = await taken(element);
    const moved = share(before, now);
    before = now;
    expect(moved).toBe(0);
  }).toPass({ intervals: [150] });
  return before;
}

/** Which part of the pixels differs, from 0 to 1; 1 for pictures of different sizes. */
export function share(one: Picture, other: Picture): number {
  if (one.width !== other.width || one.height !== other.height) return 1;
  let different = 0;
  for (let i = 0; i < one.data.length; i += one.channels)
    if ([0, 1, 2].some((part) => Math.abs(one.data[i + part] - other.data[i + part]) > SEEN)) different++;
  return different / (one.width * one.height);
}

/** How many pixels have about this colour. */
export function painted({ data, channels }: Picture, colour: Rgb): number {
  let count = 0;
  for (let i = 0; i < data.length; i += channels)
    if (colour.every((part, k) => Math.abs(data[i + k] - part) <= ALIKE)) count++;
  return count;
}

/** The ground of an element, as in a legend. */
export async function colourOf(swatch: Locator): Promise<Rgb> {
  const text = await swatch.evaluate((element) => getComputedStyle(element).backgroundColor);
  const [red, green, blue] = (text.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}

/** What a canvas in two dimensions shows, as text that changes with it. */
export const drawn = (canvas: Locator): Promise<string> =>
  canvas.evaluate((element: HTMLCanvasElement) => element.toDataURL());
