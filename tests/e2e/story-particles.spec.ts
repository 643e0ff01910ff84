import { type Picture, share } from './pixels';
import { step, still, trainUntil } from './runs';
import { expect, test } from './studio';
import {
  canvas,
  digest,
  figures,
  goTo,
  inView,
  inWords,
  look,
  openFlow,
  openLens,
  picked,
  readout,
  ring,
  setSteps,
  turn,
  typeSeed,
} from './trajectory-lens';
import { hues } from './trajectory-pixels';

test.describe('particles in the plane', () => {
  test.setTimeout(180_000);
  test.beforeEach(async ({ page }) => {
    await page.getByTestId('gallery.template.rectified-flow-2d').click();
    await trainUntil(page, 300);
    await openLens(page);
    await page.getByTestId('trajectory.ground').selectOption('none');
    await inView(page, () => page.getByTestId('trajectory.count').selectOption('500'));
    await expect(canvas(page)).toHaveAttribute('data-particles', '500');
  });

  test('what is shown of them is chosen in the panel of the view', async ({ page, picture }) => {
    await expect(readout(page, 1)).toContainText('500 particles');
    await goTo(page, 6);
    const all = await look(page);

    await test.step('trails and the data are taken away and come back', async () => {
      for (const name of ['trails', 'data']) {
        await turn(page, name);
        await expect.poll(async () => share(all, await look(page))).toBeGreaterThan(0.005);
        await turn(page, name);
        await expect.poll(async () => share(all, await look(page))).toBeLessThan(0.0005);
      }
    });

    await test.step('colours of eight classes, of all directions, or one', async () => {
      for (const name of ['trails', 'data']) await turn(page, name);
      const coloured: Picture[] = [];
      for (const colour of ['plain', 'class', 'angle']) {
        await inView(page, () => page.getByTestId('trajectory.colour').selectOption(colour));
        coloured.push(await look(page));
      }
      const [plain, byClass, byAngle] = coloured;
      expect(hues(plain)).toBeLessThan(3);
      expect(hues(byClass)).toBeGreaterThan(4);
      expect(hues(byAngle)).toBeGreaterThan(8);
    });

    await test.step('where each is predicted to end: apart from it on the way, the same at the end', async () => {
      const under = await still(() => digest(page));
      const radius = async () =>
        Number(/mean radius (\S+)/.exec((await canvas(page).getAttribute('aria-label')) ?? '')?.[1]);
      await expect(canvas(page)).toHaveAccessibleName(/^500 particles at t = 0\.40/);
      const inside = await radius();
      await turn(page, 'x0');
      await expect.poll(() => digest(page)).not.toBe(under);
      await expect(canvas(page)).toHaveAccessibleName(/^500 predicted ends at t = 0\.40/);
      await expect(readout(page, 1)).toContainText('500 predicted ends');
      // The flow carries them outwards.
      expect(await radius()).toBeGreaterThan(inside + 0.1);
      await picture('trajectory-predictions');
      await goTo(page, 10);
      const predicted = Number(await still(() => digest(page)));
      await turn(page, 'x0');
      const ended = Number(await still(() => digest(page)));
      expect(ended).toBeCloseTo(predicted, 2);
      await goTo(page, 6);
      await expect.poll(() => digest(page)).toBe(under);
    });

    await test.step('a plane that was moved away shows all particles again, by button and by key', async () => {
      await page.getByTestId('trajectory.fit').click();
      const framed = await look(page);
      const box = await canvas(page).boundingBox();
      if (!box) throw new Error('The plane is not on the screen.');
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      for (const fit of ['button', 'key']) {
        await page.mouse.move(x, y);
        await page.mouse.down();
        await page.mouse.move(x + 140, y + 90, { steps: 4 });
        await page.mouse.up();
        await page.mouse.wheel(0, -300);
        expect(share(framed, await look(page))).toBeGreaterThan(0.01);
        if (fit === 'button') await page.getByTestId('trajectory.fit').click();
        else await canvas(page).press('f');
        await expect.poll(async () => share(framed, await look(page))).toBeLessThan(0.0005);
      }
    });

    await test.step('a seed is typed or drawn, and gives the same particles again', async () => {
      const first = await still(() => digest(page));
      const dice = page.getByTestId('trajectory.noise');
      await typeSeed(page, 7);
      await expect.poll(() => digest(page)).not.toBe(first);
      await expect(dice).toHaveAccessibleName(/seed 7\b/);
      const seventh = await still(() => digest(page));
      await dice.click();
      await expect(dice).toHaveAccessibleName(/seed 8\b/);
      await expect.poll(() => digest(page)).not.toBe(seventh);
      await typeSeed(page, 1);
      await expect.poll(() => digest(page)).toBe(first);
    });

    await test.step('newer weights are left alone until they are followed again', async () => {
      await turn(page, 'follow');
      const kept = await still(() => digest(page));
      const before = await step(page);
      await page.getByTestId('run.step').click();
      await expect.poll(() => step(page)).toBe(before + 1);
      expect(await still(() => digest(page))).toBe(kept);
      const told = (step: number) => new RegExp(`step ${String(step).replace(/\B(?=(\d{3})+$)/g, '\\s')}$`);
      await expect(readout(page, 1)).toHaveText(told(before));
      await turn(page, 'follow');
      await expect(readout(page, 1)).toHaveText(told(before + 1));
      await expect.poll(() => digest(page)).not.toBe(kept);
    });
  });

  test('one of them is followed, by buttons, by a click, and by the view itself', async ({ page, picture }) => {
    await goTo(page, 5);
    await canvas(page).press('n');
    const first = await inWords(page);
    expect(first.particle).toBe(1);

    await test.step('more particles begin with the fewer', async () => {
      await inView(page, () => page.getByTestId('trajectory.count').selectOption('2000'));
      await expect(canvas(page)).toHaveAttribute('data-particles', '2000');
      expect(await inWords(page)).toEqual(first);
      await inView(page, () => page.getByTestId('trajectory.count').selectOption('500'));
      await expect(canvas(page)).toHaveAttribute('data-particles', '500');
    });

    await test.step('the next and the previous one', async () => {
      const here = await still(() => ring(page));
      await page.getByTestId('trajectory.picked.next').click();
      const second = await inWords(page);
      expect(second.particle).toBe(2);
      await expect.poll(() => ring(page)).not.toEqual(here);
      const there = await still(() => ring(page));
      if (!here || !there) throw new Error('No ring is drawn.');
      // The ring is where the words say: y goes up in the plane and down on the screen.
      const scale = (there.x - here.x) / (second.x - first.x);
      expect(scale).toBeGreaterThan(20);
      expect(Math.abs(here.y - there.y - scale * (second.y - first.y))).toBeLessThan(0.02 * scale + 2);
      for (const particle of [1, 500]) {
        await page.getByTestId('trajectory.picked.previous').click();
        expect((await inWords(page)).particle).toBe(particle);
      }
      await canvas(page).press('n');
      expect(await inWords(page)).toEqual(first);
      await canvas(page).press('p');
      expect((await inWords(page)).particle).toBe(500);
      await canvas(page).press('n');
    });

    await test.step('the view goes along with it, so that it stays in the middle', async () => {
      const camera = page.getByTestId('trajectory.picked.camera');
      const size = await canvas(page).boundingBox();
      if (!size) throw new Error('The plane is not on the screen.');
      const off = async () => {
        const at = await still(() => ring(page));
        return at ? Math.hypot(at.x - size.width / 2, at.y - size.height / 2) : Number.NaN;
      };
      await camera.click();
      await expect(camera).toHaveAttribute('aria-pressed', 'true');
      expect(await off()).toBeLessThan(3);
      await picture('trajectory-camera');
      await goTo(page, 1);
      expect(await off()).toBeLessThan(3);
      const { x, y } = await inWords(page);
      expect(Math.hypot(x - first.x, y - first.y)).toBeGreaterThan(0.1);
      await canvas(page).press('c');
      await expect(camera).toHaveAttribute('aria-pressed', 'false');
      await goTo(page, 5);
      expect(await off()).toBeGreaterThan(10);
      await page.getByTestId('trajectory.fit').click();
    });

    await test.step('it is let go, and a click takes it up again', async () => {
      const at = await still(() => ring(page));
      const box = await canvas(page).boundingBox();
      if (!at || !box) throw new Error('No ring is drawn.');
      await page.getByTestId('trajectory.picked.none').click();
      await expect(picked(page)).toHaveCount(0);
      await expect.poll(() => ring(page)).toBeNull();
      await page.mouse.click(box.x + at.x, box.y + at.y);
      await expect(picked(page)).toBeVisible();
      const again = await inWords(page);
      expect(Math.hypot(again.x - first.x, again.y - first.y)).toBeLessThan(0.05);
      await page.mouse.click(box.x + box.width - 20, box.y + box.height / 2);
      await expect(picked(page)).toHaveCount(0);
    });
  });

  test('the figures of a lane are those of its sampler and its steps', async ({ page, picture }) => {
    const fifty = await figures(page, 1, 50);
    expect(fifty.straightness).toBeGreaterThan(0.3);
    expect(fifty.straightness).toBeLessThan(1);
    expect(fifty.length).toBeGreaterThan(0.4);

    await setSteps(page, 1, 1);
    const one = await figures(page, 1, 1);
    expect(one.straightness).toBe(1);
    expect(one.length).not.toBe(fifty.length);

    // Evaluations a step: 2, 2 and 4. All three solve the same equation, so their paths are about as long.
    for (const [name, each] of [
      ['Heun', 2],
      ['Midpoint', 2],
      ['RK4', 4],
    ] as const) {
      await page.getByTestId('trajectory.lane.1.sampler').selectOption({ label: name });
      await setSteps(page, 1, 20);
      const { straightness, length } = await figures(page, 1, 20 * each);
      expect(straightness).toBeCloseTo(fifty.straightness, 1);
      expect(Math.abs(length - fifty.length)).toBeLessThan(0.1 * fifty.length);
    }

    // Fresh noise on the way makes a path longer and less straight, the more the smaller its steps.
    await page.getByTestId('trajectory.lane.add').click();
    await page.getByTestId('trajectory.lane.2.sampler').selectOption({ label: 'SDE' });
    const noisy = [];
    for (const steps of [20, 100]) {
      await setSteps(page, 2, steps);
      noisy.push(await figures(page, 2, steps));
    }
    expect(noisy[0].straightness).toBeLessThan(0.8 * fifty.straightness);
    expect(noisy[1].straightness).toBeLessThan(noisy[0].straightness);
    expect(noisy[1].straightness).toBeGreaterThan(0);
    expect(noisy[1].length).toBeGreaterThan(noisy[0].length);
    expect(noisy[0].length).toBeGreaterThan(fifty.length);
    await expect(readout(page, 1)).toContainText('NFE 80');

    // The menu of the lane has the same numbers, each with what it means.
    await page.getByTestId('trajectory.lane.2.settings').click();
    const notes = page.getByTestId('trajectory.lane.2.settings.panel').locator('dl > div');
    await expect(notes).toHaveCount(4);
    await expect(notes.filter({ hasText: 'NFE' })).toContainText('NFE 100How often');
    await expect(notes.filter({ hasText: 'straightness' })).toContainText(noisy[1].straightness.toFixed(3));
    await expect(notes.filter({ hasText: 'from 1' })).toContainText('lane 1.');
    await picture('trajectory-figures');
  });
});

test('without a way to follow the lens says in a sentence why', async ({ app, page, userData, picture }) => {
  test.setTimeout(180_000);
  const empty = page.getByTestId('trajectory.empty');
  const open = async (template: string): Promise<void> => {
    await page.getByTestId(`gallery.template.${template}`).click();
    await page.getByTestId('lens.tab.trajectory').click();
  };
  const step = async (): Promise<void> => {
    await page.getByTestId('run.step').click();
    await expect(page.getByTestId('run.status')).toHaveAttribute('data-state', 'paused', { timeout: 60_000 });
  };

  await page.getByTestId('gallery.blank').click();
  await page.getByTestId('lens.tab.trajectory').click();
  await expect(empty).toContainText('No model yet');
  await expect(empty).toContainText('Wire a model with a sampler and press Train');

  await page.keyboard.press('Control+Shift+o');
  await openFlow(app, page, userData, 'line');
  await page.getByTestId('lens.tab.trajectory').click();
  await step();
  await expect(empty).toContainText('Items of shape 1 are neither points in the plane nor pictures');

  await page.keyboard.press('Control+Shift+o');
  await open('vae-digits');
  await step();
  await expect(empty).toContainText('This model draws in one step');
  await expect(empty).toContainText('The Samples lens shows what it makes.');

  await page.keyboard.press('Control+Shift+o');
  await open('gan-2d');
  await step();
  await expect(empty).toContainText('This model draws in one step');
  await expect(empty).toContainText('the Adversarial lens how it learns.');
  await picture('trajectory-empty');

  await page.keyboard.press('Control+Shift+o');
  await open('autoencoder-digits');
  await step();
  await expect(empty).toContainText('This model has no sampler');
  await expect(empty).toContainText('Add a sampler node and wire a denoiser into it');
});
