import type { Page } from '@playwright/test';
import { expect, test } from './studio';

const step = async (page: Page): Promise<number> =>
  Number(await page.getByTestId('run.status').getAttribute('data-step'));

const trainAndPause = async (page: Page, until: number): Promise<void> => {
  await page.getByTestId('run.train').click();
  await expect.poll(() => step(page), { timeout: 120_000 }).toBeGreaterThan(until);
  await page.getByTestId('run.pause').click();
  await expect(page.getByTestId('run.status')).toHaveAttribute('data-state', 'paused');
};

test('a student looks back at earlier weights and sets two runs beside each other', async ({ page, picture }) => {
  test.setTimeout(300_000);
  await page.getByTestId('gallery.template.vae-digits').click();
  await expect(page.getByTestId('node.encoder')).toBeVisible();
  await trainAndPause(page, 60);
  await page.getByTestId('lens.tab.latent').click();

  // Back to the weights of the beginning, by keyboard, and to the newest again.
  const slider = page.getByTestId('training-time.slider').first();
  await expect(slider).toBeEnabled();
  await slider.focus();
  await slider.press('Home');
  await expect(page.getByTestId('training-time.step').first()).toContainText('step 0 of');
  await expect(page.getByTestId('latent.canvas')).toHaveAttribute('aria-label', /weights of step 0/);
  await slider.press('ArrowRight');
  await expect(page.getByTestId('latent.canvas')).toHaveAttribute('aria-label', /weights of step 1\b/);
  await picture('latent-training-time');
  await slider.press('Escape');
  await expect(page.getByTestId('training-time.step').first()).toContainText('newest');
});
