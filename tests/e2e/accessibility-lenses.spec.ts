import type { Page } from '@playwright/test';
import { viewChecker } from './axe';
import { planeBox, shown } from './latent-projects';
import { expect, test } from './studio';

/** Parts of the window that stay as they are while the lenses change. */
const REST = ['canvas', 'inspector', 'top', 'rail'].map((region) => `[data-region=${region}]`);

const trained = async (page: Page, template: string, steps: number): Promise<void> => {
  await page.getByTestId(`gallery.template.${template}`).click();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.getByTestId('run.train').click();
  const status = page.getByTestId('run.status');
  await expect
    .poll(async () => Number(await status.getAttribute('data-step')), { timeout: 60_000 })
    .toBeGreaterThan(steps);
  await page.getByTestId('run.pause').click();
  await expect(status).toHaveAttribute('data-state', 'paused');
};

/** Opens what a button opens, looks at it, and closes it with Escape: the button has the focus again. */
async function opened(page: Page, button: string, look: () => Promise<void>): Promise<void> {
  await page.getByTestId(button).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId(button)).toHaveAttribute('aria-expanded', 'true');
  await look();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId(button)).toBeFocused();
  await expect(page.getByTestId(button)).toHaveAttribute('aria-expanded', 'false');
}

test('the latent lens can be read and named, in dark and light', async ({ page }) => {
  test.setTimeout(150_000);
  const { check, found } = viewChecker(page, REST);
  await trained(page, 'vae-digits', 60);
  await page.getByTestId('lens.tab.latent').click();
  await expect.poll(() => shown(page), { timeout: 60_000 }).toBeGreaterThan(0);
  for (const button of ['latent.layout', 'latent.colour', 'latent.view', 'export.latent', 'latent.twin.choice']) {
    await opened(page, button, () => check(button));
  }
  await page.getByTestId('bookmarks.latent').click();
  await page.getByTestId('bookmarks.keep').click();
  await check('title of a bookmark');
  await page.keyboard.press('Enter');
  await check('list of bookmarks');
  await page.keyboard.press('Escape');

  await page.getByTestId('latent.manifold').click();
  await page.getByTestId('latent.interpolate').click();
  await expect(page.getByTestId('latent.path.knot.end')).toBeVisible();
  await check('path and grid');
  await page.getByTestId('latent.interpolate').click();
  await page.getByTestId('latent.manifold').click();
  await page.getByTestId('latent.colour').click();
  await page.getByTestId('latent.colour.by').selectOption('distance');
  await page.keyboard.press('Escape');
  await page.getByTestId('latent.colour.part.0').focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('latent.selection')).toBeVisible();
  await check('colours of numbers and a selection');
  await page.getByTestId('latent.selection.item').first().click();
  const box = await planeBox(page);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await expect(page.getByTestId('latent.neighbours')).toBeVisible();
  await check('neighbours');
  // Lists are one stop for Tab; a panel that goes gives the focus to the plane.
  await page.getByTestId('latent.neighbour.0').focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByTestId('latent.neighbour.1')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('latent.canvas')).toBeFocused();
  await page.getByTestId('lens.tab.curves').click();
  await check('curves');
  await page.getByTestId('lens.tab.samples').click();
  await check('samples');
  await page.getByTestId('lens.tab.data').click();
  await page.getByTestId('data.mode.classes').click();
  await check('data by class');
  expect(found).toEqual({});
});

test('menus, the wiring dialog and a comparison can be read and named, in dark and light', async ({ page }) => {
  const { check, found } = viewChecker(page);
  await trained(page, 'vae-digits', 5);
  await page.getByTestId('node.encoder').click({ button: 'right', position: { x: 60, y: 10 } });
  await check('menu of a node');
  await page.keyboard.press('Escape');
  await page.locator('.react-flow__edge').first().click({ button: 'right', force: true });
  await check('menu of a wire');
  await page.keyboard.press('Escape');
  await page.locator('.react-flow__pane').click({ button: 'right', position: { x: 8, y: 300 } });
  await check('menu of the canvas');
  await page.keyboard.press('Escape');
  await page.getByTestId('node.encoder').click({ position: { x: 60, y: 10 } });
  await page.keyboard.press('w');
  await expect(page.getByTestId('connect')).toBeVisible();
  await check('wiring dialog, first port');
  await page.keyboard.press('Enter');
  await check('wiring dialog, second port');
  await page.keyboard.press('Escape');
  await page.getByTestId('node.kl').click({ position: { x: 60, y: 10 } });
  await page.keyboard.press('Delete');
  await page.getByTestId('rail.runs').click();
  await page.locator('[data-testid^="runs."][data-testid$=".compare"]').first().click();
  await expect(page.getByTestId('compare')).toBeVisible();
  await check('comparison');
  expect(found).toEqual({});
});

test('trajectory, film and drawing can be read and named, in dark and light', async ({ page }) => {
  test.setTimeout(120_000);
  const { check, found } = viewChecker(page, REST);
  await trained(page, 'rectified-flow-2d', 60);
  await page.getByTestId('lens.tab.trajectory').click();
  await page.getByTestId('trajectory.lane.add').click();
  await page.getByTestId('trajectory.pad.toggle').click();
  await page.getByTestId('trajectory.ground').selectOption('velocity');
  await expect(page.getByTestId('trajectory.canvas.2')).toBeVisible();
  await page.getByTestId('trajectory.timeline').focus();
  await page.keyboard.press('n');
  await expect(page.getByTestId('trajectory.picked')).toBeVisible();
  await check('two lanes, pad and one particle');
  for (const button of ['trajectory.more', 'trajectory.lane.2.settings']) {
    await opened(page, button, () => check(button));
  }
  await page.getByTestId('export.trajectory').click();
  await page.getByTestId('menu.export.film').click();
  await expect(page.getByTestId('film')).toBeVisible();
  await check('film');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('export.trajectory')).toBeFocused();
  await page.getByTestId('lens.tab.data').click();
  await check('data in the plane');
  await page.getByTestId('data.mode.draw').click();
  await expect(page.getByTestId('draw.canvas')).toBeVisible();
  await check('drawing');
  await page.getByTestId('draw.import').click();
  await expect(page.getByTestId('draw.import.dialog')).toBeVisible();
  await check('points from text');
  await page.keyboard.press('Escape');
  expect(found).toEqual({});
});

test('the adversarial lens can be read and named, in dark and light', async ({ page }) => {
  test.setTimeout(90_000);
  const { check, found } = viewChecker(page, REST);
  await page.getByTestId('gallery.template.gan-2d').click();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect
    .poll(() => page.getByTestId('adversarial.canvas').getAttribute('data-scores'), { timeout: 30_000 })
    .not.toBeNull();
  await page.getByTestId('adversarial.turn.D').click();
  await check('adversarial, in the plane');
  await opened(page, 'adversarial.layers', () => check('layers'));
  expect(found).toEqual({});
});
