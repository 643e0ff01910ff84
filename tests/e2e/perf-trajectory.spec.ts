import type { Page } from '@playwright/test';
import { repeats, strict, summary } from './large-project';
import { MainThread, type Work } from './main-thread';
import { trainUntil } from './runs';
import { expect, test } from './studio';

const PARTICLES = 10_000;
const STEPS = 100;
const FRAMES = repeats(120, 24);
/** Limits in milliseconds. */
const LIMITS = { frame: { median: 8, p95: 8 }, record: 1_500 };

const told = (name: string, figures: unknown): void => {
  console.log(`${name} ${JSON.stringify(figures)}`);
  test.info().annotations.push({ type: name, description: JSON.stringify(figures) });
};

/** Opens the toy flow with one lane of so many particles and steps. */
async function openFlow(page: Page): Promise<void> {
  await page.getByTestId('gallery.template.rectified-flow-2d').click();
  await trainUntil(page, 300);
  await page.getByTestId('lens.tab.trajectory').click();
  const steps = page.getByTestId('trajectory.lane.1.num_inference_steps.number');
  await steps.fill(String(STEPS));
  await steps.press('Enter');
  await page.getByTestId('trajectory.more').click();
  await page.getByTestId('trajectory.count').selectOption(String(PARTICLES));
  await page.keyboard.press('Escape');
  await expect
    .poll(() => page.getByTestId('trajectory.canvas').getAttribute('data-particles'), { timeout: 60_000 })
    .toBe(String(PARTICLES));
}

/** Drags the handle of the timeline there and back, one move a frame; the scripting of every frame by itself. */
async function scrub(page: Page, thread: MainThread) {
  const box = await page.getByTestId('trajectory.timeline').boundingBox();
  if (!box) throw new Error('The timeline is not on the screen.');
  const y = box.y + box.height / 2;
  const at = (share: number) => box.x + 8 + (box.width - 16) * share;
  await page.mouse.move(at(1), y);
  await page.mouse.down();
  const frames: Work[] = [];
  for (let i = 1; i <= FRAMES; i++) {
    const share = Math.abs(1 - (2 * i) / FRAMES);
    frames.push(await thread.during(() => page.mouse.move(at(share), y)));
  }
  await page.mouse.up();
  return summary(frames.map(({ script }) => script));
}

test(`${PARTICLES} particles over ${STEPS} steps are recorded and scrubbed quickly`, async ({ page }) => {
  test.setTimeout(240_000);
  await openFlow(page);
  const thread = await MainThread.of(page);

  const recorded: number[] = [];
  for (let i = 0; i < repeats(5, 2); i++) {
    const before = await page.getByTestId('trajectory.canvas').getAttribute('data-digest');
    await page.getByTestId('trajectory.noise').click();
    await expect
      .poll(() => page.getByTestId('trajectory.canvas').getAttribute('data-digest'), { timeout: 60_000 })
      .not.toBe(before);
    recorded.push(Number(await page.getByTestId('trajectory.readout').getAttribute('data-milliseconds')));
  }
  told('recording', summary(recorded));

  const idle: Work[] = [];
  for (let i = 0; i < 30; i++) idle.push(await thread.during(async () => undefined));
  told('idle', summary(idle.map(({ script }) => script)));
  const figures: Record<string, ReturnType<typeof summary>> = {};
  for (const ground of ['none', 'velocity', 'density']) {
    await page.getByTestId('trajectory.ground').selectOption(ground);
    await page.waitForTimeout(500);
    figures[ground] = await scrub(page, thread);
    told(`scrubbing, ${ground}`, figures[ground]);
  }
  expect(recorded.every((each) => each > 0)).toBe(true);
  if (!strict) return;
  expect(summary(recorded).median).toBeLessThan(LIMITS.record);
  for (const each of Object.values(figures)) {
    expect(each.median).toBeLessThan(LIMITS.frame.median);
    expect(each.p95).toBeLessThan(LIMITS.frame.p95);
  }
});
