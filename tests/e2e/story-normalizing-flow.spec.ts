import { share } from './pixels';
import { still, trainUntil } from './runs';
import { expect, test } from './studio';
import { canvas, digest, inView, look, openLens, readout, turn } from './trajectory-lens';

test('a normalizing flow bends the plane layer by layer and tells its density', async ({ page, picture }) => {
  test.setTimeout(120_000);
  await page.getByTestId('gallery.template.realnvp-2d').click();
  await trainUntil(page, 300);
  await openLens(page);
  const timeline = page.getByTestId('trajectory.timeline');
  const place = page.getByTestId('trajectory.t');

  await test.step('what has no meaning for layers is not there', async () => {
    await expect(page.getByTestId('trajectory.lane.1.sampler')).toBeVisible();
    await expect(page.getByTestId('trajectory.lane.1.num_inference_steps')).toHaveCount(0);
    await expect(readout(page, 1)).toContainText('NFE');
    await expect(readout(page, 1)).not.toContainText('straightness');
    await page.getByTestId('trajectory.more').click();
    await expect(page.getByTestId('trajectory.x0')).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('trajectory.ground').locator('option')).toHaveText([
      'no ground',
      'density',
      "model's density",
    ]);
  });

  await test.step('the timeline counts layers', async () => {
    await expect(place).toHaveText('layer 8 of 8');
    await timeline.focus();
    await page.keyboard.press('Home');
    await expect(place).toHaveText('layer 0 of 8');
    const noise = await still(() => digest(page));
    for (let layer = 0; layer < 3; layer++) await page.keyboard.press('ArrowRight');
    await expect(place).toHaveText('layer 3 of 8');
    await expect(timeline).toHaveAttribute('aria-valuetext', 'layer 3 of 8');
    await expect.poll(() => digest(page)).not.toBe(noise);
    await expect(canvas(page)).toHaveAccessibleName(/^2 000 particles at layer 3 of 8/);
    await picture('flow-layers');
  });

  await test.step('the lattice is bent along, and can be taken away', async () => {
    await page.getByTestId('trajectory.ground').selectOption('none');
    await inView(page, () => page.getByTestId('trajectory.count').selectOption('500'));
    await expect(canvas(page)).toHaveAttribute('data-particles', '500');
    await turn(page, 'trails');
    await expect.poll(async () => Number(await canvas(page).getAttribute('data-lattice'))).toBeGreaterThan(1_000);
    const bent = await look(page);
    await turn(page, 'lattice');
    await expect(canvas(page)).toHaveAttribute('data-lattice', '0');
    await expect.poll(async () => share(bent, await look(page))).toBeGreaterThan(0.02);
    await turn(page, 'lattice');
    await expect.poll(async () => share(bent, await look(page))).toBeLessThan(0.001);
  });

  await test.step('the density of the model lies underneath, with its scale', async () => {
    await timeline.focus();
    await page.keyboard.press('End');
    const plain = await look(page);
    await expect(page.getByTestId('trajectory.scale')).toHaveCount(0);
    await page.getByTestId('trajectory.ground').selectOption('model_density');
    await expect(page.getByTestId('trajectory.scale')).toContainText('density of the model, exact');
    await expect.poll(async () => share(plain, await look(page))).toBeGreaterThan(0.02);
    await page.getByTestId('trajectory.ground').selectOption('none');
    await expect.poll(async () => share(plain, await look(page))).toBeLessThan(0.001);
  });

  await test.step('one particle is followed through the layers', async () => {
    await page.keyboard.press('n');
    await timeline.focus();
    await page.keyboard.press('n');
    await expect(page.getByTestId('trajectory.picked')).toContainText('particle');
    await expect(page.getByTestId('trajectory.picked')).not.toContainText('x̂');
  });
});
