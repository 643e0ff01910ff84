import { trainUntil } from './runs';
import { expect, test } from './studio';

test('a student looks back at earlier weights and sets two runs beside each other', async ({ page, picture }) => {
  test.setTimeout(300_000);
  await page.getByTestId('gallery.template.vae-digits').click();
  await expect(page.getByTestId('node.encoder')).toBeVisible();
  await trainUntil(page, 60);
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
  await slider.press('Escape');
  await expect(page.getByTestId('training-time.step').first()).toContainText('newest');

  // The run is finished, and another one stands beside it.
  await page.getByTestId('run.stop').click();
  await expect(page.getByTestId('run.status')).toHaveAttribute('data-state', 'finished');
  await trainUntil(page, 30);
  await page.getByTestId('latent.twin.choice').click();
  const runs = page.getByTestId('latent.twin.run');
  await runs.selectOption({ index: 1 });
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('latent.twin.canvas')).toHaveAttribute('aria-label', /same 5.000 items/);
  // The other run has kept steps, too: at one of its own, or at that of the lenses.
  const beside = page.getByTestId('latent.twin.canvas');
  await page.getByTestId('latent.twin.time').focus();
  await page.keyboard.press('Home');
  await expect(beside).toHaveAttribute('aria-label', /items at step 0\./);
  await page.getByTestId('latent.twin.follow').click();
  await expect(beside).not.toHaveAttribute('aria-label', /items at step 0\./);
  const box = await page.getByTestId('latent.twin.canvas').boundingBox();
  if (!box) throw new Error('The other plane is not on the screen.');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
  await expect(page.getByTestId('latent.twin.ring')).toHaveCount(2);
  // A box in one plane selects the same items in the other.
  await page.keyboard.down('Shift');
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.7, box.y + box.height * 0.7, { steps: 6 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await page.getByTestId('latent.side.open').click();
  await expect(page.getByTestId('latent.selection')).toBeVisible();
  await page.getByTestId('latent.side.fold').click();
  await page.getByTestId('latent.twin.quality').click();
  await page.getByTestId('latent.twin.measure').click();
  await expect(page.getByTestId('latent.twin.measures')).toContainText('completeness', { timeout: 30_000 });
  await picture('latent-twins');
});
