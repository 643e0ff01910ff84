import type { Page } from '@playwright/test';
import { expect, test } from './studio';

const centre = async (page: Page, testId: string): Promise<{ x: number; y: number }> => {
  const box = await page.getByTestId(testId).boundingBox();
  if (!box) throw new Error(`${testId} is not on the screen.`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

test('an encoder opens to its layers, an edit there reaches the study, and the way back is one click', async ({
  page,
}) => {
  await page.getByTestId('gallery.template.vae-digits').click();
  await page.getByTestId('node.encoder').dblclick({ position: { x: 60, y: 10 } });
  await expect(page.getByTestId('breadcrumb')).toContainText('Encoder');
  await page.getByTestId('node.mlp').click({ position: { x: 60, y: 10 } });
  const hidden = page.getByTestId('inspector.setting.hidden');
  await hidden.fill('64, 32');
  await hidden.press('Enter');
  await page.getByTestId('breadcrumb.study').click();
  // 784·64 + 64 + 64·32 + 32 + 32·4 + 4
  await expect(page.getByTestId('node.encoder')).toContainText(/52.452/);
});

test('a wire that cannot fit says why under the pointer and is not made; one that fits is', async ({ page }) => {
  await page.getByTestId('gallery.template.vae-digits').click();
  await expect(page.getByTestId('node.encoder')).toBeVisible();
  await page.waitForTimeout(500);
  const wires = page.locator('.react-flow__edge');
  const before = await wires.count();
  const from = await centre(page, 'port.data.label');
  const wrong = await centre(page, 'port.decoder.z');
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(wrong.x, wrong.y, { steps: 12 });
  await expect(page.getByText(/Can't connect/).first()).toBeVisible();
  await page.mouse.up();
  await expect(wires).toHaveCount(before);
});

test('a node is found by its name, added at the keyboard and trained with the study in light', async ({
  page,
  picture,
}) => {
  await page.getByTestId('gallery.template.rectified-flow-2d').click();
  await expect(page.getByTestId('node.denoiser')).toBeVisible();
  const canvas = await centre(page, 'canvas');
  await page.mouse.move(canvas.x, canvas.y + 150);
  await page.keyboard.press('Tab');
  await page.getByTestId('node-search.input').fill('gaussian noise');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('node.normal')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('node.normal')).toHaveCount(0);

  await page.keyboard.press('Control+k');
  await page.getByTestId('palette').getByRole('combobox').fill('light');
  await page.keyboard.press('Enter');
  await expect(page.locator(':root')).toHaveAttribute('data-theme', 'light');
  await page.keyboard.press('Control+Enter');
  await expect
    .poll(async () => Number(await page.getByTestId('run.status').getAttribute('data-step')), { timeout: 60_000 })
    .toBeGreaterThan(400);
  await picture('light');
});

test('a layer is found in a folded group of the palette, and rare settings are folded away until one is looked for', async ({
  page,
  picture,
}) => {
  await page.getByTestId('gallery.template.vae-digits').click();
  await page.getByTestId('node.trainer').click({ position: { x: 60, y: 10 } });
  const decay = page.getByTestId('inspector.setting.ema_decay');
  await expect(page.getByTestId('inspector.setting.learning_rate')).toBeVisible();
  await expect(decay).toBeHidden();
  const advanced = page.getByTestId('inspector.advanced');
  await advanced.click();
  await decay.fill('0.99');
  await decay.press('Enter');
  await advanced.click();
  await expect(decay).toBeHidden();
  await expect(advanced).toHaveText(/1 changed/);

  await page.getByTestId('node.encoder').dblclick({ position: { x: 60, y: 10 } });
  await page.getByTestId('rail.nodes').click();
  const layer = page.getByTestId('palette.layer.group_norm');
  await expect(layer).toBeHidden();
  const search = page.getByTestId('drawer.nodes.search');
  await search.fill('group norm');
  await expect(layer).toBeVisible();
  await search.fill('');
  await page.getByTestId('palette.group.normalisation').click();
  await layer.click();
  await expect(page.locator('article', { hasText: 'Group norm' })).toBeVisible();
  await picture('layers');
});
