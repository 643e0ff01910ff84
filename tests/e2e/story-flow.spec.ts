import { readdir } from 'node:fs/promises';
import { beyond, step, still, trainUntil } from './runs';
import { expect, killTraining, test } from './studio';
import { digest, sampled } from './trajectory-lens';

test('a presenter trains the flow and scrubs particles from noise to data with pointer and keys', async ({
  page,
  picture,
}) => {
  test.setTimeout(240_000);
  await page.getByTestId('gallery.template.rectified-flow-2d').click();
  await trainUntil(page, 1500);

  await page.getByTestId('lens.tab.trajectory').click();
  const timeline = page.getByTestId('trajectory.timeline');
  await expect(timeline).toBeVisible();
  const time = page.getByTestId('trajectory.t');
  await sampled(page);
  await timeline.focus();
  await page.keyboard.press('End');
  await expect(time).toContainText('0.00');
  const data = await still(() => digest(page));
  await page.keyboard.press('Home');
  await expect(time).toContainText('1.00');
  await expect.poll(() => digest(page)).not.toBe(data);
  await page.keyboard.press('End');
  await expect.poll(() => digest(page)).toBe(data);
  await page.keyboard.press('Shift+ArrowLeft');
  await expect.poll(() => digest(page)).not.toBe(data);

  const box = await timeline.boundingBox();
  if (!box) throw new Error('The timeline is not on the screen.');
  const before = await still(() => digest(page));
  await page.mouse.click(box.x + box.width * 0.8, box.y + box.height / 2);
  await expect.poll(() => digest(page)).not.toBe(before);
  await picture('flow-trajectory');

  await page.getByTestId('trajectory.play').click();
  const playing = await digest(page);
  await expect.poll(() => digest(page)).not.toBe(playing);
});

test('a training process that is killed leaves the window alive with its last checkpoint on offer', async ({
  app,
  page,
  picture,
  userData,
}) => {
  test.setTimeout(180_000);
  await page.getByTestId('gallery.template.rectified-flow-2d').click();
  await trainUntil(page, 200);
  const kept = await step(page);
  const checkpoint = `${String(kept).padStart(9, '0')}.safetensors`;
  const files = async () => (await readdir(userData, { recursive: true })).map((path) => path.split(/[\\/]/).at(-1));
  await expect.poll(files).toContain(checkpoint);

  await killTraining(app);
  await expect(page.getByTestId('banner.lost')).toBeVisible();
  await expect(page.getByTestId('node.denoiser')).toBeVisible();
  await picture('worker-lost');
  await page
    .getByTestId('banner.lost')
    .getByRole('button', { name: /resume/i })
    .click();
  await beyond(page, kept);
});
