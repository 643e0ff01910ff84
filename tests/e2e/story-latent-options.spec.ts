import type { Locator, Page } from '@playwright/test';
import { ITEMS, inMenu, openTrained, sketch } from './latent-looks';
import { planeBox, shown } from './latent-projects';
import { drawn } from './pixels';
import { step, still, trainUntil } from './runs';
import { expect, test } from './studio';

const layout = (page: Page, act: () => Promise<unknown>) => inMenu(page, 'latent.layout', act);
const method = (page: Page, id: string) => layout(page, () => page.getByTestId(`latent.layout.method.${id}`).click());

/** Words and lines over the points, with everything in view: they stand where the classes are. */
async function picture(page: Page): Promise<string> {
  await page.getByTestId('latent.fit').click();
  return still(() => drawn(sketch(page, 'over')));
}

/** Has places settle to the end; gives the picture. */
async function compute(page: Page): Promise<string> {
  await page.getByTestId('latent.layout.compute').click();
  await expect(page.getByTestId('latent.layout.progress')).toHaveCount(0, { timeout: 60_000 });
  await expect(page.getByTestId('latent.layout.status')).toHaveCount(0);
  return picture(page);
}

/** Where the axes of a room end on the screen, with their names. */
const axesOf = (room: Locator): Promise<string> =>
  room
    .locator('xpath=following-sibling::*[local-name()="svg"][1]//*[local-name()="text"]')
    .evaluateAll((words) => words.map((word) => `${word.textContent} ${word.getAttribute('x')}`).join());

test('layouts: which numbers of z, what UMAP and t-SNE may be told, stopping them, a room that turns', async ({
  app,
  page,
  userData,
}) => {
  test.setTimeout(180_000);
  await openTrained(app, page, userData, 120);

  await test.step('any two numbers of z; one that is taken changes places with the other', async () => {
    const first = await picture(page);
    await layout(page, () => page.getByTestId('latent.axis.x').selectOption('2'));
    await expect(page.getByText('z₃ →')).toBeVisible();
    expect(await picture(page)).not.toBe(first);
    await layout(page, () => page.getByTestId('latent.axis.y').selectOption('2'));
    await expect(page.getByText('z₂ →')).toBeVisible();
    await expect(page.getByText('↑ z₃')).toBeVisible();
    await layout(page, async () => {
      await page.getByTestId('latent.axis.x').selectOption('0');
      await page.getByTestId('latent.axis.y').selectOption('1');
    });
    expect(await picture(page)).toBe(first);
  });

  await test.step('a room of any three numbers turns by keys and by itself until it is told to stop', async () => {
    await layout(page, async () => {
      await page.getByTestId('latent.layout.dimensions.3').click();
      await page.getByTestId('latent.axis.z').selectOption('4');
    });
    const room = page.getByTestId('latent.orbit');
    await expect.poll(() => axesOf(room)).toMatch(/^z₁ .*,z₂ .*,z₅ /);
    const begin = await still(() => axesOf(room));
    const turns = page.getByTestId('latent.orbit.rotate');
    await turns.click();
    await expect.poll(() => axesOf(room)).not.toBe(begin);
    await turns.click();
    await expect(turns).toHaveAttribute('aria-pressed', 'false');
    expect(await still(() => axesOf(room))).not.toBe(begin);
    await page.getByRole('button', { name: 'Reset view' }).click();
    await expect.poll(() => axesOf(room)).toBe(begin);
    await layout(page, () => page.getByTestId('latent.layout.dimensions.2').click());
  });

  const status = page.getByTestId('latent.layout.status');
  const progress = page.getByTestId('latent.layout.progress');
  const names = () => drawn(sketch(page, 'over'));
  const press = (name: string, key: string) => layout(page, () => page.getByTestId(`latent.layout.${name}`).press(key));

  await test.step('what settles is given up, stopped where it is, and goes on', async () => {
    await method(page, 'tsne');
    await expect(status).toContainText('t-SNE takes a while');
    await page.getByTestId('latent.layout.compute').click();
    await page.getByTestId('latent.layout.cancel').click();
    await expect(progress).toHaveCount(0);
    await expect(status).toContainText(/t-SNE (takes a while|stopped early)/);
    const first = await compute(page);
    await press('perplexity', 'Home');
    await expect(status).toContainText('t-SNE takes a while');
    await page.getByTestId('latent.layout.compute').click();
    await page.getByTestId('latent.layout.cancel').and(page.getByText('Stop here')).click();
    await expect(status).toContainText('t-SNE stopped early');
    await expect(progress).toHaveCount(0);
    const stopped = await picture(page);
    expect(stopped).not.toBe(first);
    expect(await shown(page)).toBe(ITEMS);
    await page.getByTestId('latent.layout.compute').and(page.getByText('Go on')).click();
    await expect.poll(names).not.toBe(stopped);
  });

  await test.step('another seed is another picture, the same one gives it back', async () => {
    const seed = (value: number) =>
      layout(page, async () => {
        await page.getByTestId('latent.layout.seed').fill(String(value));
        await page.keyboard.press('Enter');
      });
    await method(page, 'umap');
    const first = await compute(page);
    await seed(7);
    await expect(status).toContainText('UMAP takes a while');
    const other = await compute(page);
    expect(other).not.toBe(first);
    await seed(0);
    await expect(status).toHaveCount(0);
    expect(await picture(page)).toBe(first);
    await seed(7);
    await expect(status).toHaveCount(0);
    expect(await picture(page)).toBe(other);
  });

  await test.step('so is another number of neighbours or least distance', async () => {
    const before = await picture(page);
    await press('distance', 'End');
    expect(await compute(page)).not.toBe(before);
    await press('distance', 'Home');
    await press('neighbours', 'ArrowRight');
    expect(await compute(page)).not.toBe(before);
  });
});

test('training is played and left again; a run beside has a layout and a room of its own and is closed', async ({
  app,
  page,
  userData,
}) => {
  test.setTimeout(180_000);
  await openTrained(app, page, userData, 60);
  const words = page.getByTestId('training-time.step');
  const play = page.getByTestId('training-time.play');
  const count = page.getByTestId('latent.count');

  await test.step('it walks through all kept steps by itself and rests at the newest weights', async () => {
    const walked = words.evaluate(
      (element) =>
        new Promise<string[]>((resolve) => {
          const said: string[] = [];
          const observer = new MutationObserver(() => {
            said.push(element.textContent ?? '');
            if (!element.textContent?.startsWith('newest')) return;
            observer.disconnect();
            resolve(said);
          });
          observer.observe(element, { subtree: true, childList: true, characterData: true });
        }),
    );
    await play.click();
    await expect(play).toHaveAccessibleName('Stop at this step');
    const steps = (await walked).map((text) => Number(/^step (\d+)/.exec(text)?.[1] ?? Number.POSITIVE_INFINITY));
    expect(steps.slice(0, 5)).toEqual([0, 1, 2, 3, 4]);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect(new Set(steps).size).toBeGreaterThan(10);
    await expect(play).toHaveAccessibleName('Play through training');
    await expect(count).toHaveAttribute('data-step', String(await step(page)));
  });

  await test.step('it stops at the step where it is told to, and one press brings back the newest weights', async () => {
    await play.click();
    await expect(words).toContainText(/^step [1-9]/);
    await play.click();
    await expect(play).toHaveAccessibleName('Play through training');
    const there = await still(() => words.innerText());
    await expect(count).toHaveAttribute('data-step', /step (\d+)/.exec(there)?.[1] ?? '');
    await page.getByTestId('training-time.newest').click();
    await expect(words).toContainText('newest');
    await expect(count).toHaveAttribute('data-step', String(await step(page)));
    await expect(page.getByTestId('training-time.newest')).toHaveCount(0);
  });

  await page.getByTestId('run.stop').click();
  await expect(page.getByTestId('run.status')).toHaveAttribute('data-state', 'finished');
  await trainUntil(page, 20);
  await expect.poll(() => shown(page)).toBe(ITEMS);
  const alone = (await planeBox(page)).width;
  await inMenu(page, 'latent.twin.choice', () => page.getByTestId('latent.twin.run').selectOption({ index: 1 }));
  await expect(page.getByTestId('latent.twin.canvas')).toHaveAttribute('aria-label', /same 1.000 items/);
  expect((await planeBox(page)).width).toBeLessThan(alone);

  await test.step('its places settle when asked', async () => {
    await method(page, 'tsne');
    const status = page.getByTestId('latent.twin.layout.status');
    await expect(status).toContainText('t-SNE takes a while');
    await page.getByTestId('latent.twin.layout.compute').click();
    await expect(page.getByTestId('latent.twin.layout.progress')).toHaveCount(0, { timeout: 60_000 });
    await expect(status).toHaveCount(0);
    // The other plane waits for its own question.
    await expect(page.getByTestId('latent.layout.status')).toContainText('t-SNE takes a while');
    await method(page, 'axes');
  });

  await test.step('rooms turn together', async () => {
    await layout(page, () => page.getByTestId('latent.layout.dimensions.3').click());
    const beside = page.getByTestId('latent.twin.orbit');
    await expect.poll(() => axesOf(beside)).toContain('z₃');
    const before = await still(() => axesOf(beside));
    await page.getByTestId('latent.orbit').press('ArrowRight');
    await expect.poll(() => axesOf(beside)).not.toBe(before);
    await layout(page, () => page.getByTestId('latent.layout.dimensions.2').click());
  });

  await page.getByTestId('latent.twin.close').click();
  await expect(page.getByTestId('latent.twin')).toHaveCount(0);
  await expect.poll(async () => (await planeBox(page)).width).toBe(alone);
});

test('without a model, and with one that has no encoder, the lens says what it needs', async ({ page }) => {
  const empty = page.getByTestId('latent.empty');
  await page.getByTestId('gallery.template.rectified-flow-2d').click();
  await page.getByTestId('lens.tab.latent').click();
  await expect(empty).toContainText('This model has no latent plane', { timeout: 30_000 });
  await page.getByTestId('rail.gallery').click();
  await page.getByTestId('gallery.blank').click();
  await page.getByTestId('lens.tab.latent').click();
  await expect(empty).toContainText('No model yet');
  await expect(empty).toContainText('with an encoder');
});
