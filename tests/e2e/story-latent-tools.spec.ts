import type { Page } from '@playwright/test';
import { ITEMS, inMenu, number, openTrained, planeScale, pointAt, pointAtItem, sketch } from './latent-looks';
import { planeBox } from './latent-projects';
import { colourOf, drawn, painted, resting, share } from './pixels';
import { still } from './runs';
import { expect, test } from './studio';

/** Distances in CSS pixels from a place of the plane at which something has the colour of the prior, counted for each. */
const priorRings = (page: Page, left: number, top: number): Promise<[radius: number, count: number][]> =>
  sketch(page, 'under').evaluate(
    (canvas: HTMLCanvasElement, at) => {
      const context = canvas.getContext('2d');
      if (!context) throw new Error('The plane has no lines.');
      context.save();
      context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--kind-latent');
      const colour = (String(context.fillStyle).match(/[\da-f]{2}/g) ?? []).map((part) => Number.parseInt(part, 16));
      context.restore();
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      const ratio = canvas.width / canvas.clientWidth;
      const found = new Map<number, number>();
      for (let i = 0; i < data.length; i += 4) {
        // Faint pixels of a line's rim have lost what colour they are of.
        if (data[i + 3] < 110 || !colour.every((part, k) => Math.abs(part - data[i + k]) < 12)) continue;
        const [x, y] = [((i / 4) % canvas.width) + 0.5, Math.floor(i / 4 / canvas.width) + 0.5];
        const radius = Math.round(Math.hypot(x / ratio - at.left, y / ratio - at.top));
        found.set(radius, (found.get(radius) ?? 0) + 1);
      }
      return [...found];
    },
    { left, top },
  );

const names = (page: Page): Promise<string[]> =>
  page
    .locator('[data-testid^="latent.neighbour."]')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? ''));

test('the plane says what lies where: prior, density, classes, the item under the pointer, its neighbours, a box', async ({
  app,
  page,
  userData,
}) => {
  test.setTimeout(150_000);
  await openTrained(app, page, userData, 120);
  const canvas = page.getByTestId('latent.canvas');
  const lines = () => drawn(sketch(page, 'under'));

  await test.step('circles of the prior have a radius of 1 and 2, and are gone where the origin is not in the middle', async () => {
    await page.getByTestId('latent.interpolate').click();
    await still(lines);
    const { left, top, scale } = await planeScale(page);
    const rings = await priorRings(page, left, top);
    const near = (radius: number) =>
      rings.reduce((sum, [at, count]) => sum + (Math.abs(at - radius * scale) <= 2 ? count : 0), 0);
    const all = rings.reduce((sum, [, count]) => sum + count, 0);
    // Dashes of 3 in 7 pixels, and hairlines that cover some pixels only in part.
    expect(near(1)).toBeGreaterThan(0.2 * 2 * Math.PI * scale);
    expect(near(2)).toBeGreaterThan(0.2 * 4 * Math.PI * scale);
    expect(near(1) + near(2)).toBe(all);
    await page.getByTestId('latent.path.remove').click();
    await inMenu(page, 'latent.layout', () => page.getByTestId('latent.layout.method.pca').click());
    await expect(page.getByText(/^PC1/)).toBeVisible();
    await expect.poll(() => priorRings(page, left, top)).toEqual([]);
    await inMenu(page, 'latent.layout', () => page.getByTestId('latent.layout.method.axes').click());
  });

  await test.step('the button in the corner brings everything back into view', async () => {
    await page.getByTestId('latent.fit').click();
    const fitted = await still(lines);
    await canvas.hover();
    await page.mouse.wheel(0, -600);
    await expect.poll(lines).not.toBe(fitted);
    await page.getByTestId('latent.fit').click();
    await expect.poll(lines).toBe(fitted);
  });

  await test.step('the item under the pointer is shown as it is, with its class and the number of its colour', async () => {
    const place = await pointAtItem(page);
    const { item, left, top } = place;
    const near = page.getByTestId('latent.hover.near');
    const own = page.getByTestId('latent.hover.item');
    await expect(own).toBeVisible();
    const picture = await still(() => drawn(own));
    await inMenu(page, 'latent.colour', () => page.getByTestId('latent.colour.by').selectOption('z0'));
    await pointAt(page, place);
    const told = async () => number((await near.textContent())?.split(' · ')[1] ?? '');
    const across = async () =>
      number((await page.getByTestId('latent.hover').getAttribute('data-z'))?.split(',')[0] ?? '');
    await expect.poll(async () => Math.abs((await told()) - (await across()))).toBeLessThan(0.05);
    await inMenu(page, 'latent.colour', () => page.getByTestId('latent.colour.by').selectOption('label'));
    await pointAt(page, place);
    const name = ((await near.textContent()) ?? '').replaceAll(/[“”]/g, '');
    const box = await planeBox(page);
    await page.mouse.click(box.x + left, box.y + top);
    const panel = page.getByTestId('latent.neighbours');
    await expect(panel).toHaveAttribute('data-item', String(item));
    await expect.poll(() => drawn(panel.getByRole('img', { name: `Item ${item}`, exact: true }))).toBe(picture);
    await expect(panel).toContainText(name);
  });

  await test.step('as many neighbours as asked for, by either distance, with a word about their classes', async () => {
    const count = page.getByTestId('latent.neighbours.count');
    for (const k of [50, 5, 20]) {
      await count.selectOption(String(k));
      await expect.poll(async () => (await names(page)).length).toBe(k);
      await expect(page.getByTestId('latent.neighbours.lines').locator('line')).toHaveCount(k);
      await expect(page.getByTestId('latent.neighbours').locator('li canvas')).toHaveCount(k);
      const labels = (await names(page)).map((name) => name.split(', ')[1]);
      const own = ((await page.getByTestId('latent.neighbours').innerText()).match(/\S+/) ?? [])[0];
      const same = labels.filter((label) => label === own).length;
      await expect(page.getByTestId('latent.neighbours.purity')).toContainText(`${same} of ${k} `);
    }
    const euclidean = await names(page);
    const distances = euclidean.map((name) => number(name.split('distance ')[1]));
    expect(distances).toEqual(distances.toSorted((a, b) => a - b));
    await page.getByTestId('latent.neighbours.metric').selectOption('cosine');
    const items = (list: string[]) => list.map((name) => name.split(',')[0]);
    await expect.poll(async () => items(await names(page))).not.toEqual(items(euclidean));
    for (const name of await names(page)) expect(number(name.split('distance ')[1])).toBeLessThanOrEqual(2);
    await page.getByTestId('latent.neighbours.metric').selectOption('euclidean');
    await expect.poll(() => names(page)).toEqual(euclidean);
    await page.getByTestId('latent.neighbours.close').click();
    await expect(page.getByTestId('latent.neighbours.lines')).toHaveCount(0);
  });

  await test.step('a class that is singled out stays bright, the others fade', async () => {
    const class1 = await colourOf(page.getByTestId('latent.class.1').locator('span'));
    const class4 = await colourOf(page.getByTestId('latent.class.4').locator('span'));
    await page.mouse.move(0, 0);
    const all = await resting(canvas);
    await page.getByTestId('latent.class.4').click();
    await expect(page.getByTestId('latent.class.4')).toHaveAttribute('aria-pressed', 'true');
    await expect.poll(async () => painted(await resting(canvas), class1)).toBeLessThan(painted(all, class1) / 4);
    const one = await resting(canvas);
    expect(painted(one, class4)).toBeGreaterThan(0.5 * painted(all, class4));
    await page.getByRole('button', { name: 'Show all', exact: true }).click();
    await expect.poll(async () => share(await resting(canvas), all)).toBe(0);
  });

  await test.step('density as lines over and as areas under the points, with or without these', async () => {
    const class1 = await colourOf(page.getByTestId('latent.class.1').locator('span'));
    const plain = { over: await drawn(sketch(page, 'over')), under: await lines() };
    const points = painted(await resting(canvas), class1);
    const choose = (id: string) => inMenu(page, 'latent.view', () => page.getByTestId(id).click());
    await choose('latent.density.lines');
    await expect.poll(() => drawn(sketch(page, 'over'))).not.toBe(plain.over);
    expect(await lines()).toBe(plain.under);
    await choose('latent.points');
    await expect.poll(async () => painted(await resting(canvas), class1)).toBeLessThan(points / 4);
    await choose('latent.density.filled');
    await expect.poll(lines).not.toBe(plain.under);
    await expect.poll(() => drawn(sketch(page, 'over'))).toBe(plain.over);
    // Without a density there are always points.
    await choose('latent.density.off');
    await expect.poll(async () => painted(await resting(canvas), class1)).toBe(points);
    expect(await lines()).toBe(plain.under);
  });

  await test.step('a box selects as many items as it lists; R takes the tool away again', async () => {
    const box = await planeBox(page);
    const across = async (): Promise<void> => {
      await page.mouse.move(box.x + 0.42 * box.width, box.y + 0.4 * box.height);
      await page.mouse.down();
      await page.mouse.move(box.x + 0.58 * box.width, box.y + 0.5 * box.height, { steps: 5 });
      await page.mouse.up();
    };
    await page.getByTestId('latent.tool.box').click();
    await expect(page.getByTestId('latent.tool.box')).toHaveAttribute('aria-pressed', 'true');
    await across();
    const count = page.getByTestId('latent.selection.count');
    await expect(count).toBeVisible();
    const selected = Number(await count.getAttribute('data-count'));
    expect(selected).toBeGreaterThan(5);
    expect(selected).toBeLessThan(ITEMS / 2);
    const listed = page.getByTestId('latent.selection.item');
    const more = page.getByRole('button', { name: 'Show more' });
    for (let shown = 48; shown < selected; shown += 96) {
      await expect(listed).toHaveCount(shown);
      await more.click();
    }
    await expect(listed).toHaveCount(selected);
    await expect(more).toHaveCount(0);
    const classes = await page.locator('[data-testid^="latent.selection.class."] > :last-child').allInnerTexts();
    expect(classes.map(Number).reduce((sum, part) => sum + part, 0)).toBe(selected);
    const view = await lines();
    await canvas.focus();
    await page.keyboard.press('r');
    await expect(page.getByTestId('latent.tool.box')).toHaveAttribute('aria-pressed', 'false');
    await across();
    await expect.poll(lines).not.toBe(view);
    await expect(count).toHaveAttribute('data-count', String(selected));
  });
});
