import type { Page } from '@playwright/test';
import { inMenu, knotPlace, openTrained, planeScale, pointAt, pointAtItem, sketch } from './latent-looks';
import { planeBox } from './latent-projects';
import { drawn, resting, share } from './pixels';
import { still } from './runs';
import { expect, test } from './studio';

/** How far the first leg of the path is from the origin at each of its points, CSS pixels. */
async function reaches(page: Page, left: number, top: number): Promise<number[]> {
  const points = (await page.getByTestId('latent.path.leg.0').getAttribute('points')) ?? '';
  return points.split(' ').map((point) => {
    const [x, y] = point.split(',').map(Number);
    return Math.hypot(x - left, y - top);
  });
}

test('a path goes straight or turns, jumps to items and is walked along; tiles and sliders go through all of z', async ({
  app,
  page,
  userData,
}) => {
  test.setTimeout(150_000);
  await openTrained(app, page, userData, 120);
  const canvas = page.getByTestId('latent.canvas');
  const box = await planeBox(page);
  const knot = (name: string) => page.getByTestId(`latent.path.knot.${name}`);
  const setting = (act: () => Promise<unknown>) => inMenu(page, 'latent.path.settings', act);

  await test.step('lerp goes straight from knot to knot, slerp keeps its distance from the origin', async () => {
    await page.getByTestId('latent.interpolate').click();
    await still(() => drawn(sketch(page, 'under')));
    const { left, top } = await planeScale(page);
    const away = 110;
    await page.mouse.move(box.x + left - away, box.y + top);
    await page.mouse.down();
    await page.mouse.move(box.x + left, box.y + top - away, { steps: 4 });
    await page.mouse.up();
    await expect.poll(async () => Math.min(...(await reaches(page, left, top)))).toBeCloseTo(away * Math.SQRT1_2, -0.5);
    await setting(() => page.getByTestId('latent.path.kind.0').selectOption('slerp'));
    for (const reach of await reaches(page, left, top)) expect(Math.abs(reach - away)).toBeLessThan(3);
    await knot('start').focus();
    await page.keyboard.press('s');
    await expect.poll(async () => Math.min(...(await reaches(page, left, top)))).toBeCloseTo(away * Math.SQRT1_2, -0.5);
  });

  await test.step('the film has as many pictures as chosen, each with its place on the path', async () => {
    for (const frames of [21, 7]) {
      await setting(() => page.getByTestId('latent.path.frames').selectOption(String(frames)));
      await expect(page.getByTestId('latent.strip')).toHaveAttribute('aria-label', new RegExp(`^${frames} decoded`));
      const dots = page.getByTestId('latent.path.leg.0').locator('xpath=ancestor::*[local-name()="svg"]//*[@r]');
      await expect(dots).toHaveCount(frames);
    }
  });

  await test.step('the slider under the film goes to any place of it', async () => {
    const head = page.getByTestId('latent.path.picture');
    await page.getByTestId('latent.path.scrub').focus();
    await page.keyboard.press('End');
    await expect(head).toHaveAttribute('aria-label', /at 100 %/);
    const end = await still(() => drawn(head));
    await page.keyboard.press('Home');
    await expect(head).toHaveAttribute('aria-label', /at 0 %/);
    await expect.poll(() => drawn(head)).not.toBe(end);
    await page.keyboard.press('End');
    await expect.poll(() => drawn(head)).toBe(end);
  });

  await test.step('knots jump to items where that is chosen, with Alt where it is not, and follow them through training', async () => {
    const { item, left, top } = await pointAtItem(page);
    const pull = async (name: string): Promise<void> => {
      const from = await knot(name).boundingBox();
      if (!from) throw new Error('The knot is not on the screen.');
      await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
      await page.mouse.down();
      await page.mouse.move(box.x + left + 40, box.y + top + 40, { steps: 3 });
      await page.mouse.move(box.x + left + 1, box.y + top - 1, { steps: 3 });
      await page.mouse.up();
    };
    const on = new RegExp(`, on item ${item}\\.`);
    await pull('end');
    await expect(knot('end')).not.toHaveAttribute('aria-label', /on item/);
    await page.keyboard.down('Alt');
    await pull('end');
    await page.keyboard.up('Alt');
    await expect(knot('end')).toHaveAttribute('aria-label', on);
    await setting(() => page.getByTestId('latent.path.snap').click());
    await pull('start');
    await expect(knot('start')).toHaveAttribute('aria-label', on);
    const place = await knotPlace(page, 'start');
    expect(Math.hypot(place.left - left, place.top - top)).toBeLessThan(1);
    const here = await knot('start').getAttribute('aria-label');
    await page.getByTestId('training-time.slider').press('Home');
    await expect(page.getByTestId('latent.count')).toHaveAttribute('data-step', '0');
    await expect(knot('start')).not.toHaveAttribute('aria-label', here ?? '');
    await page.getByTestId('training-time.slider').press('End');
    await expect(knot('start')).toHaveAttribute('aria-label', here ?? '');
    await page.getByTestId('latent.path.remove').click();
  });

  await test.step('tiles over all that is seen, or over the prior alone, in as many rows as chosen; the items themselves', async () => {
    await page.mouse.move(0, 0);
    const without = await resting(canvas);
    const tiles = () => resting(canvas);
    const over = () => drawn(sketch(page, 'over'));
    const names = await over();
    const choose = (id: string, value: string) => page.getByTestId(`latent.manifold.${id}`).selectOption(value);
    await page.getByTestId('latent.manifold').click();
    await expect.poll(async () => share(await tiles(), without)).toBeGreaterThan(0.5);
    const twelve = await tiles();
    // The circles of the prior lie over tiles, which would hide them.
    expect(await over()).not.toBe(names);
    await choose('rows', '20');
    await expect.poll(async () => share(await tiles(), twelve)).toBeGreaterThan(0.2);
    await choose('rows', '12');
    await expect.poll(async () => share(await tiles(), twelve)).toBe(0);
    await choose('kind', 'prior');
    await expect.poll(async () => share(await tiles(), without)).toBeLessThan(0.4);
    const ofPrior = await tiles();
    expect(share(ofPrior, without)).toBeGreaterThan(0.05);
    await choose('rows', '8');
    await expect.poll(async () => share(await tiles(), ofPrior)).toBeGreaterThan(0.02);
    await page.getByTestId('latent.manifold').click();
    await expect.poll(async () => share(await tiles(), without)).toBe(0);
    expect(await over()).toBe(names);
    const sprites = () => inMenu(page, 'latent.view', () => page.getByTestId('latent.sprites').click());
    await sprites();
    await expect.poll(async () => share(await tiles(), without)).toBeGreaterThan(0.05);
    await sprites();
    // The button that has the focus again says what it is.
    await expect.poll(async () => share(await tiles(), without)).toBeLessThan(0.02);
  });

  const rows = page.locator('[data-testid^="latent.traversal.row."]');
  const dimensions = (): Promise<number[]> =>
    rows.evaluateAll((all) => all.map((row) => Number(row.getAttribute('data-testid')?.split('.').at(-1))));
  const ascending = (values: readonly number[]) => values.toSorted((a, b) => a - b);

  await test.step('numbers of z stand by how much they vary, or in order, page by page', async () => {
    const range = page.getByTestId('latent.traversal.range');
    const spread = await rows.evaluateAll((all) =>
      all.map((row) => Number(/σ² = ([\d.e-]+)/.exec(row.getAttribute('title') ?? '')?.[1])),
    );
    expect(spread.length).toBeGreaterThan(2);
    expect(ascending(spread).toReversed()).toEqual(spread);
    await page.getByTestId('latent.traversal.sort').click();
    await expect.poll(dimensions).toEqual(Array.from(spread, (_, i) => i));
    await page.getByTestId('latent.traversal.next').click();
    await expect(range).toHaveText(new RegExp(`^${spread.length + 1} to \\d+ of 12$`));
    expect((await dimensions())[0]).toBe(spread.length);
    await page.getByRole('button', { name: 'Dimensions before' }).click();
    await expect.poll(dimensions).toEqual(Array.from(spread, (_, i) => i));
    await page.getByTestId('latent.traversal.sort').click();
    await expect.poll(dimensions).not.toEqual(ascending(await dimensions()));
  });

  await test.step('the pin and T set the sliders to an item; the panel can be put away', async () => {
    const values = () => rows.locator('span:last-of-type').allInnerTexts();
    const zeros = (await values()).map(() => '0.00');
    await expect.poll(values).toEqual(zeros);
    const at = await pointAtItem(page);
    await page.mouse.click(box.x + at.left, box.y + at.top);
    await expect(page.getByTestId('latent.neighbours')).toHaveAttribute('data-item', String(at.item));
    await page.getByTestId('latent.neighbours.pin').click();
    await expect(page.getByTestId('latent.neighbours')).toHaveCount(0);
    await expect.poll(values).not.toEqual(zeros);
    const pinned = await values();
    await page.getByTestId('latent.traversal.reset').click();
    await expect.poll(values).toEqual(zeros);
    await pointAt(page, at);
    await canvas.focus();
    await page.keyboard.press('t');
    await expect.poll(values).toEqual(pinned);
    const narrow = await planeBox(page);
    await inMenu(page, 'latent.view', () => page.getByTestId('latent.view.traversal').click());
    await expect(rows).toHaveCount(0);
    await expect.poll(async () => (await planeBox(page)).width).toBeGreaterThan(narrow.width + 100);
    await inMenu(page, 'latent.view', () => page.getByTestId('latent.view.traversal').click());
    await expect.poll(values).toEqual(pinned);
  });
});
