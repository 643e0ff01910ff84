import type { Page } from '@playwright/test';
import { repeats, strict, summary } from './large-project';
import { openLatent, planeBox, showItems } from './latent-projects';
import { MainThread, type Work } from './main-thread';
import { expect, test } from './studio';

/** Limits in milliseconds. */
const LIMITS = {
  move: { median: 4, p95: 8 },
  pick: 2,
  hover: { idle: { median: 16, p95: 33 }, training: { median: 60, p95: 60 } },
};
/** Frames that are measured. Without a graphics card a million points take about a second each. */
const frames = (points: number): number => (points > 200_000 ? repeats(12, 3) : repeats(90, 20));
const PLACES = repeats(120, 30);

const told = (name: string, figures: unknown): void => {
  console.log(`${name} ${JSON.stringify(figures)}`);
  test.info().annotations.push({ type: name, description: JSON.stringify(figures) });
};

/** Drags the plane in circles and turns the wheel, one event a frame; the work of every frame by itself. */
async function moveAbout(page: Page, thread: MainThread, count: number) {
  const box = await planeBox(page);
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const [idle, pan, zoom]: Work[][] = [[], [], []];
  for (let i = 0; i < 30; i++) idle.push(await thread.during(async () => undefined));
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.down();
  await page.mouse.move(middle.x + 8, middle.y + 8, { steps: 4 });
  for (let i = 0; i < count; i++) {
    const angle = i / 9;
    const [x, y] = [middle.x + 50 * Math.sin(angle), middle.y + 40 * (1 - Math.cos(angle))];
    pan.push(await thread.during(() => page.mouse.move(x, y)));
  }
  await page.mouse.up();
  for (let i = 0; i < count; i++) zoom.push(await thread.during(() => page.mouse.wheel(0, i % 20 < 10 ? -60 : 60)));
  const script = (work: readonly Work[]) => summary(work.map((each) => each.script));
  return { idle: script(idle), pan: script(pan), zoom: script(zoom) };
}

/**
 * Puts the pointer on many places. `pick`: scripting of the pointer's event handlers alone, in which the nearest item is found.
 * `pixels`: from the pointer's event to the frame after the decoded picture was drawn.
 */
async function hoverAbout(page: Page) {
  const box = await planeBox(page);
  await page.evaluate(() => {
    const canvas = document.querySelector('[data-testid="latent.canvas"]');
    const hover = document.querySelector('[data-testid="latent.hover"]');
    if (!canvas || !hover) throw new Error('There is no plane to hover over.');
    const figures: { handled: number[]; pixels: number[] } = { handled: [], pixels: [] };
    Object.assign(window, { hoverFigures: figures });
    let from: number | null = null;
    let began = 0;
    // What the system tells first of a movement; the event of the frame comes after.
    document.addEventListener(
      'pointerrawupdate',
      () => {
        began = performance.now();
        from = began;
      },
      { capture: true },
    );
    document.addEventListener('pointerrawupdate', () => figures.handled.push(performance.now() - began));
    new MutationObserver(() => {
      if (from === null) return;
      const start = from;
      from = null;
      // The frame that is shown next holds the picture; its own work is done when the following task runs.
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => figures.pixels.push(performance.now() - start);
        channel.port2.postMessage(null);
      });
    }).observe(hover, { attributes: true, attributeFilter: ['data-z'] });
  });
  for (let i = 0; i < PLACES; i++) {
    const [across, up] = [0.5 + 0.22 * Math.sin(i * 2.4), 0.5 + 0.3 * Math.cos(i * 1.7)];
    await page.mouse.move(box.x + box.width * across, box.y + box.height * up);
    await page.waitForTimeout(70);
  }
  const { handled, pixels } = await page.evaluate(() => {
    const found: unknown = Reflect.get(window, 'hoverFigures');
    return found as { handled: number[]; pixels: number[] };
  });
  expect(pixels.length).toBeGreaterThan(PLACES / 3);
  return { pick: summary(handled), pixels: summary(pixels) };
}

test('a hundred thousand and a million points load, pan, zoom and answer the pointer', async ({
  app,
  page,
  userData,
}) => {
  test.setTimeout(600_000);
  await openLatent(app, page, userData, 'points');
  const thread = await MainThread.of(page);
  for (const count of [100_000, 1_000_000]) {
    const start = performance.now();
    await showItems(page, count);
    const seconds = Math.round((performance.now() - start) / 100) / 10;
    const moves = await moveAbout(page, thread, frames(count));
    const { pick } = await hoverAbout(page);
    told(`points ${count}`, { seconds, ...moves, pick });
    if (!strict) continue;
    for (const work of [moves.pan, moves.zoom]) {
      expect(work.median).toBeLessThan(LIMITS.move.median);
      expect(work.p95).toBeLessThan(LIMITS.move.p95);
    }
    expect(pick.median).toBeLessThan(LIMITS.pick);
  }
});

for (const model of ['mlp', 'conv'] as const) {
  test(`hover decode, ${model}: idle and while training`, async ({ app, page, userData }) => {
    test.setTimeout(240_000);
    await openLatent(app, page, userData, model);
    const idle = await hoverAbout(page);
    await page.getByTestId('run.train').click();
    await expect(page.getByTestId('run.status')).toHaveAttribute('data-state', 'training');
    await page.waitForTimeout(3_000);
    const training = await hoverAbout(page);
    told(`hover ${model}`, { idle, training });
    if (!strict) return;
    expect(idle.pixels.median).toBeLessThan(LIMITS.hover.idle.median);
    expect(idle.pixels.p95).toBeLessThan(LIMITS.hover.idle.p95);
    expect(training.pixels.p95).toBeLessThan(LIMITS.hover.training.p95);
  });
}
