import type { Page } from '@playwright/test';
import { beyond } from './runs';
import { expect, test } from './studio';

const pixels = (page: Page): Promise<string> =>
  page
    .getByTestId('output.picture')
    .first()
    .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());

test('layers tell how they do while they train, and a node shows what it gives as picture, histogram and table', async ({
  page,
  picture,
}) => {
  test.setTimeout(240_000);
  await page.getByTestId('gallery.template.vae-digits').click();
  await expect(page.getByTestId('node.encoder')).toBeVisible();

  // The layers of a fresh model already have statistics.
  await page.getByTestId('node.encoder.open').click();
  const strip = page.getByTestId('life.mlp');
  await expect(strip).toHaveAttribute('data-step', '0', { timeout: 60_000 });
  await expect(strip.getByRole('img', { name: /^Output: mean/ })).toBeVisible();
  const fresh = await strip.textContent();

  await page.getByTestId('run.train').click();
  await beyond(page, 60);
  await expect.poll(() => strip.textContent(), { timeout: 30_000 }).not.toBe(fresh);
  await expect.poll(async () => Number(await strip.getAttribute('data-step'))).toBeGreaterThan(0);

  await page.getByTestId('canvas.statistics').click();
  await expect(strip).toHaveCount(0);
  await page.getByTestId('canvas.statistics').click();
  await expect(strip).toBeVisible();

  // Hidden units are no picture, so the first thing to see of them is how they are spread.
  await page.getByTestId('node.mlp').click({ position: { x: 60, y: 10 } });
  await page.keyboard.press('i');
  const popover = page.getByTestId('output.popover');
  const histogram = popover.getByTestId('output.histogram');
  await expect(histogram).toBeVisible();
  await expect(popover.getByTestId('output.tab.picture')).toBeDisabled();
  const mean = await histogram.getAttribute('data-mean');
  await expect.poll(() => histogram.getAttribute('data-mean'), { timeout: 30_000 }).not.toBe(mean);
  await picture('life-layer');

  await popover.getByTestId('output.tab.table').click();
  const table = popover.getByTestId('output.table');
  await expect(table.getByRole('row')).not.toHaveCount(0);
  await expect(table.getByRole('rowheader').first()).toHaveText('0 · 7');
  await expect(table.getByRole('cell').first()).toHaveText(/^[\d.e−]+$/);
  await table.evaluate((element) => element.scrollTo({ left: 1_000_000 }));
  await expect(table.getByRole('columnheader', { name: '399', exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(popover).toHaveCount(0);

  await page.getByTestId('breadcrumb.study').click();
  await page.getByTestId('node.decoder').hover();
  await page.getByTestId('node.decoder.output').click();
  await popover.getByTestId('output.tab.picture').click();
  await expect(popover.getByTestId('output.picture')).toBeVisible();
  const first = await pixels(page);
  await expect.poll(() => pixels(page), { timeout: 30_000 }).not.toBe(first);
  await picture('life-picture');

  // Two outputs of a data node: pictures and labels.
  await page.getByTestId('output.close').click();
  await page.getByTestId('node.data').click({ position: { x: 60, y: 10 } });
  await page.getByTestId('inspector.output').click();
  await page.getByTestId('output.port').selectOption({ index: 1 });
  await expect(page.getByTestId('output.histogram')).toBeVisible();
});

test('units that die are flagged on their layer and on the network around it', async ({ page, picture }) => {
  test.setTimeout(180_000);
  await page.getByTestId('gallery.template.vae-digits').click();
  await page.getByTestId('node.trainer').click({ position: { x: 60, y: 10 } });
  const rate = page.getByTestId('inspector.setting.learning_rate');
  await rate.fill('0.1');
  await rate.press('Enter');
  await page.getByTestId('run.train').click();
  await beyond(page, 100);
  const outside = page.getByTestId('node.encoder').getByTestId('life.flag.dead');
  await expect(outside).toBeVisible({ timeout: 120_000 });
  await expect(outside).toContainText('MLP');
  await outside.click();
  const inside = page.getByTestId('node.mlp').getByTestId('life.flag.dead');
  await expect(inside).toBeVisible();
  await expect(inside).toHaveAttribute('aria-label', /no gradient goes through them/);
  await expect(page.getByTestId('node.output').getByTestId('life.flag.dead')).toHaveCount(0);
  await picture('life-dead');
});
