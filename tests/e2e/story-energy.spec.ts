import { still, trainUntil } from './runs';
import { expect, test } from './studio';
import { canvas, digest, openLens, readout } from './trajectory-lens';

test('chains walk on the energy of a model, from anywhere into the wells', async ({ page, picture }) => {
  test.setTimeout(120_000);
  await page.getByTestId('gallery.template.ebm-2d').click();
  await trainUntil(page, 200);

  await test.step('the density is the energy, as nobody knows its constant', async () => {
    await page.getByTestId('lens.tab.density').click();
    await expect(page.getByTestId('density.canvas')).toHaveAttribute('data-density', /./, { timeout: 30_000 });
    await expect(page.getByTestId('density.legend')).toContainText('∫ p set to 1 here');
    await page.getByTestId('density.canvas').focus();
    await page.keyboard.press('ArrowRight');
    await expect(page.getByTestId('density.value.0')).toContainText('−E');
    await page.keyboard.press('Escape');
  });

  await test.step('the chains are followed step by step', async () => {
    await openLens(page);
    const place = page.getByTestId('trajectory.t');
    await expect(place).toHaveText('step 200 of 200');
    await expect(readout(page, 1)).toContainText('NFE');
    const settled = await still(() => digest(page));
    await page.getByTestId('trajectory.timeline').focus();
    await page.keyboard.press('Home');
    await expect(place).toHaveText('step 0 of 200');
    await expect.poll(() => digest(page)).not.toBe(settled);
    const start = await still(() => digest(page));
    for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowRight');
    await expect(place).toHaveText(/^step [1-9]\d* of 200$/);
    await expect.poll(() => digest(page)).not.toBe(start);
    await expect(canvas(page)).toHaveAccessibleName(/particles at step \d+ of 200/);
  });

  await test.step('the energy map lies underneath', async () => {
    await page.getByTestId('trajectory.ground').selectOption('model_density');
    await expect(page.getByTestId('trajectory.scale')).toContainText('as a share of its highest');
    await picture('energy-chains');
  });
});
