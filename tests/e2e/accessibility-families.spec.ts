import { viewChecker } from './axe';
import { expect, test } from './studio';

/** Parts of the window that other tests look at. */
const REST = ['canvas', 'inspector', 'top', 'rail'].map((region) => `[data-region=${region}]`);

test('maps of densities and their bandwidths can be read and named, in dark and light', async ({ page }) => {
  test.setTimeout(90_000);
  const { check, found } = viewChecker(page, REST);
  await page.getByTestId('gallery.template.density-2d').click();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect(page.getByTestId('density.integral').first()).toBeVisible({ timeout: 30_000 });
  await check('density map');
  await page.getByTestId('density.layers').click();
  await check('layers');
  await page.keyboard.press('Escape');
  await page.getByTestId('density.scan').click();
  await expect(page.getByTestId('density.scan.best')).toBeVisible({ timeout: 30_000 });
  await check('likelihood against bandwidth');
  expect(found).toEqual({});
});

test('text that is written and text that is read can be read and named, in dark and light', async ({ page }) => {
  test.setTimeout(90_000);
  const { check, found } = viewChecker(page, REST);
  await page.getByTestId('gallery.template.char-rnn').click();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect(page.getByTestId('text.next.1')).toBeVisible({ timeout: 60_000 });
  await check('writing');
  await page.getByTestId('text.mode.read').click();
  await expect(page.getByTestId('text.held-out')).toBeVisible({ timeout: 60_000 });
  await check('reading');
  await page.getByTestId('lens.tab.data').click();
  await expect(page.getByTestId('data.texts')).toBeVisible();
  await check('windows of text');
  // Only the keyboard reaches what scrolls: no element in it takes the focus.
  const inFocus = () => page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
  await page.getByTestId('data.split.train').focus();
  for (let tab = 0; tab < 8 && (await inFocus()) !== 'data.texts'; tab++) await page.keyboard.press('Tab');
  expect(await inFocus()).toBe('data.texts');
  expect(found).toEqual({});
});
