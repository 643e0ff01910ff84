import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { beyond, step } from './runs';
import { expect, launch, quit, test } from './studio';

const device = (page: Page) => page.getByTestId('topbar.device');
const paused = (page: Page) => expect(page.getByTestId('run.status')).toHaveAttribute('data-state', 'paused');

test('a user finds out what there is to train on from the keyboard, and moves a run to another device', async ({
  page,
  picture,
  userData,
}) => {
  test.setTimeout(240_000);
  await page.getByTestId('gallery.template.rectified-flow-2d').click();
  await expect(device(page)).toHaveAccessibleName(/^Device: CPU · \d+ threads?$/, { timeout: 60_000 });

  await device(page).focus();
  await page.keyboard.press('Enter');
  const menu = page.getByRole('menu');
  await expect(menu.getByRole('menuitemradio', { name: 'CPU', exact: true })).toBeChecked({ timeout: 90_000 });
  const missing = page.locator('[role=menuitemradio][aria-disabled=true]');
  expect(await missing.count()).toBeGreaterThan(0);
  for (const item of await missing.all()) await expect(item).toHaveAccessibleDescription(/\S.*\.$/);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await expect(missing.last()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(menu).toBeVisible();
  await picture('devices');

  // The reference engine takes its time over what the lenses show.
  await page.keyboard.press('Escape');
  await page.getByTestId('topbar.lenses').click();
  await device(page).click();
  // Nothing is trained yet: the model moves at once.
  await menu.getByRole('menuitemradio', { name: /^Reference/ }).click();
  await expect(device(page)).toHaveAccessibleName('Device: Reference', { timeout: 60_000 });
  expect(JSON.parse(await readFile(join(userData, 'device.json'), 'utf8'))).toEqual({ backend: 'reference' });
  await page.getByTestId('run.step').click();
  await expect.poll(() => step(page), { timeout: 60_000 }).toBe(1);

  await device(page).click();
  await menu.getByRole('menuitemradio', { name: 'CPU', exact: true }).click();
  await expect(device(page)).toHaveAccessibleName('Device: Reference, CPU from the next run on');
  await device(page).click();
  await page.getByTestId('menu.device.move').click();
  await expect(device(page)).toHaveAccessibleName(/^Device: CPU · \d+ threads?$/, { timeout: 60_000 });
  await expect.poll(() => step(page)).toBe(1);
  await page.getByTestId('run.train').click();
  await beyond(page, 50);
});

test('a remembered device that this machine does not have gives way to the CPU, and the user is told', async ({
  userData,
}) => {
  await writeFile(join(userData, 'device.json'), '{ "backend": "abacus" }');
  const app = await launch(userData);
  const page = await app.firstWindow();
  await page.getByTestId('gallery.template.rectified-flow-2d').click();
  await expect(page.getByText('Training uses the CPU, as the chosen device cannot run')).toBeVisible({
    timeout: 60_000,
  });
  await expect(device(page)).toHaveAccessibleName(/^Device: CPU/);
  await page.getByTestId('run.step').click();
  await expect.poll(() => step(page)).toBe(1);
  await quit(app);
});

test('a step that is not finite pauses training, shows the node, and goes on from the last checkpoint', async ({
  page,
  picture,
}) => {
  test.setTimeout(240_000);
  await page.getByTestId('gallery.template.vae-digits').click();
  // From the same step the same happens: whether a network breaks or only falls silent hangs on where it stands.
  const kept = 20;
  await page.getByTestId('node.trainer').click({ position: { x: 60, y: 10 } });
  const [steps, rate] = ['steps', 'learning_rate'].map((name) => page.getByTestId(`inspector.setting.${name}`));
  await steps.fill(`${kept}`);
  await steps.press('Enter');
  await page.getByTestId('run.train').click();
  await expect(page.getByTestId('run.status')).toHaveAttribute('data-state', 'finished', { timeout: 60_000 });
  expect(await step(page)).toBe(kept);

  await steps.fill('4690');
  await steps.press('Enter');
  // Once there are steps left, Train goes on with the run instead of beginning another.
  await paused(page);
  await rate.fill('1');
  await rate.press('Enter');
  await page.getByTestId('run.train').click();
  const banner = page.getByTestId('banner.non-finite');
  await expect(banner).toBeVisible({ timeout: 120_000 });
  await expect(banner).toContainText(/^Step \d+ was not taken: .+ “?"?MNIST digits/);
  await paused(page);
  expect(await step(page)).toBeGreaterThan(kept);
  await expect(page.locator('article[class*=error]').first()).toContainText(/(NaN|Infinity) at step \d+/);
  await expect(page.getByTestId('status.problems')).toContainText('1 problem');
  await picture('not-finite');

  const back = page.getByTestId('banner.back');
  await expect(back).toContainText(/Back to step/);
  await page.getByTestId('banner.lower-rate').click();
  await expect(banner).toBeHidden();
  await beyond(page, kept);
});
