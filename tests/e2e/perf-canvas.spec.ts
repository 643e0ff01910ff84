import type { Page } from '@playwright/test';
import { collect, collected, openLargeProject, repeats, strict, summary } from './large-project';
import { MainThread, type Work } from './main-thread';
import { expect, test } from './studio';

const NODES = 300;
const FRAMES = repeats(150, 30);
/** How often the network is opened. */
const OPENINGS = repeats(6, 2);
/** Limits in milliseconds. */
const LIMITS = { median: 8, p95: 16, action: 100 };

const rounded = (work: Work) =>
  Object.fromEntries(Object.entries(work).map(([name, value]) => [name, Math.round(value * 100) / 100]));

const middleOf = async (page: Page, testId: string): Promise<{ x: number; y: number }> => {
  const box = await page.getByTestId(testId).locator('header').boundingBox();
  if (!box) throw new Error(`${testId} is not on the screen.`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

/** Drags with the mouse in small circles, one move a frame; the work of every frame by itself. */
async function circle(page: Page, thread: MainThread, from: { x: number; y: number }): Promise<Work[]> {
  const frames: Work[] = [];
  for (let i = 1; i <= FRAMES; i++) {
    const angle = i / 12;
    const to = { x: from.x + 60 * Math.sin(angle), y: from.y + 60 * (1 - Math.cos(angle)) };
    frames.push(await thread.during(() => page.mouse.move(to.x, to.y)));
  }
  return frames;
}

/**
 * Opens the network some times. `paint`: from the double click to the first picture of the graph, as the browser tells it;
 * `task`: the longest single task until all is there; `script`: all scripting until then.
 */
async function openings(page: Page, thread: MainThread) {
  await collect(page, 'event', 'dblclick');
  await collect(page, 'longtask');
  const [paint, task, script]: number[][] = [[], [], []];
  for (let i = 0; i < OPENINGS; i++) {
    const node = page.getByTestId('node.encoder');
    await node.click({ position: { x: 60, y: 10 } });
    await page.waitForTimeout(600);
    await collected(page, 'longtask');
    const work = await thread.during(async () => {
      await node.dblclick({ position: { x: 60, y: 10 } });
      await expect(page.locator('.react-flow__node')).toHaveCount(NODES);
      await expect(page.getByTestId('canvas.opening')).toHaveCount(0);
      await page.waitForTimeout(500);
    });
    paint.push(...(await collected(page, 'event', 'dblclick')));
    task.push(Math.max(0, ...(await collected(page, 'longtask'))));
    script.push(work.script);
    if (i === OPENINGS - 1) break;
    await page.getByTestId('breadcrumb.study').click();
    await expect(node).toBeVisible();
    await page.waitForTimeout(600);
  }
  expect(paint).toHaveLength(OPENINGS);
  return { paint: summary(paint), task: summary(task), script: summary(script) };
}

test('300 nodes: opening, dragging, panning, zooming, selecting, undoing and typing keep the window quick', async ({
  app,
  page,
  userData,
}) => {
  test.setTimeout(240_000);
  await openLargeProject(app, page, userData, NODES);
  const thread = await MainThread.of(page);
  const opening = await openings(page, thread);
  await page.waitForTimeout(1_000);

  const idle: Work[] = [];
  for (let i = 0; i < 30; i++) idle.push(await thread.during(async () => undefined));

  // Away from the middle, where messages come up.
  const id = 'node.n202';
  const start = await middleOf(page, id);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(start.x + 8, start.y + 8, { steps: 4 });
  const drag = await circle(page, thread, start);
  await page.mouse.move(start.x + 50, start.y + 30);
  await page.mouse.up();
  await page.waitForTimeout(300);
  const end = await middleOf(page, id);
  expect(Math.hypot(end.x - start.x - 50, end.y - start.y - 30)).toBeLessThan(12);
  expect(drag).toHaveLength(FRAMES);

  const undo = await thread.during(() => page.keyboard.press('Control+z'));
  const back = await middleOf(page, id);
  expect(Math.hypot(back.x - start.x, back.y - start.y)).toBeLessThan(2);

  const selectAll = await thread.during(() => page.keyboard.press('Control+a'));
  await expect(page.locator('.react-flow__node.selected')).toHaveCount(NODES);

  const box = await page.getByTestId('canvas').boundingBox();
  if (!box) throw new Error('The canvas is not on the screen.');
  await page.getByTestId(id).locator('header').click();
  const zoom: Work[] = [];
  await page.mouse.move(start.x, start.y);
  for (let i = 0; i < repeats(60, 20); i++)
    zoom.push(await thread.during(() => page.mouse.wheel(0, i % 20 < 10 ? -120 : 120)));

  const corner = { x: box.x + box.width - 30, y: box.y + box.height - 90 };
  await page.mouse.move(corner.x, corner.y);
  await page.mouse.down();
  const pan = await circle(page, thread, corner);
  await page.mouse.up();

  await page.getByTestId(id).locator('header').click();
  const field = page.getByTestId('inspector.setting.features');
  await field.focus();
  const typing: Work[] = [];
  for (const key of ['1', '2', '8', 'Enter', '6', '4', 'Enter']) {
    typing.push(await thread.during(() => page.keyboard.press(key)));
  }

  const figures = {
    nodes: NODES,
    frames: drag.length,
    idle: summary(idle.map(({ script }) => script)),
    drag: { script: summary(drag.map(({ script }) => script)), task: summary(drag.map(({ task }) => task)) },
    zoom: { script: summary(zoom.map(({ script }) => script)), task: summary(zoom.map(({ task }) => task)) },
    pan: { script: summary(pan.map(({ script }) => script)), task: summary(pan.map(({ task }) => task)) },
    typing: summary(typing.map(({ script }) => script)),
    opening,
    undo: rounded(undo),
    selectAll: rounded(selectAll),
  };
  console.log(JSON.stringify(figures));
  test.info().annotations.push({ type: 'figures', description: JSON.stringify(figures) });
  if (!strict) return;
  expect(figures.drag.script.median).toBeLessThan(LIMITS.median);
  expect(figures.drag.script.p95).toBeLessThan(LIMITS.p95);
  for (const work of [undo, selectAll]) expect(work.script).toBeLessThan(LIMITS.action);
  expect(opening.paint.median).toBeLessThan(LIMITS.action);
  expect(figures.typing.worst).toBeLessThan(LIMITS.action);
});
