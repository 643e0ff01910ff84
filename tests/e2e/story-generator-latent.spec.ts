import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { inMenu, pointAtItem } from './latent-looks';
import { planeBox, shown } from './latent-projects';
import { drawn, resting, share } from './pixels';
import { openDocument, still, trainUntil } from './runs';
import { expect, test } from './studio';

const TEMPLATE = join(import.meta.dirname, '../../resources/templates/cgan-digits.json');

/** "Conditional GAN on digits" in small batches. */
async function small(): Promise<string> {
  const document = JSON.parse(await readFile(TEMPLATE, 'utf8'));
  for (const { id, settings } of document.study.nodes) {
    if (id === 'data') settings.batch_size = 8;
    if (id === 'quality') settings.count = 100;
  }
  return JSON.stringify(document);
}

const strip = (page: Page) => page.getByTestId('latent.strip');

test('a generator has a latent plane of draws: places, paths, tiles and sliders decode, as the class that is asked for', async ({
  app,
  page,
  userData,
}) => {
  test.setTimeout(120_000);
  await openDocument({ app, page, userData }, 'generator', await small());
  await trainUntil(page, 8);
  await expect(page.getByTestId('lens.tab.latent')).toHaveAttribute('aria-selected', 'true');
  await page.getByTestId('lens.maximise').click();
  await expect.poll(() => shown(page), { timeout: 30_000 }).toBe(5_000);
  const canvas = page.getByTestId('latent.canvas');

  await test.step('points are draws; what only an encoder could tell is not there', async () => {
    await expect(page.getByTestId('latent.count')).toContainText('draws of z ~ N(0, I)');
    await expect(page.getByTestId('latent.tool.lasso')).toHaveCount(0);
    await expect(page.getByTestId('latent.twin.choice')).toHaveCount(0);
    await inMenu(page, 'latent.layout', async () => {
      await expect(page.getByTestId('latent.axis.x')).toBeVisible();
      await expect(page.getByTestId('latent.layout.method.umap')).toHaveCount(0);
    });
    await inMenu(page, 'latent.colour', async () => {
      const choices = page.getByTestId('latent.colour.by').locator('option');
      await expect(choices.filter({ hasText: /error|Moved/ })).toHaveCount(0);
    });
    const before = await resting(canvas);
    await inMenu(page, 'latent.data', async () => {
      await page.getByTestId('latent.items').selectOption('1000');
      await page.getByTestId('latent.draws.other').click();
    });
    await expect.poll(() => shown(page)).toBe(1_000);
    await expect.poll(async () => share(before, await resting(canvas))).toBeGreaterThan(0.01);
  });

  await test.step('the place under the pointer is decoded, beside the nearest draw; a click takes the sliders to it', async () => {
    const { item, left, top } = await pointAtItem(page);
    await expect(page.getByTestId('latent.hover.near')).toHaveText(`draw ${item}`);
    const [place, own] = ['latent.hover', 'latent.hover.item'].map((id) => page.getByTestId(id));
    await expect.poll(async () => (await drawn(place)) === (await drawn(own))).toBe(false);
    const slider = page.getByTestId('latent.traversal.row.4').getByRole('slider');
    const value = () => slider.getAttribute('aria-valuetext');
    expect(await value()).toBe('0');
    const before = await still(() => drawn(place));
    const { x, y } = await planeBox(page);
    await page.mouse.click(x + left, y + top);
    await expect.poll(value).not.toBe('0');
    // The plane now goes through the draw, so that what is under the pointer is no longer near the origin in all other numbers.
    await expect.poll(() => drawn(place)).not.toBe(before);
    const there = await value();
    await page.getByTestId('latent.traversal.draw').click();
    await expect.poll(value).not.toBe(there);
  });

  await test.step('a path from one draw to another has a strip of pictures', async () => {
    await page.getByTestId('latent.interpolate').click();
    await expect(strip(page)).toHaveAccessibleName(/^11 decoded pictures/);
    await expect(page.getByTestId('latent.path.settings')).toContainText('slerp');
    await inMenu(page, 'latent.path.settings', () => page.getByTestId('latent.path.frames').selectOption('7'));
    await expect(strip(page)).toHaveAccessibleName(/^7 decoded pictures/);
  });

  await test.step('another class makes other pictures of the same z, and the first one makes them again', async () => {
    const looks = async () => ({
      strip: await drawn(strip(page)),
      sliders: await drawn(page.getByTestId('latent.traversal')),
    });
    const zeros = await still(looks);
    const choice = page.getByTestId('latent.label');
    await choice.selectOption({ label: 'as “7”' });
    await expect
      .poll(async () => {
        const sevens = await looks();
        return sevens.strip !== zeros.strip && sevens.sliders !== zeros.sliders;
      })
      .toBe(true);
    await choice.selectOption({ label: 'as “0”' });
    await expect.poll(looks).toEqual(zeros);
  });

  await test.step('tiles cover the plane', async () => {
    const before = await resting(canvas);
    await page.getByTestId('latent.manifold').click();
    await expect.poll(async () => share(before, await resting(canvas))).toBeGreaterThan(0.5);
  });
});
