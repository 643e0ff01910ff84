import type { Locator, Page } from '@playwright/test';
import { openGame } from './gan-projects';
import { colourOf, drawn, painted, resting, share } from './pixels';
import { step, trainUntil } from './runs';
import { expect, test } from './studio';

const canvas = (page: Page) => page.getByTestId('adversarial.canvas');
const scores = (page: Page) => canvas(page).getAttribute('data-scores');
const points = (page: Page) => canvas(page).getAttribute('data-points');
const status = (page: Page) => page.getByTestId('run.status');

/** Numbers in a text, with the minus sign of the lens. */
const numbers = (text: string): number[] =>
  (text.replaceAll('−', '-').match(/-?\d+(\.\d+)?(e[+-]?\d+)?/g) ?? []).map(Number);

/** The three scores that the colours stand for. */
const legend = async (page: Page): Promise<number[]> =>
  numbers((await page.getByTestId('adversarial.legend').innerText()).replaceAll('\n', ' '));

/** Trains until this step at least and rests there; what is looked at then is of the last step. */
async function trained(page: Page, steps: number, shown: () => Promise<number>): Promise<void> {
  await trainUntil(page, steps);
  await expect.poll(shown, { timeout: 30_000 }).toBe(await step(page));
}

/** The step after the word "step" in a text. */
const stepIn = (text: string | null): number => Number(/step ([\d\s]*\d)/i.exec(text ?? '')?.[1].replace(/\s/g, ''));

/** Switches layers, with their menu open for as long. */
async function flip(page: Page, layers: readonly string[]): Promise<void> {
  await page.getByTestId('adversarial.layers').click();
  for (const layer of layers) {
    const toggle = page.getByTestId(`adversarial.layer.${layer}`);
    const was = await toggle.getAttribute('aria-checked');
    await toggle.click();
    await expect(toggle).toHaveAttribute('aria-checked', String(was !== 'true'));
  }
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('adversarial.layers')).toBeFocused();
}

/** What the plane shows without one layer, and that it comes back as it was. */
async function without(page: Page, layer: string, place: Locator) {
  const all = await resting(place);
  await flip(page, [layer]);
  await expect(page.getByTestId('adversarial.layers')).toHaveAccessibleName('Layers, 4 of 5 on');
  const rest = await resting(place);
  await flip(page, [layer]);
  expect(share(await resting(place), all)).toBeLessThan(0.001);
  return { all, rest, changed: share(all, rest) };
}

test('a critic with a gradient penalty gives scores, and its picture changes layer by layer and as it learns', async ({
  app,
  page,
  userData,
}) => {
  test.setTimeout(150_000);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openGame(app, page, userData, 'critic');
  await expect(page.getByTestId('status.problems')).toContainText('No problems');
  await expect.poll(() => scores(page), { timeout: 30_000 }).not.toBeNull();
  await page.getByTestId('lens.maximise').click();
  const place = canvas(page);
  const told = async () => stepIn(await place.getAttribute('aria-label'));

  await test.step('the legend and the means are scores and not probabilities', async () => {
    await trained(page, 120, told);
    const [low, middle, high] = await legend(page);
    expect([low, middle, high]).not.toEqual([0, 0.5, 1]);
    // A critic has no bounds: its colours run evenly to both sides of the middle between the means, in two digits each.
    const rounding = 0.06 * Math.max(...[low, middle, high].map(Math.abs));
    expect(Math.abs((low + high) / 2 - middle)).toBeLessThan(rounding);
    const [real, fake, fooled] = numbers(
      (await page.getByTestId('adversarial.means').innerText()).replaceAll('\n', ' '),
    );
    expect(Math.abs((real + fake) / 2 - middle)).toBeLessThan(rounding);
    const said = numbers((await place.getAttribute('aria-label')) ?? '');
    expect(said.slice(1, 3)).toEqual([real, fake]);
    expect(Math.round((100 * said[3]) / said[4])).toBe(fooled);
  });

  await test.step('each layer can be taken away and comes back', async () => {
    const swatches = page.getByTestId('adversarial.legend').locator('span[aria-hidden]');
    const [fake, real] = [await colourOf(swatches.nth(0)), await colourOf(swatches.nth(1))];
    // Where points lie on each other the arrows hide them.
    await flip(page, ['arrows', 'heat']);
    await expect(page.getByTestId('adversarial.legend')).toHaveCount(0);
    await expect(page.getByTestId('adversarial.layers')).toHaveAccessibleName('Layers, 3 of 5 on');
    const bare = await resting(place);
    await flip(page, ['real']);
    const noReal = await resting(place);
    expect(painted(noReal, real)).toBeLessThan(0.2 * painted(bare, real));
    expect(painted(noReal, fake)).toBeGreaterThan(0.8 * painted(bare, fake));
    await flip(page, ['real', 'fake']);
    const noFake = await resting(place);
    expect(painted(noFake, fake)).toBeLessThan(0.2 * painted(bare, fake));
    expect(painted(noFake, real)).toBeGreaterThan(0.8 * painted(bare, real));
    await flip(page, ['fake', 'arrows', 'heat']);
    await expect(page.getByTestId('adversarial.layers')).toHaveText('Layers');

    expect((await without(page, 'heat', place)).changed).toBeGreaterThan(0.3);
    const line = (await without(page, 'boundary', place)).changed;
    expect(line).toBeGreaterThan(0);
    expect(line).toBeLessThan(0.05);
    const arrows = await without(page, 'arrows', place);
    expect(painted(arrows.rest, fake)).toBeLessThan(painted(arrows.all, fake));
  });

  await test.step('more points, and points from other noise, on the same ground', async () => {
    const before = await scores(page);
    await expect(place).toHaveAttribute('aria-label', /of 500 generated/);
    await page.getByTestId('adversarial.count').selectOption('2000');
    await expect(place).toHaveAttribute('aria-label', /of 2\s000 generated/);
    const some = await points(page);
    await page.getByTestId('adversarial.noise').click();
    await expect.poll(() => points(page)).not.toBe(some);
    expect(await scores(page)).toBe(before);
  });

  await test.step('a whole step moves both sides', async () => {
    const [taken, said, lie] = [await step(page), await scores(page), await points(page)];
    await page.getByTestId('adversarial.step').click();
    await expect.poll(() => step(page)).toBe(taken + 1);
    await expect.poll(() => scores(page)).not.toBe(said);
    await expect.poll(() => points(page)).not.toBe(lie);
  });

  await test.step('the ground follows the critic as it learns', async () => {
    await flip(page, ['real', 'fake', 'arrows', 'boundary']);
    const before = await resting(place);
    const range = await legend(page);
    await trained(page, (await step(page)) + 120, told);
    await expect.poll(() => legend(page)).not.toEqual(range);
    expect(share(await resting(place), before)).toBeGreaterThan(0.05);
  });
});

test('on a line the layers are drawn one by one, and a histogram of samples follows the noise', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.getByTestId('gallery.template.gan-1d').click();
  await expect.poll(() => scores(page), { timeout: 30_000 }).not.toBeNull();
  await trained(page, 60, async () => stepIn(await canvas(page).getAttribute('aria-label')));
  await resting(canvas(page));
  const all = await drawn(canvas(page));
  const seen = new Set([all]);
  for (const layer of ['heat', 'optimal', 'real', 'fake', 'arrows']) {
    await flip(page, [layer]);
    await expect.poll(() => drawn(canvas(page))).not.toBe(all);
    seen.add(await drawn(canvas(page)));
    await flip(page, [layer]);
    await expect.poll(() => drawn(canvas(page))).toBe(all);
  }
  expect(seen.size).toBe(6);

  await page.getByTestId('lens.tab.samples').click();
  const histogram = page.getByTestId('samples.histogram');
  await expect(histogram).toHaveAttribute('aria-label', /10\s000 samples of the model at step \d+, over that of/);
  await resting(histogram);
  const first = await drawn(histogram);
  await page.getByTestId('samples.noise').click();
  await expect.poll(() => drawn(histogram)).not.toBe(first);
});

test('two convolutional networks play for digits: samples are pictures, and no plane is offered for them', async ({
  app,
  page,
  userData,
}) => {
  test.setTimeout(120_000);
  await openGame(app, page, userData, 'digits');
  await expect(page.getByTestId('status.problems')).toContainText('No problems');
  await page.getByTestId('run.step').click();
  await expect(status(page)).toHaveAttribute('data-step', '1', { timeout: 60_000 });

  const samples = page.getByTestId('samples.prior');
  await test.step('until the first samples are there, it says so', async () => {
    const waiting = page.evaluate(
      () =>
        new Promise<string | null>((said) => {
          const watch = new MutationObserver(() => {
            const word = document.querySelector('[data-testid="samples.waiting"]');
            if (!word) return;
            watch.disconnect();
            said(word.textContent);
          });
          watch.observe(document, { childList: true, subtree: true });
        }),
    );
    await page.getByTestId('lens.tab.samples').click();
    expect(await waiting).toBe('Sampling…');
    await expect(samples).toHaveAttribute('aria-label', /^\d+ samples of the model$/, { timeout: 30_000 });
    await expect(page.getByTestId('samples.waiting')).toHaveCount(0);
  });

  await test.step('every tile is a picture, and training and noise change it', async () => {
    const tones = await samples.evaluate((element: HTMLCanvasElement) => {
      const context = element.getContext('2d');
      return new Set(context?.getImageData(0, 0, 56, 56).data).size;
    });
    expect(tones).toBeGreaterThan(20);
    const first = await drawn(samples);
    await page.getByTestId('samples.noise').click();
    await expect.poll(() => drawn(samples)).not.toBe(first);
    const other = await drawn(samples);
    await trained(page, 12, async () => stepIn(await page.getByRole('region', { name: 'Samples' }).innerText()));
    await expect.poll(() => drawn(samples)).not.toBe(other);
  });

  // Pictures have no places in a plane: the lens that draws them there is not offered.
  await expect(page.getByTestId('lens.tab.latent')).toBeVisible();
  await expect(page.getByTestId('lens.tab.adversarial')).toHaveCount(0);
});
