import type { Page } from '@playwright/test';
import { still, trainUntil } from './runs';
import { expect, test } from './studio';

const pixels = (page: Page, id: string): Promise<string> =>
  page.getByTestId(id).evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());

test('a student trains a PixelCNN, sees it draw, and has it go on from the first rows of a digit', async ({ page }) => {
  test.setTimeout(240_000);
  await page.getByTestId('gallery.template.pixelcnn-digits').click();
  await expect(page.getByTestId('node.network')).toBeVisible();
  await page.locator('[data-id="tokens_tokens-network_x"] .react-flow__edge-interaction').hover({ force: true });
  await expect(page.getByTestId('edge.tokens_tokens-network_x.shape')).toContainText('64 × 196 of 4');
  await page.getByTestId('lens.tab.samples').click();
  await trainUntil(page, 8);

  // Drawn pixel by pixel from nothing; other random numbers make other pictures.
  await expect(page.getByTestId('samples.prior')).toBeVisible({ timeout: 60_000 });
  const drawn = await still(() => pixels(page, 'samples.prior'));
  await page.getByTestId('samples.noise').click();
  await expect.poll(() => pixels(page, 'samples.prior'), { timeout: 60_000 }).not.toBe(drawn);

  // Half a held-out digit is given; the arrow keys give more of it, up to the whole.
  const given = page.getByTestId('samples.given');
  await expect(given).toHaveAttribute('aria-valuetext', '7 of 14 rows');
  await expect(page.getByTestId('samples.completions')).toBeVisible({ timeout: 60_000 });
  const half = await still(() => pixels(page, 'samples.completions'));
  const whole = await pixels(page, 'samples.whole');
  expect(await pixels(page, 'samples.start')).not.toBe(whole);
  await given.focus();
  await page.keyboard.press('ArrowRight');
  await expect(given).toHaveAttribute('aria-valuetext', '8 of 14 rows');
  await expect.poll(() => pixels(page, 'samples.completions'), { timeout: 60_000 }).not.toBe(half);
  await page.keyboard.press('End');
  await expect.poll(() => pixels(page, 'samples.start'), { timeout: 60_000 }).toBe(whole);
  await expect(page.getByTestId('samples.completions')).toHaveAttribute('aria-label', /first 14 of 14 rows/);

  // Another digit.
  await page.getByTestId('samples.item-next').click();
  await expect(page.getByTestId('samples.item')).toHaveText('2');
  await expect.poll(() => pixels(page, 'samples.whole'), { timeout: 60_000 }).not.toBe(whole);
});
