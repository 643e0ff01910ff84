import type { Page } from '@playwright/test';
import { beyond, step, still, trainUntil } from './runs';
import { expect, test } from './studio';

const canvas = (page: Page) => page.getByTestId('adversarial.canvas');
const scores = (page: Page) => canvas(page).getAttribute('data-scores');
const points = (page: Page) => canvas(page).getAttribute('data-points');

test('a teacher plays the adversarial game turn by turn, in slow motion and at full speed', async ({
  page,
  picture,
}) => {
  test.setTimeout(180_000);
  await page.getByTestId('gallery.template.gan-2d').click();
  // A model that plays shows the game by itself.
  await expect(canvas(page)).toBeVisible({ timeout: 30_000 });
  await expect.poll(() => scores(page), { timeout: 30_000 }).not.toBeNull();

  // The ground is asked for anew while the plane comes to its size.
  const before = { scores: await still(() => scores(page)), points: await points(page) };
  await page.getByTestId('adversarial.turn.D').click();
  await expect.poll(() => scores(page), { timeout: 20_000 }).not.toBe(before.scores);
  expect(await points(page)).toBe(before.points);
  const between = await still(() => scores(page));
  await page.getByTestId('adversarial.turn.G').click();
  await expect.poll(() => points(page), { timeout: 20_000 }).not.toBe(before.points);
  expect(await still(() => scores(page))).toBe(between);

  await page.getByTestId('adversarial.pace').focus();
  await page.keyboard.press('Home');
  await expect(page.getByTestId('adversarial.pace.value')).toHaveText('0.5 steps/s');
  const slow = await step(page);
  await page.getByTestId('run.train').click();
  await beyond(page, slow);
  expect(await step(page)).toBeLessThan(slow + 5);
  await page.getByTestId('adversarial.pace').focus();
  await page.keyboard.press('End');
  await expect(page.getByTestId('adversarial.pace.value')).toHaveText('full');
  await beyond(page, slow + 150);
  await page.getByTestId('run.pause').click();
  await expect.poll(() => scores(page)).not.toBe(between);
  await expect(canvas(page)).toHaveAttribute('aria-label', /discriminator gives real points .* lie where it says real/);
  await picture('adversarial');

  const shown = await points(page);
  await canvas(page).focus();
  await page.keyboard.press('n');
  await expect.poll(() => points(page), { timeout: 20_000 }).not.toBe(shown);
});

test('on a line the game shows two densities and the discriminator between them', async ({ page }) => {
  test.setTimeout(120_000);
  await page.getByTestId('gallery.template.gan-1d').click();
  await expect.poll(() => scores(page), { timeout: 30_000 }).not.toBeNull();
  const before = await still(() => scores(page));
  await trainUntil(page, 100);
  await expect.poll(() => scores(page)).not.toBe(before);
  await page.getByTestId('lens.tab.data').click();
  await expect(page.getByTestId('data.histogram')).toHaveAttribute('aria-label', /numbers of/);
});
