import type { Page } from '@playwright/test';
import { beyond } from './runs';
import { expect, test } from './studio';

const count = async (page: Page): Promise<number> =>
  Number(await page.getByTestId('draw.canvas').getAttribute('data-count'));

test('a student draws a flower with the symmetric pen and trains a flow on it', async ({ page, picture }) => {
  test.setTimeout(180_000);
  await page.getByTestId('gallery.template.rectified-flow-2d').click();
  await page.getByTestId('lens.tab.data').click();
  await expect(page.getByTestId('data.facts')).toContainText('Eight Gaussians', { timeout: 30_000 });
  await page.getByTestId('data.mode.draw').click();
  await page.getByTestId('draw.symmetry').selectOption('turn');

  const box = await page.getByTestId('draw.canvas').boundingBox();
  if (!box) throw new Error('The canvas to draw on is not on the screen.');
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.5);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.9, box.y + box.height * 0.4, { steps: 8 });
  await page.mouse.up();
  await expect.poll(() => count(page)).toBeGreaterThan(100);
  const one = await count(page);
  expect(one % 6).toBe(0);

  // A stroke by keys; each stroke is one step of the history.
  await page.getByTestId('draw.canvas').focus();
  await page.keyboard.down('Space');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.up('Space');
  await expect.poll(() => count(page)).toBeGreaterThan(one);
  const two = await count(page);
  await page.keyboard.press('Control+z');
  await expect.poll(() => count(page)).toBe(one);
  await page.getByTestId('draw.redo').click();
  await expect.poll(() => count(page)).toBe(two);

  await page.getByTestId('draw.train').click();
  await beyond(page, 200);
  await page.getByTestId('run.pause').click();
  await expect(page.getByTestId('draw.canvas')).toBeVisible();
  await picture('drawing');
  await page.getByTestId('lens.tab.samples').click();
  await expect(page.getByTestId('samples.canvas')).toHaveAttribute('aria-label', /samples of the model at step/, {
    timeout: 20_000,
  });
});
