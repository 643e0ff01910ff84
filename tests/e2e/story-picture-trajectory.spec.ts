import type { Locator, Page } from '@playwright/test';
import { still, trainUntil } from './runs';
import { expect, test } from './studio';
import { figures, goTo, lane, openFlow, openLens, readout, turn, typeSeed } from './trajectory-lens';
import { apart, roughness, tiles } from './trajectory-pixels';

const SIDE = 28;
const COUNT = 16;
const STEPS = 50;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const rough = (pictures: readonly number[][]): number => mean(pictures.map((picture) => roughness(picture, SIDE)));

/** The sixteen pictures of a lane at t, or their predictions. */
async function grid(page: Page, what: 'canvas' | 'x0', number = 1): Promise<number[][]> {
  const rows = await lane(page, number)
    .locator('[role="toolbar"]')
    .first()
    .evaluate((cells) => cells instanceof HTMLElement && Number(/\d+/.exec(cells.style.gridTemplateRows)));
  const suffix = number === 1 ? '' : `.${number}`;
  const pictures = await tiles(page.getByTestId(`trajectory.${what}${suffix}`), SIDE, Number(rows));
  return pictures.slice(0, COUNT);
}

/** Pictures of the film strip: all x_t, then all predictions. */
const film = (page: Page, number = 1): Promise<number[][]> => tiles(stripOf(page, number), SIDE, 2);
const stripOf = (page: Page, number: number): Locator =>
  lane(page, number).getByRole('img', { name: /from noise to data, with its predictions/ });
const slider = (page: Page): Locator => page.getByRole('slider', { name: /^Film strip/ }).first();

/** The followed picture and its prediction, large. */
async function large(page: Page, number = 1): Promise<{ x: number[]; x0: number[] }> {
  const suffix = number === 1 ? '' : `.${number}`;
  const [x] = await tiles(page.getByTestId(`trajectory.large${suffix}`), SIDE, 1);
  const [x0] = await tiles(lane(page, number).getByRole('img', { name: /is predicted to become$/ }), SIDE, 1);
  return { x, x0 };
}

const cell = (page: Page, picture: number, number = 1): Locator =>
  lane(page, number).getByRole('button', { name: `Follow picture ${picture}`, exact: true });

test('pictures come out of noise, with what they are predicted to become, and one is followed in two lanes', async ({
  app,
  page,
  userData,
  picture,
}) => {
  test.setTimeout(240_000);
  await openFlow(app, page, userData, 'digits');
  await trainUntil(page, 100);
  await openLens(page);
  await expect(readout(page, 1)).toContainText(`${COUNT} pictures`);
  const { straightness, length } = await figures(page, 1, STEPS);
  expect(straightness).toBeGreaterThan(0.5);
  expect(straightness).toBeLessThanOrEqual(1);
  expect(length).toBeGreaterThan(0);

  await test.step('noise at t = 1, strokes at t = 0, and a prediction that is ahead of its picture in the middle', async () => {
    await goTo(page, 0);
    const noise = await still(() => grid(page, 'canvas'));
    await goTo(page, 5);
    const half = await still(() => grid(page, 'canvas'));
    const predicted = await still(() => grid(page, 'x0'));
    await goTo(page, 10);
    const data = await still(() => grid(page, 'canvas'));
    expect(rough(data)).toBeLessThan(rough(noise) / 2);
    expect(rough(predicted)).toBeLessThan(rough(half) / 2);
    for (let i = 0; i < COUNT; i++) {
      expect(apart(noise[i], data[i])).toBeGreaterThan(20);
      expect(apart(half[i], predicted[i])).toBeGreaterThan(20);
      // Pictures are their own: none is another one's.
      expect(apart(data[i], data[(i + 1) % COUNT])).toBeGreaterThan(5);
    }
    // The last Euler step goes to where it predicts the end.
    const last = await grid(page, 'x0');
    expect(mean(last.map((each, i) => apart(each, data[i])))).toBeLessThan(1);
  });

  await test.step('a click follows a picture, large and in the film strip', async () => {
    await goTo(page, 5);
    await expect(stripOf(page, 1)).toHaveAccessibleName(/^Picture 1 /);
    const first = await film(page);
    await cell(page, 3).click();
    await expect(cell(page, 3)).toHaveAttribute('aria-pressed', 'true');
    await expect(stripOf(page, 1)).toHaveAccessibleName(/^Picture 3 /);
    const all = await still(() => grid(page, 'canvas'));
    const { x, x0 } = await large(page);
    expect(x).toEqual(all[2]);
    expect(apart(x, x0)).toBeGreaterThan(20);
    expect(apart((await still(() => film(page)))[0], first[0])).toBeGreaterThan(20);
    await picture('picture-trajectory');
  });

  await test.step('a drag over the strip goes through time, and the large pictures are those of the strip', async () => {
    const all = await still(() => film(page));
    const times = all.length / 2;
    expect(times).toBeGreaterThan(8);
    const box = await slider(page).boundingBox();
    if (!box) throw new Error('The film strip is not on the screen.');
    const at = (k: number) => box.x + ((k + 0.5) / times) * box.width;
    await page.mouse.move(at(2), box.y + 10);
    await page.mouse.down();
    const drawn: { x: number[]; x0: number[] }[] = [];
    for (const k of [2, times - 3]) {
      await page.mouse.move(at(k), box.y + 10, { steps: 5 });
      await expect(page.getByTestId('trajectory.t')).toHaveText(`t = ${(1 - k / (times - 1)).toFixed(2)}`);
      drawn.push(await still(() => large(page)));
      const { x, x0 } = drawn[drawn.length - 1];
      expect(x).toEqual(all[k]);
      expect(x0).toEqual(all[times + k]);
    }
    await page.mouse.up();
    expect(roughness(drawn[1].x, SIDE)).toBeLessThan(roughness(drawn[0].x, SIDE));
  });

  await test.step('buttons and keys go to other pictures and let go', async () => {
    const third = await still(() => film(page));
    await page.getByTestId('trajectory.picked.next').click();
    await expect(cell(page, 4)).toHaveAttribute('aria-pressed', 'true');
    await expect.poll(async () => apart((await film(page))[0], third[0])).toBeGreaterThan(20);
    await page.getByTestId('trajectory.picked.previous').click();
    await expect.poll(() => film(page)).toEqual(third);
    await slider(page).focus();
    for (let i = 0; i < 3; i++) await page.keyboard.press('p');
    await expect(stripOf(page, 1)).toHaveAccessibleName(new RegExp(`^Picture ${COUNT} `));
    await page.keyboard.press('n');
    await expect(stripOf(page, 1)).toHaveAccessibleName(/^Picture 1 /);
    await page.keyboard.press('Home');
    await expect(page.getByTestId('trajectory.t')).toHaveText('t = 1.00');
    await page.keyboard.press('ArrowRight');
    await expect(page.getByTestId('trajectory.t')).not.toHaveText('t = 1.00');
    await cell(page, 1).focus();
    await page.keyboard.press('ArrowRight');
    await expect(cell(page, 2)).toBeFocused();
    await expect(cell(page, 2)).toHaveAttribute('aria-pressed', 'true');
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('trajectory.large')).toHaveCount(0);
    await expect(page.getByTestId('trajectory.x0')).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('trajectory.large')).toBeVisible();
    await page.getByTestId('trajectory.picked.none').click();
    await expect(page.getByTestId('trajectory.large')).toHaveCount(0);
  });

  await test.step('the strip has as many pictures as fit, or one for every step', async () => {
    await goTo(page, 0);
    const fit = (await still(() => film(page))).length / 2;
    expect(fit).toBeLessThan(STEPS);
    await turn(page, 'everyStep');
    await expect.poll(async () => (await film(page)).length / 2).toBe(STEPS + 1);
    // It is longer than its frame, and what belongs to t stays in sight.
    const scrolled = () => slider(page).evaluate((frames) => frames.parentElement?.scrollLeft);
    await expect.poll(scrolled).toBe(0);
    await page.getByTestId('trajectory.timeline').press('End');
    await expect.poll(scrolled).toBeGreaterThan(100);
    await turn(page, 'everyStep');
    await expect.poll(async () => (await film(page)).length / 2).toBe(fit);
  });

  await test.step('two lanes show the same noise and what each sampler makes of it', async () => {
    await page.getByTestId('trajectory.lane.add').click();
    await page.getByTestId('trajectory.lane.2.sampler').selectOption({ label: 'Heun' });
    const [euler, heun] = [await figures(page, 1, STEPS), await figures(page, 2, 2 * STEPS)];
    expect(heun.evaluations).toBe(2 * euler.evaluations);
    expect(Math.abs(heun.length - euler.length)).toBeLessThan(0.2 * euler.length);
    expect(Number(await readout(page, 2).getAttribute('data-apart'))).toBeGreaterThan(0);
    await goTo(page, 0);
    const noise = await still(() => grid(page, 'canvas', 1));
    await expect.poll(() => grid(page, 'canvas', 2)).toEqual(noise);
    await goTo(page, 10);
    const data = await still(() => grid(page, 'canvas', 1));
    const other = await still(() => grid(page, 'canvas', 2));
    // Two ways of solving one equation: the same strokes, not the same grey levels.
    const between = mean(other.map((each, i) => apart(each, data[i])));
    expect(between).toBeGreaterThan(0);
    expect(between).toBeLessThan(mean(other.map((each, i) => apart(each, data[(i + 1) % COUNT]))));
    await picture('picture-lanes');
    await cell(page, 5, 2).click();
    for (const number of [1, 2]) {
      await expect(stripOf(page, number)).toHaveAccessibleName(/^Picture 5 /);
      const { x } = await still(() => large(page, number));
      expect(x).toEqual((number === 1 ? data : other)[4]);
    }
    await picture('picture-lanes-followed');
  });

  await test.step('in a narrow lane the followed picture stands alone, and keys go on from its strip', async () => {
    await page.getByTestId('trajectory.picked.none').click();
    for (const number of [3, 4]) {
      await page.getByTestId('trajectory.lane.add').click();
      await expect(readout(page, number)).toBeVisible({ timeout: 60_000 });
    }
    const before = await still(() => grid(page, 'canvas'));
    await cell(page, 2).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('trajectory.canvas')).toBeHidden();
    await expect(slider(page)).toBeFocused();
    await page.keyboard.press('n');
    await expect(stripOf(page, 4)).toHaveAccessibleName(/^Picture 3 /);
    expect((await still(() => large(page))).x).toEqual(before[2]);
    await picture('picture-four-lanes');
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('trajectory.canvas')).toBeVisible();
    for (const number of [4, 3]) {
      await page.getByTestId(`trajectory.lane.${number}.settings`).click();
      await page.getByTestId(`trajectory.lane.${number}.remove`).click();
      await expect(lane(page, number)).toHaveCount(0);
    }
  });

  await test.step('another seed makes other pictures, the first one the same again', async () => {
    const before = await still(() => grid(page, 'canvas'));
    await typeSeed(page, 5);
    await expect.poll(async () => apart((await grid(page, 'canvas'))[0], before[0])).toBeGreaterThan(5);
    await typeSeed(page, 1);
    await expect.poll(() => grid(page, 'canvas')).toEqual(before);
  });
});
