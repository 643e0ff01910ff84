import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { chooseItems, planeBox, shown } from './latent-projects';
import { openDocument, still, trainUntil } from './runs';
import { expect } from './studio';

const TEMPLATE = join(import.meta.dirname, '../../resources/templates/vae-digits.json');

/** How many items `openTrained` shows. */
export const ITEMS = 1_000;

/** Opens "VAE on digits" with twelve latent numbers, trains it a little and has its lenses over the whole window. */
export async function openTrained(app: ElectronApplication, page: Page, userData: string, steps: number) {
  const document = JSON.parse(await readFile(TEMPLATE, 'utf8'));
  document.study.nodes.find((node: { id: string }) => node.id === 'encoder').settings.latent = 12;
  await openDocument({ app, page, userData }, 'wide', JSON.stringify(document));
  await expect(page.getByTestId('node.encoder')).toBeVisible();
  await trainUntil(page, steps);
  await page.getByTestId('lens.tab.latent').click();
  await page.getByTestId('lens.maximise').click();
  await chooseItems(page, 'test', ITEMS);
  await expect.poll(() => shown(page), { timeout: 60_000 }).toBe(ITEMS);
}

/** Opens a menu of the lens, does something in it and closes it again. */
export async function inMenu(page: Page, menu: string, act: () => Promise<unknown>): Promise<void> {
  await page.getByTestId(menu).click();
  await act();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId(menu)).toHaveAttribute('aria-expanded', 'false');
}

/** Canvas of the lines and words that lie under or over the points of a plane. */
export const sketch = (page: Page, which: 'under' | 'over', plane = 'latent.canvas'): Locator =>
  page
    .locator(`canvas[data-testid="${plane}"]`)
    .locator(`xpath=${which === 'under' ? 'preceding' : 'following'}-sibling::div[1]/canvas`);

/** A number as the window writes it. */
export const number = (text: string): number => Number(text.replace('−', '-'));

export interface KnotPlace {
  /** What it says of its place in z. */
  x: number;
  y: number;
  /** CSS pixels in the plane. */
  left: number;
  top: number;
}

export async function knotPlace(page: Page, name: string): Promise<KnotPlace> {
  const knot = page.getByTestId(`latent.path.knot.${name}`);
  const words = (await knot.getAttribute('aria-label')) ?? '';
  const said = / at ([−\d.-]+), ([−\d-]+\.\d+)/.exec(words);
  if (!said) throw new Error(`A knot says nothing of its place: ${words}`);
  const [left, top] = await knot.evaluate(({ style }: HTMLElement) => [style.left, style.top].map(Number.parseFloat));
  return { x: number(said[1]), y: number(said[2]), left, top };
}

/** Where the origin of z stands in the plane, and CSS pixels for one unit, as two knots of a path tell. */
export async function planeScale(page: Page): Promise<{ left: number; top: number; scale: number }> {
  const [a, b] = [await knotPlace(page, 'start'), await knotPlace(page, 'end')];
  const scale = Math.hypot(b.left - a.left, b.top - a.top) / Math.hypot(b.x - a.x, b.y - a.y);
  return { left: a.left - a.x * scale, top: a.top + a.y * scale, scale };
}

export interface ItemPlace {
  item: number;
  /** CSS pixels in the plane. */
  left: number;
  top: number;
}

/** The item that is marked, once the mark rests: what the pointer is over follows it after a moment. */
async function marked(page: Page): Promise<ItemPlace> {
  const near = page.getByTestId('latent.hover.near');
  const halo = page.getByTestId('latent.hover.halo');
  const words = await still(
    async () => `${await near.getAttribute('data-index')} ${await halo.evaluate(({ style }) => style.transform)}`,
  );
  await expect(near).not.toBeEmpty({ timeout: 100 });
  const [left, top] = (words.match(/-?[\d.]+(?=px)/g) ?? []).map(Number);
  return { item: Number(words.split(' ')[0]), left, top };
}

/** Rests the pointer on an item. A window under which things move may think for a moment that the pointer is elsewhere. */
export async function pointAt(page: Page, place: ItemPlace): Promise<void> {
  const { x, y } = await planeBox(page);
  await expect(async () => {
    await page.mouse.move(x + place.left + 2, y + place.top);
    await page.mouse.move(x + place.left, y + place.top);
    expect((await marked(page)).item).toBe(place.item);
  }).toPass({ intervals: [10], timeout: 20_000 });
}

/** Looks for an item from the middle of the plane on, where they are dense, and rests the pointer on it. */
export async function pointAtItem(page: Page): Promise<ItemPlace> {
  const { x, y, width, height } = await planeBox(page);
  let tries = 0;
  let found: ItemPlace = { item: -1, left: 0, top: 0 };
  await expect(async () => {
    const turn = 2.4 * tries;
    const reach = 12 * Math.sqrt(tries++);
    await page.mouse.move(x + width / 2 + reach * Math.cos(turn), y + height / 2 + reach * Math.sin(turn));
    found = await marked(page);
  }).toPass({ intervals: [10], timeout: 30_000 });
  await pointAt(page, found);
  return found;
}
