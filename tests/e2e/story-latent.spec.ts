import type { Page } from '@playwright/test';
import { openLatent, planeBox, showItems, shown } from './latent-projects';
import { expect, test } from './studio';

const selected = async (page: Page): Promise<number> => {
  const count = page.getByTestId('latent.selection.count');
  return (await count.count()) === 0 ? 0 : Number(await count.getAttribute('data-count'));
};

/** A drag over the middle of the plane, along a circle or across it. */
async function drag(page: Page, kind: 'circle' | 'across', size: number): Promise<void> {
  const box = await planeBox(page);
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  if (kind === 'across') {
    await page.mouse.move(middle.x - size, middle.y - size);
    await page.mouse.down();
    await page.mouse.move(middle.x + size, middle.y + size, { steps: 6 });
  } else {
    await page.mouse.move(middle.x + size, middle.y);
    await page.mouse.down();
    for (let i = 1; i < 24; i++) {
      const angle = (2 * Math.PI * i) / 24;
      await page.mouse.move(middle.x + size * Math.cos(angle), middle.y + size * Math.sin(angle));
    }
  }
  await page.mouse.up();
}

test('items are selected, listed, coloured, seen as density and as pictures, and shown all', async ({
  app,
  page,
  userData,
  picture,
}) => {
  test.setTimeout(240_000);
  await openLatent(app, page, userData, 'mlp');
  await page.getByTestId('run.train').click();
  const status = page.getByTestId('run.status');
  await expect
    .poll(async () => Number(await status.getAttribute('data-step')), { timeout: 90_000 })
    .toBeGreaterThan(150);
  await page.getByTestId('run.pause').click();
  await expect(status).toHaveAttribute('data-state', 'paused');
  await expect.poll(() => shown(page), { timeout: 30_000 }).toBe(5_000);

  // A lasso selects; the panel tells what; Control adds, Alt takes away.
  await page.getByTestId('latent.tool.lasso').click();
  await drag(page, 'circle', 50);
  const few = await selected(page);
  expect(few).toBeGreaterThan(0);
  await expect(page.getByTestId('latent.selection.mean')).toBeVisible();
  await expect(page.getByTestId('latent.selection.typical')).toBeVisible();
  await expect(page.getByTestId('latent.selection.item').first()).toBeVisible();
  await picture('latent-selection');
  await page.keyboard.down('Control');
  await drag(page, 'circle', 90);
  await page.keyboard.up('Control');
  const more = await selected(page);
  expect(more).toBeGreaterThan(few);
  await page.keyboard.down('Alt');
  await drag(page, 'circle', 50);
  await page.keyboard.up('Alt');
  // Almost: the plane is a little narrower beside the panel.
  expect(await selected(page)).toBeLessThan(more);
  await page.getByTestId('latent.selection.clear').click();
  await expect(page.getByTestId('latent.selection')).toHaveCount(0);
  await page.getByTestId('latent.tool.lasso').click();

  // Without a mode, Shift-drag draws a box.
  await page.keyboard.down('Shift');
  await drag(page, 'across', 45);
  await page.keyboard.up('Shift');
  expect(await selected(page)).toBeGreaterThan(0);
  // By keys: a corner, the way to the other one, and the corner there; Escape puts the cursor away and then lets all go.
  await page.getByTestId('latent.canvas').focus();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('latent.selection')).toHaveCount(0);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('b');
  for (let i = 0; i < 2; i++) await page.keyboard.press('Shift+ArrowRight');
  for (let i = 0; i < 2; i++) await page.keyboard.press('Shift+ArrowUp');
  await page.keyboard.press('b');
  expect(await selected(page)).toBeGreaterThan(0);
  await page.getByTestId('latent.selection.clear').click();

  // A class that is singled out can be selected as a whole.
  await page.getByTestId('latent.class.3').click();
  await page.getByTestId('latent.class.select').click();
  await expect(page.getByTestId('latent.selection.class.3')).toBeVisible();
  expect(await selected(page)).toBeGreaterThan(300);
  await page.getByTestId('latent.class.3').click();
  await page.getByTestId('latent.selection.clear').click();

  // Colours of numbers come with a bar whose parts select.
  await page.getByTestId('latent.colour').click();
  for (const by of ['reconstruction_error', 'posterior_std', 'moved', 'distance']) {
    await page.getByTestId('latent.colour.by').selectOption(by);
    await expect(page.getByTestId('latent.colour.bar')).toBeVisible();
  }
  await page.keyboard.press('Escape');
  await page.getByTestId('latent.colour.part.9').click();
  const far = await selected(page);
  expect(far).toBeGreaterThan(0);
  expect(far).toBeLessThan(1_500);
  await page.getByTestId('latent.selection.clear').click();

  await page.getByTestId('latent.view').click();
  await page.getByTestId('latent.density.lines').click();
  await page.getByTestId('latent.sprites').click();
  await page.keyboard.press('Escape');
  await page.waitForTimeout(800);
  await picture('latent-density');

  await showItems(page, 60_000);
});
