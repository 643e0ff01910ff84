import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { readNpz } from '../../src/core/export';
import { drawn, resting } from './pixels';
import { trainUntil } from './runs';
import { answerFileDialogs, expect, test } from './studio';

/** The numbers of a text; thousands are written apart. */
const whole = (text: string): number[] =>
  (text.match(/\d(?:[^\S\n]?\d)*/g) ?? []).map((part) => Number(part.replace(/\s/g, '')));

/** Waits until a canvas shows something else than `before`, and gives what it shows. */
async function drawnAnew(canvas: Locator, before: string): Promise<string> {
  await expect.poll(() => drawn(canvas)).not.toBe(before);
  return drawn(canvas);
}

/** Drags from one place of an element to another, both in parts of its size. */
async function drag(page: Page, on: Locator, from: readonly number[], to: readonly number[]): Promise<void> {
  const box = await on.boundingBox();
  if (!box) throw new Error('There is nothing on the screen to drag over.');
  await page.mouse.move(box.x + from[0] * box.width, box.y + from[1] * box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + to[0] * box.width, box.y + to[1] * box.height, { steps: 6 });
  await page.mouse.up();
}

test('curves are smoothed, measured, taken away and cut to some steps', async ({ app, page, userData }) => {
  test.setTimeout(120_000);
  await page.getByTestId('gallery.template.gan-2d').click();
  await page.getByTestId('lens.tab.curves').click();
  await expect(page.getByTestId('curves.empty')).toContainText('Ready to train');
  await trainUntil(page, 80);
  const plot = page.getByTestId('curves.plot').locator('canvas');
  const reader = page.getByRole('application', { name: /^Curves of .* over \d+ steps/ });
  await resting(page.getByTestId('curves.plot'));

  await test.step('smoothing bends the line, not what was measured', async () => {
    const series = page.locator('[data-testid^="curves.series."]').first();
    const measured = await values(app, page, join(userData, 'before.npz'));
    const [name] = (await series.getAttribute('data-testid'))?.split('curves.series.').slice(1) ?? [];
    const last = measured.get(name)?.at(-1) ?? Number.NaN;
    const smooth = await drawn(plot);
    const slider = page.getByTestId('curves.smoothing');
    await slider.focus();
    await page.keyboard.press('Home');
    await expect(slider).toHaveAttribute('aria-valuetext', 'none');
    const raw = await drawnAnew(plot, smooth);
    // Without smoothing the legend tells the last value as it was measured.
    expect(Math.abs(Number((await series.innerText()).match(/[\d.]+$/)?.[0]) - last)).toBeLessThan(
      1e-3 * Math.abs(last),
    );
    await page.keyboard.press('End');
    await expect(slider).toHaveAttribute('aria-valuetext', /over about 500 steps/);
    await drawnAnew(plot, raw);
    expect(await values(app, page, join(userData, 'after.npz'))).toEqual(measured);
  });

  await test.step('a logarithmic axis, and back', async () => {
    const even = await drawn(plot);
    await page.getByTestId('curves.log').click();
    await expect(page.getByTestId('curves.log')).toHaveAttribute('aria-pressed', 'true');
    await drawnAnew(plot, even);
    await page.getByTestId('curves.log').click();
    await expect.poll(() => drawn(plot)).toBe(even);
  });

  await test.step('a curve can be taken away', async () => {
    const all = await drawn(plot);
    const series = page.locator('[data-testid^="curves.series."]').first();
    await series.click();
    await expect(series).toHaveAttribute('aria-pressed', 'false');
    await drawnAnew(plot, all);
    await series.click();
    await expect.poll(() => drawn(plot)).toBe(all);
  });

  await test.step('some steps alone, read by keys, and all again', async () => {
    const at = page.getByTestId('lens.curves').getByText(/^step \d+$/);
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].setContentSize(1350, 900));
    await page.waitForFunction(() => window.innerWidth === 1350);
    await resting(page.getByTestId('curves.plot'));
    await reader.focus();
    await page.keyboard.press('Home');
    await expect(at).toHaveText('step 1');
    await page.keyboard.press('Shift+ArrowRight');
    await expect(at).toHaveText('step 21');
    await drag(page, reader, [0.4, 0.5], [0.7, 0.5]);
    await expect(page.getByTestId('curves.all')).toBeVisible();
    // The controls take a second row now; in the lower plot, dots keep to the curves that are drawn.
    const low = async (id: string) => (await page.getByTestId(id).boundingBox())?.y ?? 0;
    await expect.poll(async () => (await low('curves.log')) - (await low('curves.all'))).toBeGreaterThan(10);
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    const dots = await page
      .getByTestId('curves.plot')
      .locator('.u-cursor-pt:visible')
      .evaluateAll((all) => all.map((dot) => getComputedStyle(dot).transform));
    expect(dots.length).toBeGreaterThan(0);
    expect(dots).not.toContain('matrix(1, 0, 0, 1, 0, 0)');
    await reader.focus();
    await page.keyboard.press('Home');
    await expect.poll(async () => whole(await at.innerText())[0]).toBeGreaterThan(10);
    await page.getByTestId('curves.all').click();
    await expect(page.getByTestId('curves.all')).toHaveCount(0);
    await reader.focus();
    await page.keyboard.press('Home');
    await expect(at).toHaveText('step 1');
  });

  await test.step('results on held-out data', async () => {
    await expect(page.getByTestId('curves.metrics')).toHaveCount(0);
    await page.keyboard.press('Control+k');
    await page.getByTestId('palette').getByRole('combobox').fill('Measure on held-out data');
    await page.keyboard.press('Enter');
    const metrics = page.getByTestId('curves.metrics');
    await expect(metrics).toContainText('modes covered', { timeout: 60_000 });
    await expect(metrics.getByRole('definition').first()).toHaveText(/\d/);
  });
});

/** Every curve as it can be taken out of the lens. */
async function values(app: ElectronApplication, page: Page, file: string): Promise<Map<string, number[]>> {
  await answerFileDialogs(app, file);
  await page.getByTestId('export.curves').click();
  await page.getByTestId('menu.export.npz').click();
  await expect(page.getByText(`Saved as ${file}`)).toBeVisible();
  const arrays = readNpz(new Uint8Array(await readFile(file)));
  return new Map([...arrays].map(([name, { data }]) => [name, [...data].map(Number)]));
}
