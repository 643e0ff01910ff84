import type { Page } from '@playwright/test';
import { viewChecker } from './axe';
import { expect, test } from './studio';

/** Selects a node by its title bar, and waits for the inspector to show it. */
async function choose(page: Page, node: string): Promise<void> {
  await page.getByTestId(`node.${node}`).click({ position: { x: 60, y: 10 } });
  await expect(page.getByTestId('inspector.name')).toBeVisible();
}

test('every view can be read and named, in dark and light', async ({ page }) => {
  test.setTimeout(240_000);
  const { check, found } = viewChecker(page);
  await page.getByTestId('gallery.template.vae-digits').click();
  await expect(page.getByTestId('node.encoder')).toBeVisible();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await check('study, nothing selected');
  for (const node of ['data', 'encoder', 'kl', 'trainer']) {
    await choose(page, node);
    await check(`inspector of ${node}`);
  }
  await page.getByTestId('inspector.advanced').click();
  await check('inspector with its advanced settings');
  await page.locator('.react-flow__edge').first().click({ force: true });
  await check('inspector of a wire');
  await page.getByTestId('canvas').click({ position: { x: 8, y: 300 } });
  await page.keyboard.press('Control+a');
  await check('everything selected');
  await page.keyboard.press('Control+g');
  await expect(page.getByTestId('inspector.group-title')).toBeVisible();
  await check('inspector of a group');
  await page.keyboard.press('Control+z');
  await page.getByTestId('rail.nodes').click();
  await check('palette of nodes');
  await page.getByTestId('rail.runs').click();
  await check('runs');
  await page.getByTestId('rail.runs').click();
  await page.keyboard.press('Control+k');
  await expect(page.getByTestId('palette')).toBeVisible();
  await check('command palette');
  await page.keyboard.press('Escape');
  await page.getByTestId('rail.keys').click();
  await expect(page.getByTestId('keys')).toBeVisible();
  await check('keys');
  await page.keyboard.press('Escape');
  await page.getByTestId('topbar.project').click();
  await check('menu of the project');
  await page.keyboard.press('Escape');
  await page.getByTestId('canvas').hover({ position: { x: 8, y: 300 } });
  await page.getByTestId('canvas').click({ position: { x: 8, y: 300 } });
  await page.keyboard.press('Tab');
  await expect(page.getByTestId('node-search.input')).toBeVisible();
  await check('node search');
  await page.keyboard.press('Escape');
  await page.getByTestId('node.encoder').dblclick({ position: { x: 60, y: 10 } });
  await expect(page.getByTestId('inspector.network')).toBeVisible();
  await check('network, nothing selected');
  await choose(page, 'mlp');
  await check('inspector of a layer');
  await page.keyboard.press('Control+Shift+b');
  await expect(page.getByTestId('inspector.ports')).toBeVisible();
  await check('inspector of a block');
  await page.getByTestId('inspector.to-library').click();
  await expect(page.locator('dialog[open]')).toBeVisible();
  await check('dialog of the library');
  await page.keyboard.press('Escape');
  await page.getByTestId('inspector.open-network').click();
  await expect(page.getByTestId('breadcrumb')).toContainText('Block');
  await check('inside a block');
  await page.getByTestId('canvas').click({ position: { x: 8, y: 300 } });
  await page.keyboard.press('Control+ArrowUp');
  await expect(page.getByTestId('inspector.ports')).toBeVisible();
  await page.keyboard.press('Delete');
  await expect(page.getByTestId('status.problems')).toContainText('problem');
  await check('a graph with problems');
  await page.getByTestId('status.problems').click();
  await check('list of problems');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Shift+o');
  await expect(page.getByTestId('gallery')).toBeVisible();
  await check('gallery');
  expect(found).toEqual({});
});

test('the focus walks from the top bar by rail, canvas and inspector to the lenses, and F6 leaps', async ({ page }) => {
  await page.getByTestId('gallery.template.vae-digits').click();
  await expect(page.getByTestId('node.encoder')).toBeVisible();
  const region = (): Promise<string | null> =>
    page.evaluate(() => document.activeElement?.closest('[data-region]')?.getAttribute('data-region') ?? null);
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const leaps: (string | null)[] = [];
  for (let press = 0; press < 6; press++) {
    await page.keyboard.press('F6');
    leaps.push(await region());
  }
  expect(leaps).toEqual(['top', 'rail', 'canvas', 'inspector', 'lenses', 'top']);
  await page.keyboard.press('Shift+F6');
  expect(await region()).toBe('lenses');

  // In the order of the page: each region is left once and never entered again.
  await page.getByTestId('topbar.project').focus();
  const walked: (string | null)[] = [];
  for (let press = 0; press < 200; press++) {
    const at = await region();
    if (walked.at(-1) !== at) walked.push(at);
    if (at === 'lenses') break;
    await page.keyboard.press('Tab');
  }
  expect(walked.filter((at) => at !== null)).toEqual(['top', 'rail', 'canvas', 'inspector', 'lenses']);
});

test('nothing moves for those who wish so', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.getByTestId('gallery.template.vae-digits').click();
  await expect(page.getByTestId('node.encoder')).toBeVisible();
  await page.getByTestId('node.encoder').click({ position: { x: 60, y: 10 } });
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll('*')].flatMap((element) => {
      const { transitionDuration, animationDuration } = getComputedStyle(element);
      const still = [...transitionDuration.split(','), ...animationDuration.split(',')].every(
        (duration) => Number.parseFloat(duration) === 0,
      );
      return still ? [] : [`${element.tagName}.${element.getAttribute('class')} ${transitionDuration}`];
    }),
  );
  expect(moving).toEqual([]);
});

test('a dialog keeps the focus and gives it back', async ({ page }) => {
  await page.getByTestId('gallery.template.vae-digits').click();
  await page.getByTestId('rail.keys').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('keys')).toBeVisible();
  for (let press = 0; press < 12; press++) {
    await page.keyboard.press('Tab');
    const outside = await page.evaluate(() => {
      const active = document.activeElement;
      return active !== document.body && active?.closest('dialog') === null;
    });
    expect(outside).toBe(false);
  }
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('rail.keys')).toBeFocused();
});

/** Controls of the bars that lie outside the window or under another one, and the page where it is wider than the window. */
const crowded = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const name = (button: Element) => button.getAttribute('aria-label') ?? button.textContent ?? '';
    const bars = [...document.querySelectorAll('[data-region=top], [data-region=status], [data-region=rail]')];
    const buttons = bars.flatMap((bar) => [...bar.querySelectorAll('button')]);
    const wide = document.documentElement.scrollWidth > window.innerWidth ? ['the page'] : [];
    const hidden = buttons.filter((button) => {
      const { left, right, top, bottom, width } = button.getBoundingClientRect();
      if (width === 0) return false;
      if (left < 0 || top < 0 || right > window.innerWidth + 0.5 || bottom > window.innerHeight + 0.5) return true;
      const there = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      return there?.closest('button') !== button;
    });
    return [...wide, ...hidden.map(name)];
  });

for (const [name, width, height, zoom] of [
  ['a small window', 1024, 640, 1],
  ['twice the size', 1440, 900, 2],
] as const) {
  test(`${name} cuts nothing off`, async ({ app, page }) => {
    await page.getByTestId('gallery.template.vae-digits').click();
    await expect(page.getByTestId('node.encoder')).toBeVisible();
    await app.evaluate(
      ({ BrowserWindow }, [w, h, factor]) => {
        const [window] = BrowserWindow.getAllWindows();
        window.setContentSize(w, h);
        window.webContents.setZoomFactor(factor);
      },
      [width, height, zoom] as const,
    );
    await page.waitForFunction((expected) => Math.abs(window.innerWidth - expected) <= 1, width / zoom);
    await expect.poll(() => crowded(page)).toEqual([]);
    const canvas = await page.evaluate(() => {
      const box = document.querySelector('[data-testid=canvas]')?.getBoundingClientRect();
      return { width: box?.width ?? 0, height: box?.height ?? 0 };
    });
    expect(canvas.width).toBeGreaterThan(300);
    expect(canvas.height).toBeGreaterThan(100);
  });
}

test('undo inside a network is said, seen and selected', async ({ page }) => {
  await page.getByTestId('gallery.template.vae-digits').click();
  await page.getByTestId('node.encoder').dblclick({ position: { x: 60, y: 10 } });
  await choose(page, 'mlp');
  const hidden = page.getByTestId('inspector.setting.hidden');
  await hidden.fill('64');
  await hidden.press('Enter');
  await page.getByTestId('canvas').click({ position: { x: 8, y: 300 } });
  await page.keyboard.press('Control+ArrowUp');
  await expect(page.getByTestId('breadcrumb')).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('breadcrumb')).toContainText('Encoder');
  await expect(page.getByTestId('announcement')).toHaveText('Undid Change setting in Encoder');
  await expect(page.getByTestId('inspector.name')).toHaveValue('MLP');
  await expect(page.getByTestId('inspector.setting.hidden')).toHaveValue('400');
});
