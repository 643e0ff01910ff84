import { trainUntil } from './runs';
import { expect, test } from './studio';
import { digest, openLens, readout, setSteps } from './trajectory-lens';

test('a researcher lays samplers beside each other, turns their settings, follows one particle and goes back in training', async ({
  page,
  picture,
}) => {
  test.setTimeout(240_000);
  await page.getByTestId('gallery.template.rectified-flow-2d').click();
  await trainUntil(page, 1_200);
  await openLens(page);
  const timeline = page.getByTestId('trajectory.timeline');

  await test.step('another sampler starts from identical noise and ends elsewhere', async () => {
    await page.getByTestId('trajectory.lane.add').click();
    await expect(page.getByTestId('trajectory.lane.2.sampler')).not.toHaveValue(
      await page.getByTestId('trajectory.lane.1.sampler').inputValue(),
    );
    await expect(readout(page, 2)).toContainText('from 1:');
    await timeline.focus();
    await page.keyboard.press('Home');
    await expect.poll(async () => (await digest(page, 2)) === (await digest(page, 1))).toBe(true);
    await page.keyboard.press('End');
    await expect.poll(async () => (await digest(page, 2)) === (await digest(page, 1))).toBe(false);
  });

  await test.step('the more steps, the nearer two samplers of the same equation end', async () => {
    await page.getByTestId('trajectory.lane.2.sampler').selectOption({ label: 'Heun' });
    const apart: number[] = [];
    for (const steps of [5, 20, 80]) {
      await setSteps(page, 1, steps);
      await setSteps(page, 2, steps);
      await expect(readout(page, 1)).toContainText(`NFE ${steps}`, { timeout: 30_000 });
      await expect(readout(page, 2)).toContainText(`NFE ${2 * steps}`, { timeout: 30_000 });
      apart.push(Number(await readout(page, 2).getAttribute('data-apart')));
    }
    expect(apart[1]).toBeLessThan(apart[0] / 2);
    expect(apart[2]).toBeLessThan(apart[1] / 2);
    expect(apart[2]).toBeGreaterThan(0);
  });

  await test.step('dragging the steps previews, letting go samples in full', async () => {
    await page.getByTestId('trajectory.more').click();
    await page.getByTestId('trajectory.count').selectOption('10000');
    await page.keyboard.press('Escape');
    await expect
      .poll(() => page.getByTestId('trajectory.canvas').getAttribute('data-particles'), { timeout: 60_000 })
      .toBe('10000');
    const slider = page.getByTestId('trajectory.lane.1.num_inference_steps');
    const box = await slider.boundingBox();
    if (!box) throw new Error('The slider is not on the screen.');
    await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2, { steps: 8 });
    await expect(readout(page, 1)).toHaveAttribute('data-preview', 'true');
    await page.mouse.up();
    await expect(readout(page, 1)).toHaveAttribute('data-preview', 'false', { timeout: 60_000 });
    const steps = Number(await page.getByTestId('trajectory.lane.1.num_inference_steps.number').inputValue());
    expect(steps).toBeLessThan(20);
    await expect(readout(page, 1)).toContainText(`NFE ${steps}`);
  });

  await test.step('one particle is the same in both lanes', async () => {
    await timeline.focus();
    for (let i = 0; i < 4; i++) await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press('n');
    await expect(page.getByTestId('trajectory.picked')).toContainText('particle 1');
    await page.keyboard.press('n');
    await expect(page.getByTestId('trajectory.picked')).toContainText('particle 2');
    for (const ground of ['score', 'density', 'velocity']) {
      await page.getByTestId('trajectory.ground').selectOption(ground);
      await expect(page.getByTestId('trajectory.scale')).toBeVisible();
    }
    await picture('trajectory-lanes');
    await timeline.focus();
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('trajectory.picked')).toHaveCount(0);
  });

  await test.step('the pad shows how the flow was learned', async () => {
    await timeline.focus();
    await page.keyboard.press('End');
    await page.getByTestId('trajectory.pad.toggle').click();
    const learned = await digest(page);
    await page.getByTestId('trajectory.pad').focus();
    await page.keyboard.press('PageDown');
    await expect(page.getByTestId('trajectory.pad.step')).not.toContainText('newest');
    await expect.poll(() => digest(page), { timeout: 30_000 }).not.toBe(learned);
    await page.keyboard.press('PageUp');
    await expect(page.getByTestId('trajectory.pad.step')).toContainText('newest');
    await expect.poll(() => digest(page), { timeout: 30_000 }).toBe(learned);
  });

  await page.getByTestId('trajectory.lane.2.settings').click();
  await page.getByTestId('trajectory.lane.2.remove').click();
  await expect(page.getByTestId('trajectory.lane.2')).toHaveCount(0);
});
