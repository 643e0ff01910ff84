import type { Page } from '@playwright/test';
import { trainUntil } from './runs';
import { expect, test } from './studio';
import { digest, openLens } from './trajectory-lens';

/** Opens a template, trains it for some steps and has the trajectory over the whole window. */
async function trained(page: Page, template: string, steps: number): Promise<void> {
  await page.getByTestId(`gallery.template.${template}`).click();
  await trainUntil(page, steps);
  await openLens(page);
}

test('guidance, class and fresh noise are turned while one looks, and the way is played', async ({ page, picture }) => {
  test.setTimeout(180_000);
  await trained(page, 'guidance-2d', 300);
  const readout = page.getByTestId('trajectory.readout');
  await expect(readout).toContainText('NFE 50', { timeout: 30_000 });
  let before = await digest(page);
  // Three sliders find no room in the head of a lane: they are in its menu, which stays open.
  await page.getByTestId('trajectory.lane.1.settings').click();
  const changed = async (): Promise<void> => {
    await expect.poll(() => digest(page), { timeout: 30_000 }).not.toBe(before);
    before = await digest(page);
  };

  await test.step('w shows a preview under the hand, and everything when it is let go', async () => {
    const slider = page.getByTestId('trajectory.lane.1.guidance_scale');
    const box = await slider.boundingBox();
    if (!box) throw new Error('The slider of w is not on the screen.');
    await page.mouse.move(box.x + box.width * 0.12, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2, { steps: 6 });
    await expect(readout).toHaveAttribute('data-preview', 'true');
    await page.mouse.up();
    await expect(readout).toHaveAttribute('data-preview', 'false', { timeout: 30_000 });
    // With and without the label: two evaluations a step.
    await expect(readout).toContainText('NFE 100', { timeout: 30_000 });
    await changed();
  });

  await test.step('one class alone', async () => {
    await page.getByTestId('trajectory.lane.1.label').selectOption('2');
    await changed();
    await picture('guidance');
  });

  await test.step('eta by keys', async () => {
    await page.keyboard.press('Escape');
    const sampler = page.getByTestId('trajectory.lane.1.sampler');
    await sampler.selectOption(await sampler.locator('option', { hasText: 'DDIM' }).first().getAttribute('value'));
    await page.getByTestId('trajectory.lane.1.settings').click();
    const eta = page.getByTestId('trajectory.lane.1.eta');
    await expect(eta).toBeVisible({ timeout: 30_000 });
    await changed();
    await eta.focus();
    await page.keyboard.press('Home');
    await changed();
    await page.keyboard.press('End');
    await changed();
    await page.keyboard.press('Escape');
  });

  await test.step('it plays to the data once where it does not loop', async () => {
    await page.getByTestId('trajectory.loop').click();
    await page.getByTestId('trajectory.speed').selectOption('4');
    await page.getByTestId('trajectory.timeline').focus();
    await page.keyboard.press('Home');
    await expect(page.getByTestId('trajectory.t')).toContainText('1.00');
    await page.getByTestId('trajectory.play').click();
    await expect(page.getByTestId('trajectory.t')).toContainText('0.00', { timeout: 20_000 });
    await expect(page.getByTestId('trajectory.play')).toHaveAccessibleName(/Play from noise/);
  });
});

test('a drawing is mirrored, rubbed out, brought in as text and refused where it is none', async ({
  page,
  picture,
}) => {
  await page.getByTestId('gallery.template.rectified-flow-2d').click();
  await page.getByTestId('lens.tab.data').click();
  await page.getByTestId('data.mode.draw').click();
  const canvas = page.getByTestId('draw.canvas');
  const count = async (): Promise<number> => Number(await canvas.getAttribute('data-count'));
  const stroke = async (): Promise<void> => {
    const box = await canvas.boundingBox();
    if (!box) throw new Error('The canvas to draw on is not on the screen.');
    await page.mouse.move(box.x + box.width * 0.7, box.y + box.height * 0.3);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.9, box.y + box.height * 0.4, { steps: 6 });
    await page.mouse.up();
  };

  await page.getByTestId('draw.symmetry').selectOption('both');
  await stroke();
  await expect.poll(count).toBeGreaterThan(20);
  const drawn = await count();
  expect(drawn % 4).toBe(0);

  await page.getByTestId('draw.tool.eraser').click();
  await stroke();
  await expect.poll(count).toBeLessThan(drawn);
  await page.keyboard.press('Control+z');
  await expect.poll(count).toBe(drawn);

  for (const tool of ['pen', 'stamp']) {
    const now = await count();
    await page.getByTestId(`draw.tool.${tool}`).click();
    await stroke();
    await expect.poll(count).toBeGreaterThan(now);
  }

  await page.getByTestId('draw.import').click();
  await page.getByTestId('draw.import.text').fill('one two');
  await expect(page.getByTestId('draw.import.done')).toBeDisabled();
  await expect(page.getByTestId('draw.import.dialog').getByRole('status')).toContainText(/\.$/);
  await picture('drawing-import');
  const file = page.getByTestId('draw.import.dialog').locator('input[type="file"]');
  await file.setInputFiles({ name: 'huge.csv', mimeType: 'text/csv', buffer: Buffer.alloc(9 * 2 ** 20, '0') });
  await expect(page.getByTestId('draw.import.dialog').getByRole('status')).toContainText(
    'huge.csv is larger than 8 MB',
  );
  await page.getByTestId('draw.import.text').fill('0.1, 0.2\n0.3, -0.4\n-0.5, 0.6');
  await page.getByTestId('draw.import.done').click();
  await expect.poll(count).toBe(3);
  await page.getByTestId('draw.clear').click();
  await expect.poll(count).toBe(0);
});
