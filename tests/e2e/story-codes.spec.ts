import type { Page } from '@playwright/test';
import { viewChecker } from './axe';
import { step, still, trainUntil } from './runs';
import { expect, test } from './studio';

const map = (page: Page) => page.getByTestId('codes.map');
const grid = (page: Page) => page.getByTestId('codes.grid');
const tokens = async (page: Page): Promise<number[]> =>
  ((await map(page).getAttribute('data-tokens')) ?? '').split(' ').map(Number);
const decoded = (page: Page) => page.getByTestId('codes.decoded').getAttribute('data-digest');
const order = async (page: Page): Promise<string> =>
  (await page.getByTestId('codes.bars').getAttribute('data-order')) ?? '';

/** Where the code at this position of the codebook is drawn. */
async function tileAt(page: Page, position: number): Promise<{ x: number; y: number }> {
  const [width, height, columns] = ((await grid(page).getAttribute('data-tile')) ?? '').split(' ').map(Number);
  return {
    x: (position % columns) * width + width / 3,
    y: Math.floor(position / columns) * height + height / 3,
  };
}

test('a digit is a map of codes that can be changed, and every code shows what it stands for', async ({
  page,
  picture,
}) => {
  test.setTimeout(150_000);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.getByTestId('gallery.template.vqvae-digits').click();
  await expect(page.getByTestId('status.problems')).toContainText('No problems');
  // A picture for the page wants codes that mean something.
  await trainUntil(page, process.env.LOOM_SCREENSHOTS === '1' ? 1_200 : 60);
  await page.getByTestId('lens.maximise').click();
  await expect(page.getByTestId('lens.codes')).toBeVisible();
  await expect(page.getByTestId('codes.usage')).toContainText(/\d+ of 64 codes in use · perplexity \d/);
  await expect(page.getByTestId('codes.decoded')).toBeVisible();
  const newest = String(await step(page));
  await expect(page.getByTestId('codes.usage')).toHaveAttribute('data-step', newest, { timeout: 30_000 });
  await still(() => tokens(page));

  await test.step('a place is chosen with the pointer, and a code is put there', async () => {
    const own = await tokens(page);
    const before = await still(() => decoded(page));
    const box = await map(page).boundingBox();
    if (!box) throw new Error('The map is not there.');
    await map(page).click({ position: { x: box.width / 2, y: box.height / 2 } });
    await expect(map(page)).toHaveAttribute('data-place', '24');
    await expect(grid(page)).toHaveAttribute('data-code', String(own[24]));
    await expect(page.getByTestId('codes.used')).toContainText(`Code ${own[24]} stands at`);
    const shown = (await order(page)).split(' ').map(Number);
    const other = shown.findIndex((code) => code !== own[24]);
    // Over a code the picture is seen with it, before anything is changed.
    await grid(page).hover({ position: await tileAt(page, other) });
    await expect.poll(() => decoded(page)).not.toBe(before);
    expect(await tokens(page)).toEqual(own);
    await grid(page).click({ position: await tileAt(page, other) });
    await expect.poll(() => tokens(page)).toEqual(own.map((code, i) => (i === 24 ? shown[other] : code)));
    await expect(page.getByTestId('codes.changed')).toHaveText('codes, 1 changed');
    await picture('codes');
    await page.getByTestId('codes.reset').click();
    await expect.poll(() => tokens(page)).toEqual(own);
    await page.mouse.move(0, 0);
    await expect.poll(() => decoded(page)).toBe(before);
  });

  await test.step('and with keys', async () => {
    const own = await tokens(page);
    await map(page).focus();
    await page.keyboard.press('ArrowRight');
    await expect(map(page)).toHaveAttribute('data-place', '25');
    await page.keyboard.press('+');
    await expect.poll(async () => (await tokens(page))[25]).not.toBe(own[25]);
    await page.keyboard.press('Backspace');
    await expect.poll(() => tokens(page)).toEqual(own);
    await grid(page).focus();
    await page.keyboard.press('ArrowRight');
    const picked = Number(await grid(page).getAttribute('data-code'));
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await tokens(page))[25]).toBe(picked);
    await page.keyboard.press('Escape');
    await expect(map(page)).toHaveAttribute('data-place', '');
  });

  await test.step('the codebook by number and by use, as means and decoded; the bars pick codes too', async () => {
    const used = await order(page);
    await page.getByTestId('codes.order').selectOption('index');
    await expect.poll(() => order(page)).toBe('0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15');
    await page.getByTestId('codes.order').selectOption('usage');
    await expect.poll(() => order(page)).toBe(used);
    const drawn = () => grid(page).evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL().length);
    const means = await still(drawn);
    await page.getByTestId('codes.look').selectOption('alone');
    await expect.poll(drawn).not.toBe(means);
    await page.getByTestId('codes.bars').click({ position: { x: 2, y: 40 } });
    await expect(grid(page)).toHaveAttribute('data-code', used.split(' ')[0]);
  });

  await test.step('other items', async () => {
    const first = await tokens(page);
    await page.getByTestId('codes.next').click();
    await expect(page.getByRole('heading', { name: 'Held-out item 2, “2”' })).toBeVisible();
    await expect.poll(() => tokens(page)).not.toEqual(first);
    await page.getByTestId('codes.previous').click();
    await expect(page.getByRole('heading', { name: 'Held-out item 1, “7”' })).toBeVisible();
    await page.getByTestId('codes.used').getByRole('button').first().click();
    await expect(page.getByRole('heading', { name: /^Held-out item \d+, “\d”$/ })).toBeVisible();
  });

  await test.step('nothing in it is hard to reach or to read', async () => {
    const { check, found } = viewChecker(page);
    await check('codes');
    expect(found).toEqual({});
  });
});
