import type { Page } from '@playwright/test';
import { beyond, step } from './runs';
import { expect, test } from './studio';

const number = (text: string | null): number => Number((text ?? '').replace(/[^\d.eE+-]/g, ''));

/** Picture under the pointer once it stands for a place other than `before`. */
const hoveredPicture = async (
  page: Page,
  x: number,
  y: number,
  before: string,
): Promise<{ z: string; pixels: string }> => {
  const box = await page.getByTestId('latent.canvas').boundingBox();
  if (!box) throw new Error('The latent plane is not on the screen.');
  await page.mouse.move(box.x + box.width * x, box.y + box.height * y, { steps: 4 });
  const hover = page.getByTestId('latent.hover');
  await expect(hover).toBeVisible();
  await expect.poll(() => hover.getAttribute('data-z')).not.toBe(before);
  const pixels = await hover.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  return { z: (await hover.getAttribute('data-z')) ?? '', pixels };
};

test('a student trains the VAE, sees the clouds part, decodes under the pointer and draws a line', async ({
  page,
  picture,
}) => {
  test.setTimeout(240_000);
  await expect(page.getByTestId('gallery')).toBeVisible();
  await picture('gallery');
  await page.getByTestId('gallery.template.vae-digits').click();
  await expect(page.getByTestId('node.encoder')).toBeVisible();
  await page.locator('[data-id="data_x-encoder_x"] .react-flow__edge-interaction').hover({ force: true });
  await expect(page.getByTestId('edge.data_x-encoder_x.shape')).toContainText('128 × 784');

  await page.getByTestId('run.train').click();
  await beyond(page, 20);
  await page.getByTestId('lens.tab.curves').click();
  const loss = page.getByTestId('curves.series.loss');
  await expect(loss).toBeVisible();
  const early = number(await loss.textContent());
  await beyond(page, 600);
  await expect.poll(async () => number(await loss.textContent())).toBeLessThan(early - 10);
  await page.getByTestId('lens.tab.latent').click();
  await expect
    .poll(async () => Number(await page.getByTestId('latent.count').getAttribute('data-count')))
    .toBeGreaterThanOrEqual(1000);
  await picture('vae-training');

  // Hovering answers while the model trains.
  const left = await hoveredPicture(page, 0.42, 0.55, '');
  const right = await hoveredPicture(page, 0.6, 0.4, left.z);
  expect(right.z).not.toBe(left.z);
  expect(right.pixels).not.toBe(left.pixels);

  await page.getByTestId('run.pause').click();
  await expect(page.getByTestId('run.status')).toHaveAttribute('data-state', 'paused');
  const rested = await step(page);
  await page.getByTestId('run.step').click();
  await expect.poll(() => step(page)).toBe(rested + 1);

  await page.getByTestId('latent.manifold').click();
  await page.getByTestId('latent.interpolate').click();
  const box = await page.getByTestId('latent.canvas').boundingBox();
  if (!box) throw new Error('The latent plane is not on the screen.');
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.4);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.65, { steps: 6 });
  const strip = page.getByTestId('latent.strip');
  await expect(strip).toBeVisible();
  const first = await strip.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  await page.mouse.move(box.x + box.width * 0.7, box.y + box.height * 0.3, { steps: 6 });
  await page.mouse.up();
  await expect.poll(() => strip.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL())).not.toBe(first);
  await picture('vae-latent');
});

test('undo brings back a deleted node with its wires, and redo takes it away again', async ({ page }) => {
  await page.getByTestId('gallery.template.vae-digits').click();
  const kl = page.getByTestId('node.kl');
  await expect(kl).toBeVisible();
  await expect(page.getByTestId('rf__edge-encoder_q-kl_q')).toHaveCount(1);
  await kl.click({ position: { x: 60, y: 10 } });
  await page.keyboard.press('Delete');
  await expect(kl).toHaveCount(0);
  await expect(page.getByTestId('rf__edge-encoder_q-kl_q')).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(kl).toBeVisible();
  await expect(page.getByTestId('rf__edge-encoder_q-kl_q')).toHaveCount(1);
  await page.keyboard.press('Control+Shift+z');
  await expect(kl).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(kl).toBeVisible();
});

test('a setting that does not fit says so on the node and in the problems, and keeps Train from starting', async ({
  page,
  picture,
}) => {
  await page.getByTestId('gallery.template.vae-digits').click();
  await page.getByTestId('node.decoder').click({ position: { x: 60, y: 10 } });
  const shape = page.getByTestId('inspector.setting.output_shape');
  await shape.fill('100');
  await shape.press('Enter');
  await expect(page.getByTestId('status.problems')).toContainText('1');
  await expect(page.getByTestId('node.reconstruction')).toContainText('set the decoder’s output shape to 784');
  await picture('problem');
});
