import type { Page } from '@playwright/test';
import { still, trainUntil } from './runs';
import { expect, test } from './studio';

const canvas = (page: Page, lane = 0) => page.getByTestId(lane === 0 ? 'density.canvas' : `density.canvas.${lane}`);
const map = (page: Page, lane = 0) => canvas(page, lane).getAttribute('data-density');
const integral = async (page: Page): Promise<number> =>
  Number(await page.getByTestId('density.integral').first().getAttribute('data-integral'));

test('a student sees a density over its points, and memory and knowledge come apart as the bandwidth falls', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await page.getByTestId('gallery.template.density-2d').click();
  // A model with a density in the plane shows it by itself.
  await expect(canvas(page)).toBeVisible({ timeout: 30_000 });
  await expect.poll(() => map(page), { timeout: 30_000 }).not.toBeNull();
  const unfitted = await still(() => map(page));
  await trainUntil(page, 60);
  await expect.poll(() => map(page), { timeout: 20_000 }).not.toBe(unfitted);
  await expect.poll(() => integral(page)).toBeGreaterThan(0.97);
  expect(await integral(page)).toBeLessThan(1.03);

  // The value under the pointer, and under the cursor of the keyboard.
  const box = await canvas(page).boundingBox();
  if (!box) throw new Error('The plane has no place on the page.');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await expect(page.getByTestId('density.value.0')).toContainText(/log p −?[\d.]+ · p /);
  await page.mouse.move(4, 4);
  await expect(page.getByTestId('density.value.0')).toBeHidden();
  await canvas(page).focus();
  await page.keyboard.press('Shift+ArrowRight');
  const first = await page.getByTestId('density.value.0').textContent();
  await page.keyboard.press('Shift+ArrowUp');
  await expect(page.getByTestId('density.value.0')).not.toHaveText(first ?? '');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('density.value.0')).toBeHidden();

  // Layers, colours, drawn points.
  await page.getByTestId('density.layers').click();
  await page.getByTestId('density.scale.log').click();
  await expect(page.getByTestId('density.legend')).toContainText('log p');
  await page.getByTestId('density.layer.samples').click();
  await page.getByTestId('density.layer.data').click();
  await expect(page.getByTestId('density.legend')).toContainText('drawn');
  await expect.poll(() => canvas(page).getAttribute('data-samples')).not.toBe('');
  const drawn = await still(() => canvas(page).getAttribute('data-samples'));
  await page.getByTestId('density.seed').click();
  await expect.poll(() => canvas(page).getAttribute('data-samples')).not.toBe(drawn);
  await page.getByTestId('density.count').selectOption('1000');
  await page.keyboard.press('Escape');

  // The best bandwidth is taken; then a very narrow one, at which it remembers.
  await expect(page.getByTestId('density.scan.gap')).toBeVisible({ timeout: 20_000 });
  await page.getByTestId('density.scan.take').click();
  const best = await page.getByTestId('density.scan.best').textContent();
  await expect(page.getByTestId('density.scan.present')).toHaveText(best ?? '', { timeout: 20_000 });
  const gap = async (): Promise<number> =>
    Number((await page.getByTestId('density.scan.gap').textContent())?.replace('−', '-').replace(' nats', ''));
  const known = await gap();
  const smooth = await still(() => map(page));
  await page.getByTestId('density.scan').focus();
  for (let i = 0; i < 6; i++) await page.keyboard.press('Shift+ArrowLeft');
  await expect.poll(() => map(page), { timeout: 20_000 }).not.toBe(smooth);
  await expect.poll(gap, { timeout: 20_000 }).toBeGreaterThan(known + 0.5);

  // The mixture beside it: at the same place, with the same cursor.
  await page.getByTestId('density.beside').click();
  await expect.poll(() => map(page, 1), { timeout: 20_000 }).not.toBeNull();
  await canvas(page, 1).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByTestId('density.value.0')).toBeVisible();
  await expect(page.getByTestId('density.value.1')).toBeVisible();
  await page.getByTestId('density.beside').click();
  await expect(canvas(page, 1)).toBeHidden();
  await page.getByTestId('density.fit').click();
  await page.getByTestId('density.node').selectOption('mixture');
  await expect(canvas(page)).toHaveAttribute('aria-label', /Gaussian mixture: log p up to .* ∫ p over the picture is/);
  await expect(page.getByTestId('density.scan')).toBeHidden();
});
