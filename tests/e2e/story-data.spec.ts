import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { drawn, resting, share } from './pixels';
import { openDocument, trainUntil } from './runs';
import { expect, test } from './studio';

/** The numbers of a text; thousands are written apart. */
const whole = (text: string): number[] =>
  (text.match(/\d(?:[^\S\n]?\d)*/g) ?? []).map((part) => Number(part.replace(/\s/g, '')));

/** Waits until a canvas shows something else than `before`, and gives what it shows. */
async function drawnAnew(canvas: Locator, before: string): Promise<string> {
  await expect.poll(() => drawn(canvas)).not.toBe(before);
  return drawn(canvas);
}

const FLOW = join(import.meta.dirname, '../../resources/templates/rectified-flow-2d.json');

/** A flow that nothing draws from. */
const withoutSampler = async (): Promise<string> => {
  const document = JSON.parse(await readFile(FLOW, 'utf8'));
  const gone = ['sampler', 'quality'];
  const stays = (id: string): boolean => !gone.includes(id);
  const { study } = document;
  study.nodes = study.nodes.filter(({ id }: { id: string }) => stays(id));
  study.edges = study.edges.filter(
    ({ source, target }: Record<string, { node: string }>) => stays(source.node) && stays(target.node),
  );
  return JSON.stringify(document);
};

test('lenses without anything to show say what they need', async ({ app, page, userData }) => {
  await openDocument({ app, page, userData }, 'undrawn', await withoutSampler());
  await page.getByTestId('lens.tab.samples').click();
  await expect(page.getByTestId('samples.empty')).toContainText('This model makes no samples');
  await expect(page.getByTestId('samples.empty')).toContainText('sampler node');
  await page.getByTestId('rail.gallery').click();
  await page.getByTestId('gallery.blank').click();
  await expect(page.getByTestId('canvas.add-first')).toBeVisible();
  for (const [lens, words] of [
    ['samples', 'open a template'],
    ['curves', 'No run yet'],
    ['data', 'Put a data node on the canvas'],
  ]) {
    await page.getByTestId(`lens.tab.${lens}`).click();
    await expect(page.getByTestId(`${lens}.empty`)).toContainText(words);
  }
});

test('digits are leafed through, by class and of both splits, and drawn again by the model', async ({ page }) => {
  await page.getByTestId('gallery.template.vae-digits').click();
  await page.getByTestId('lens.tab.data').click();
  const pictures = page.getByTestId('data.pictures');
  const range = page.getByTestId('data.range');
  await expect(pictures).toBeVisible({ timeout: 30_000 });
  const shown = async (): Promise<number[]> => whole(await range.innerText());

  await test.step('page by page, there and back', async () => {
    await resting(pictures);
    const first = await drawn(pictures);
    const [from, to, of] = await shown();
    expect([from, of]).toEqual([1, 10_000]);
    await expect(page.getByTestId('data.previous')).toBeDisabled();
    await page.getByTestId('data.next').click();
    await expect.poll(async () => (await shown())[0]).toBe(to + 1);
    await drawnAnew(pictures, first);
    await page.getByTestId('data.previous').click();
    await expect.poll(async () => (await shown())[0]).toBe(1);
    await expect.poll(() => drawn(pictures)).toBe(first);
  });

  await test.step('the training digits are others, and more', async () => {
    const held = await drawn(pictures);
    await page.getByTestId('data.split.train').click();
    await expect.poll(async () => (await shown())[2]).toBe(60_000);
    await drawnAnew(pictures, held);
    await page.getByTestId('data.split.test').click();
    await expect.poll(() => drawn(pictures)).toBe(held);
  });

  await test.step('in rows by class', async () => {
    const mixed = await drawn(pictures);
    await page.getByTestId('data.order').selectOption('class');
    await expect(pictures).toHaveAttribute('aria-label', /^Items of each class, 10 rows of \d+$/);
    await expect(page.getByRole('list', { name: 'Classes' }).getByRole('listitem')).toHaveText([...'0123456789']);
    await drawnAnew(pictures, mixed);
    await page.getByTestId('data.order').selectOption('order');
    await expect.poll(() => drawn(pictures)).toBe(mixed);
  });

  await test.step('how many of each class there are, in the split that is looked at', async () => {
    await page.getByTestId('data.mode.classes').click();
    const classes = page.getByTestId('data.classes');
    await expect(classes).toHaveAttribute('aria-label', /^Classes of 10\s000 items$/, { timeout: 30_000 });
    const counts = (await classes.getByRole('listitem').allInnerTexts()).map((text) => whole(text).at(-1) ?? 0);
    expect(counts).toHaveLength(10);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(10_000);
    const mean = classes.getByRole('img', { name: 'Mean of 3' });
    const held = await drawn(mean);
    await page.getByTestId('data.split.train').click();
    await expect(classes).toHaveAttribute('aria-label', /^Classes of 60\s000 items$/, { timeout: 30_000 });
    await drawnAnew(mean, held);
    await page.getByTestId('data.split.test').click();
    await page.getByTestId('data.mode.items').click();
  });

  await test.step('the model draws held-out digits again, and others from noise', async () => {
    await page.getByTestId('run.step').click();
    await page.getByTestId('lens.tab.samples').click();
    const again = page.getByTestId('samples.reconstructions');
    await expect(again).toHaveAttribute('aria-label', /^\d+ held-out items with their reconstructions underneath$/);
    const samples = page.getByTestId('samples.prior');
    await resting(page.getByTestId('lens.samples'));
    const before = [await drawn(again), await drawn(samples)];
    await page.getByTestId('samples.noise').click();
    await drawnAnew(samples, before[1]);
    expect(await drawn(again)).toBe(before[0]);
    await trainUntil(page, 8);
    await drawnAnew(again, before[0]);
  });
});

test('points in the plane are seen of both splits', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.getByTestId('gallery.template.gan-2d').click();
  await page.getByTestId('lens.tab.data').click();
  const plane = page.getByTestId('data.canvas');
  await expect(plane).toHaveAttribute('aria-label', /^10\s000 points of Eight Gaussians/, { timeout: 30_000 });

  await test.step('the split', async () => {
    const held = await resting(plane);
    await page.getByTestId('data.split.train').click();
    await expect.poll(async () => share(await resting(plane), held)).toBeGreaterThan(0.01);
    await page.getByTestId('data.split.test').click();
    await expect.poll(async () => share(await resting(plane), held)).toBeLessThan(0.001);
    await plane.hover();
    await page.mouse.wheel(0, -300);
    await expect.poll(async () => share(await resting(plane), held)).toBeGreaterThan(0.01);
    await plane.focus();
    await page.keyboard.press('f');
    // Without the ring around what has the focus.
    await page.getByTestId('lens.tab.data').focus();
    await expect.poll(async () => share(await resting(plane), held)).toBeLessThan(0.001);
  });
});

test('a pen is set, a drawing begun from a set, taken back, and made the data again', async ({ page }) => {
  await page.getByTestId('gallery.template.rectified-flow-2d').click();
  await page.getByTestId('lens.tab.data').click();
  await page.getByTestId('data.mode.draw').click();
  const canvas = page.getByTestId('draw.canvas');
  const note = page.getByTestId('draw.note');
  const count = async (): Promise<number> => Number(await canvas.getAttribute('data-count'));
  const undo = async (): Promise<void> => {
    const before = await count();
    await page.getByTestId('draw.undo').click();
    await expect.poll(count).not.toBe(before);
  };
  /** Points of a stroke by keys from where the pen is, which is then taken back. */
  const stroke = async (steps: number): Promise<number> => {
    const before = await count();
    await canvas.focus();
    await page.keyboard.down('Space');
    for (let i = 0; i < steps; i++) await page.keyboard.press(i % 2 === 0 ? 'Shift+ArrowUp' : 'Shift+ArrowDown');
    await page.keyboard.up('Space');
    await expect.poll(count).not.toBe(before);
    const change = (await count()) - before;
    await undo();
    return change;
  };
  const slide = async (name: string, ...keys: string[]): Promise<void> => {
    await page.getByTestId(`draw.${name}`).focus();
    for (const key of keys) await page.keyboard.press(key);
  };

  await test.step('an empty drawing is not the data yet', async () => {
    await expect(note).toContainText('gives “Eight Gaussians” now. Draw something');
    await expect(page.getByTestId('draw.count')).toHaveText(/^0 \/ 20\s000 points$/);
    await expect(page.getByTestId('draw.use')).toBeDisabled();
    await expect(page.getByTestId('draw.train')).toHaveCount(0);
  });

  await test.step('a turn by folds draws each point as often, and density more of them', async () => {
    await page.getByTestId('draw.tool.pen').click();
    await expect(page.getByTestId('draw.radius')).toHaveCount(0);
    const one = await stroke(2);
    expect(one).toBeGreaterThan(2);
    await page.getByTestId('draw.symmetry').selectOption('turn');
    for (const [keys, folds] of [
      [['Home'], 2],
      [['ArrowRight'], 3],
      [['End'], 12],
    ] as const) {
      await slide('folds', ...keys);
      expect(await stroke(2)).toBe(folds * one);
    }
    await page.getByTestId('draw.symmetry').selectOption('none');
    await expect(page.getByTestId('draw.folds')).toHaveCount(0);
    await slide('density', 'End');
    expect(await stroke(2)).toBeGreaterThan(3 * one);
  });

  await test.step('a drawing that begins with a set, of which a wider eraser takes more', async () => {
    await page.getByTestId('draw.start').click();
    await page.getByTestId('menu.draw.start.checkerboard').click();
    await expect.poll(count).toBe(2_000);
    await expect(page.getByTestId('draw.count')).toHaveText(/^2\s000 \/ 20\s000 points$/);
    await expect(note).toHaveCount(0);
    await page.getByTestId('draw.tool.eraser').click();
    await slide('radius', 'Home', 'ArrowRight', 'ArrowRight');
    const narrow = await stroke(2);
    await slide('radius', 'End');
    const wide = await stroke(2);
    expect(narrow).toBeLessThan(0);
    expect(wide).toBeLessThan(3 * narrow);
  });

  await test.step('other data, and the drawing again', async () => {
    await page.getByTestId('node.data').click({ position: { x: 60, y: 10 } });
    await page.getByTestId('inspector.setting.set').selectOption('two-moons');
    await expect(note).toContainText('gives “Two moons” now. Use this drawing instead');
    await page.getByTestId('draw.use').click();
    await expect(note).toHaveCount(0);
    expect(await count()).toBe(2_000);
    await expect(page.getByTestId('inspector.setting.set')).toHaveValue('drawn');
    await page.getByTestId('data.mode.items').click();
    const facts = page.getByTestId('data.facts');
    await expect(facts).toContainText('Your drawing');
    await expect(facts).not.toContainText('Grathwohl');
  });
});
