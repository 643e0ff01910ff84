import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { chooseItems, planeBox, shown } from './latent-projects';
import { openDocument, trainUntil } from './runs';
import { expect, test } from './studio';

const TEMPLATE = join(import.meta.dirname, '../../resources/templates/vae-digits.json');
const WIDTH = 12;

/** The chosen layout, with its menu closed again. */
async function lay(page: Page, method: string, dimensions?: '2' | '3'): Promise<void> {
  await page.getByTestId('latent.layout').click();
  await page.getByTestId(`latent.layout.method.${method}`).click();
  if (dimensions) await page.getByTestId(`latent.layout.dimensions.${dimensions}`).click();
  await page.keyboard.press('Escape');
}

const pixels = (page: Page, id: string): Promise<string> =>
  page.locator(`canvas[data-testid="${id}"]`).evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());

test('twelve latent numbers are laid out, turned, walked through and compared', async ({
  app,
  page,
  picture,
  userData,
}) => {
  test.setTimeout(240_000);
  const document = JSON.parse(await readFile(TEMPLATE, 'utf8'));
  document.study.nodes.find((node: { id: string }) => node.id === 'encoder').settings.latent = WIDTH;
  await openDocument({ app, page, userData }, 'wide', JSON.stringify(document));
  await trainUntil(page, 150);
  await page.getByTestId('lens.tab.latent').click();
  await chooseItems(page, 'test', 1_000);
  await expect.poll(() => shown(page), { timeout: 60_000 }).toBe(1_000);

  // Traversal: the page shows some of the twelve numbers with their strips.
  await expect(page.getByTestId('latent.traversal.range')).toContainText(`of ${WIDTH}`);
  const before = await pixels(page, 'latent.traversal');
  await page.locator('[data-testid^="latent.traversal.row."] input').first().focus();
  for (let k = 0; k < 8; k++) await page.keyboard.press('PageUp');
  await expect.poll(() => pixels(page, 'latent.traversal')).not.toBe(before);
  await page.getByTestId('latent.traversal.reset').click();

  // PCA in the plane: a click shows the neighbours in all twelve dimensions, which can be walked by keys.
  await lay(page, 'pca', '2');
  await expect(page.getByText(/PC1 · \d+ % →/)).toBeVisible();
  await expect.poll(() => shown(page), { timeout: 60_000 }).toBe(1_000);
  const box = await planeBox(page);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.getByTestId('latent.canvas').focus();
  await expect(page.getByTestId('latent.hover.halo')).toBeAttached();
  const near = page.getByTestId('latent.neighbours');
  await expect(async () => {
    const x = box.x + box.width * (0.46 + 0.08 * Math.random());
    await page.mouse.click(x, box.y + box.height * (0.46 + 0.08 * Math.random()));
    await expect(near).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(page.getByTestId('latent.neighbour.9')).toBeVisible();
  const item = await near.getAttribute('data-item');
  await page.getByTestId('latent.neighbour.0').focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByTestId('latent.neighbour.1')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(near).not.toHaveAttribute('data-item', item ?? '');
  await picture('latent-neighbours');
  await page.getByTestId('latent.neighbours.close').click();

  // A path with a third knot, played.
  await page.getByTestId('latent.interpolate').click();
  await expect(page.getByTestId('latent.path.knot.end')).toBeVisible();
  await page.getByTestId('latent.path.knot.start').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('latent.path.knot.1')).toBeVisible();
  const strip = await pixels(page, 'latent.strip');
  await page.getByTestId('latent.path.knot.1').focus();
  for (let k = 0; k < 4; k++) await page.keyboard.press('Shift+ArrowUp');
  await expect.poll(() => pixels(page, 'latent.strip')).not.toBe(strip);
  const straight = await pixels(page, 'latent.strip');
  await page.getByTestId('latent.path.settings').click();
  await page.getByTestId('latent.path.kind.0').selectOption('slerp');
  await page.keyboard.press('Escape');
  await expect.poll(() => pixels(page, 'latent.strip')).not.toBe(straight);
  await page.getByTestId('latent.path.play').click();
  await expect(page.getByTestId('latent.path.picture')).toBeVisible();
  await page.getByTestId('latent.path.play').click();
  await page.getByTestId('latent.path.knot.1').focus();
  await page.keyboard.press('Delete');
  await expect(page.getByTestId('latent.path.knot.1')).toHaveCount(0);
  await page.getByTestId('latent.path.remove').click();

  // UMAP settles in a thread when asked; it can be stopped, and done again.
  await lay(page, 'umap');
  await page.getByTestId('latent.layout.compute').click();
  await page.getByTestId('latent.layout.cancel').click();
  await page.getByTestId('latent.layout.compute').click();
  await expect(page.getByTestId('latent.layout.progress')).toHaveCount(0, { timeout: 90_000 });
  await expect(page.getByTestId('latent.layout.status')).toHaveCount(0);
  await expect.poll(() => shown(page)).toBe(1_000);

  // t-SNE likewise.
  await lay(page, 'tsne');
  await page.getByTestId('latent.layout.compute').click();
  await expect(page.getByTestId('latent.layout.progress')).toHaveCount(0, { timeout: 90_000 });
  await expect(page.getByTestId('latent.layout.status')).toHaveCount(0);
  await expect.poll(() => shown(page)).toBe(1_000);

  // The room: turned by keys, decoded under the pointer.
  await lay(page, 'pca', '3');
  const room = page.getByTestId('latent.orbit');
  await expect(room).toBeVisible();
  const space = await room.boundingBox();
  if (!space) throw new Error('The room is not on the screen.');
  await expect(async () => {
    await page.mouse.move(space.x + space.width * (0.4 + 0.2 * Math.random()), space.y + space.height / 2);
    await expect(page.getByTestId('latent.orbit.hover')).toBeVisible({ timeout: 500 });
  }).toPass();
  await room.focus();
  for (let k = 0; k < 5; k++) await page.keyboard.press('ArrowRight');
  await page.getByTestId('latent.interpolate').click();
  await expect(page.getByTestId('latent.orbit.path')).toBeAttached();
  // A box on the screen selects what lies behind it.
  await page.keyboard.down('Shift');
  await page.mouse.move(space.x + space.width * 0.35, space.y + space.height * 0.3);
  await page.mouse.down();
  await page.mouse.move(space.x + space.width * 0.6, space.y + space.height * 0.7, { steps: 6 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect(page.getByTestId('latent.selection')).toBeVisible();
  await picture('latent-room');
});
