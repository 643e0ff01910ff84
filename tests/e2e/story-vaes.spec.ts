import type { Locator } from '@playwright/test';
import { still, trainUntil } from './runs';
import { expect, test } from './studio';

const pixels = (canvas: Locator): Promise<string> => canvas.evaluate((found: HTMLCanvasElement) => found.toDataURL());

test('a student freezes a level of latents, and each row of samples keeps to one kind', async ({ page }) => {
  test.setTimeout(120_000);
  await page.getByTestId('gallery.template.hierarchical-vae-digits').click();
  await expect(page.getByTestId('node.prior')).toBeVisible();
  await trainUntil(page, 40);
  await page.getByTestId('lens.tab.samples').click();
  const samples = page.getByTestId('samples.prior');
  await expect(samples).toBeVisible();
  const fresh = await still(() => pixels(samples));

  await page.getByTestId('samples.freeze.z2').click();
  await expect.poll(() => pixels(samples)).not.toBe(fresh);
  await expect(page.getByText('one z₂ for each row')).toBeVisible();
  const upper = await still(() => pixels(samples));

  await page.getByTestId('samples.freeze.z1').click();
  await expect.poll(() => pixels(samples)).not.toBe(upper);

  // What was drawn with nothing frozen comes back bit for bit.
  await page.getByTestId('samples.freeze.none').click();
  await expect.poll(() => pixels(samples)).toBe(fresh);
});

test('a student sees codes of an autoencoder, and digits from codes of three widths', async ({ page }) => {
  test.setTimeout(120_000);
  await page.getByTestId('gallery.template.autoencoder-digits').click();
  await expect(page.getByTestId('node.encoder_two')).toBeVisible();
  await trainUntil(page, 40);
  await expect
    .poll(async () => Number(await page.getByTestId('latent.count').getAttribute('data-count')))
    .toBeGreaterThanOrEqual(1000);
  await page.getByTestId('lens.tab.samples').click();
  await expect(page.getByTestId('samples.reconstructions')).toBeVisible();
  await expect(page.getByText('decoded from 2, 8, 32 numbers below')).toBeVisible();
});
