import type { Page } from '@playwright/test';
import { expect, test } from './studio';

const cards = (page: Page) => page.locator('[data-testid^="gallery.template."]');
/** Whether the first template of a family stands in the upper half of what is seen of the gallery. */
const isAtTheTop = (page: Page, family: string): Promise<boolean> =>
  page.locator(`[data-family="${family}"]`).evaluate((shelf) => {
    const { top } = shelf.getBoundingClientRect();
    return top >= 0 && top < window.innerHeight / 2;
  });

test('a student looks for a model by word and by family, and begins by keys alone', async ({ page }) => {
  const find = page.getByTestId('gallery.find');
  const all = cards(page);
  await expect(page.getByTestId('gallery.template.vae-digits')).toBeVisible();
  const many = await all.count();
  expect(many).toBeGreaterThan(15);

  await test.step('words narrow it down, in any order, and nothing says what to do', async () => {
    await find.fill('digits adversarial');
    await expect(page.getByTestId('gallery.template.gan-digits')).toBeVisible();
    await expect(page.getByTestId('gallery.template.vae-digits')).toBeHidden();
    await expect(page.getByRole('status').filter({ hasText: `${await all.count()} templates found` })).toBeAttached();
    await find.fill('zebra');
    await expect(page.getByTestId('gallery.nothing')).toContainText('No template has “zebra”');
    await expect(all).toHaveCount(0);
    await find.fill('');
    await expect(all).toHaveCount(many);
  });

  await test.step('a family comes to the top, by pointer and by keys, and looking stays at hand', async () => {
    await page.getByTestId('gallery.family.flows').click();
    await expect.poll(() => isAtTheTop(page, 'flows')).toBe(true);
    await expect(find).toBeInViewport({ ratio: 1 });
    await page.getByTestId('gallery.family.adversarial').focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => isAtTheTop(page, 'adversarial')).toBe(true);
    await expect(page.locator('[data-family="adversarial"] [data-template]').first()).toBeFocused();
  });

  await test.step('Enter goes from the field to the first that is found, and opens it', async () => {
    await find.focus();
    await page.keyboard.type('hierarchical');
    await expect(all).toHaveCount(1);
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('gallery.template.hierarchical-vae-digits')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('node.prior')).toBeVisible();
  });

  await test.step('a blank canvas is still one key away', async () => {
    await page.getByTestId('rail.gallery').click();
    await expect(find).toHaveValue('');
    await page.getByTestId('gallery.blank').focus();
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('node.prior')).toBeHidden();
    await expect(page.getByTestId('canvas')).toBeVisible();
  });
});
