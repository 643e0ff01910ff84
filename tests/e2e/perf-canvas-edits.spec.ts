import type { Page } from '@playwright/test';
import { collect, collected, openLargeProject, repeats, type Summary, strict, summary } from './large-project';
import { MainThread } from './main-thread';
import { expect, test } from './studio';

const NODES = 300;
/** Nodes at which each kind of edit is made. */
const PLACES = [2, 162, 282, 42, 82, 122, 202, 242].slice(0, repeats(8, 3));
/** Layers of the network that trains, and readings of its statistics. */
const TRAINED = 30;
const READINGS = repeats(8, 2);
/** Limits in milliseconds. */
const LIMITS = { analysis: 5, action: 100, reading: 8 };

const inside = async (page: Page, nodes: number): Promise<void> => {
  await page.getByTestId('node.encoder').dblclick({ position: { x: 60, y: 10 } });
  await expect(page.locator('.react-flow__node')).toHaveCount(nodes);
  await page.waitForTimeout(1_000);
};

const report = (figures: object): void => {
  console.log(JSON.stringify(figures));
  test.info().annotations.push({ type: 'figures', description: JSON.stringify(figures) });
};

test('300 nodes: after one edit shapes are there at once', async ({ app, page, userData }) => {
  test.setTimeout(180_000);
  await openLargeProject(app, page, userData, NODES);
  await inside(page, NODES);
  await collect(page, 'measure', 'analysis');
  const kinds: Record<string, number[]> = { 'typed width': [], 'wire removed': [], 'wire added': [], undo: [] };
  const edit = async (kind: keyof typeof kinds, action: () => Promise<unknown>): Promise<void> => {
    await collected(page, 'measure', 'analysis');
    await action();
    await page.waitForTimeout(80);
    const times = await collected(page, 'measure', 'analysis');
    expect(times, `${kind} is analysed once`).toHaveLength(1);
    kinds[kind].push(...times);
  };
  for (const place of PLACES) {
    const node = page.getByTestId(`node.n${place}`).locator('header');
    await node.click();
    const width = page.getByTestId('inspector.setting.features');
    await width.fill('32');
    await edit('typed width', () => width.press('Enter'));
    // Out of the fields: there Control+Z takes back letters.
    await node.click();
    await edit('undo', () => page.keyboard.press('Control+z'));
    const feeds = page.getByRole('region', { name: 'Wires' }).getByRole('combobox');
    const before = await feeds.inputValue();
    await feeds.focus();
    await edit('wire removed', () => feeds.selectOption(''));
    await edit('wire added', () => feeds.selectOption(before));
    await node.click();
    await edit('undo', () => page.keyboard.press('Control+z'));
    await edit('undo', () => page.keyboard.press('Control+z'));
  }
  const figures = {
    all: summary(Object.values(kinds).flat()),
    ...Object.fromEntries(Object.entries(kinds).map(([kind, times]) => [kind, summary(times)])),
  };
  report({ analysis: figures });
  expect(figures.all.count).toBe(6 * PLACES.length);
  if (strict) expect(figures.all.median).toBeLessThan(LIMITS.analysis);
});

test('300 nodes: windows and panels open and close at once', async ({ app, page, userData }) => {
  test.setTimeout(180_000);
  await openLargeProject(app, page, userData, NODES);
  await inside(page, NODES);
  const thread = await MainThread.of(page);
  const times: Record<string, number[]> = {};
  const step = async (what: string, action: () => Promise<unknown>): Promise<void> => {
    const { script } = await thread.during(action);
    times[what] = [...(times[what] ?? []), script];
    await page.waitForTimeout(250);
  };
  const press = (key: string) => () => page.keyboard.press(key);
  const node = page.getByTestId('node.n202').locator('header');
  for (let i = 0; i < repeats(5, 1); i++) {
    await step('select a node', () => node.click());
    await step('open the node search', press('Tab'));
    await step('type into the node search', press('l'));
    await step('close the node search', press('Escape'));
    await step('open the palette', press('Control+k'));
    await step('type into the palette', press('c'));
    await step('close the palette', press('Escape'));
    await step('open the wiring dialog', press('w'));
    await step('close the wiring dialog', press('Escape'));
    await step('open the keys', press('?'));
    await step('close the keys', press('Escape'));
    await step('hide the inspector', press('Control+i'));
    await step('show the inspector', press('Control+i'));
    await step('select none', press('Escape'));
  }
  const copy = await otherCopy(page);
  for (let i = 0; i < repeats(3, 1); i++) {
    await step('open the comparison', copy);
    await expect(page.getByTestId('compare')).toBeVisible();
    await step('close the comparison', () => page.getByTestId('compare.close').click());
  }
  const figures: Record<string, Summary> = Object.fromEntries(
    Object.entries(times).map(([what, list]) => [what, summary(list)]),
  );
  report({ clicks: figures });
  for (const [what, { median }] of strict ? Object.entries(figures) : [])
    expect(median, what).toBeLessThan(LIMITS.action);
});

/** Opens a comparison with the project as it is on disk, from the palette; what counts is the last key. */
async function otherCopy(page: Page): Promise<() => Promise<unknown>> {
  await page.getByTestId('node.n202').locator('header').click();
  const width = page.getByTestId('inspector.setting.features');
  await width.fill('24');
  await width.press('Enter');
  return async () => {
    await page.keyboard.press('Control+k');
    await page.getByTestId('palette').getByRole('combobox').fill('Compare with another project');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('compare')).toBeVisible();
  };
}

test('statistics of a network that trains are shown in a few milliseconds', async ({ app, page, userData }) => {
  test.setTimeout(240_000);
  await openLargeProject(app, page, userData, TRAINED);
  await inside(page, TRAINED);
  await collect(page, 'measure', 'life');
  await page.getByTestId('run.train').click();
  await expect(page.locator('[data-testid^="life.n"]')).not.toHaveCount(0, { timeout: 90_000 });
  await collected(page, 'measure', 'life');
  const times: number[] = [];
  await expect
    .poll(
      async () => {
        times.push(...(await collected(page, 'measure', 'life')));
        return times.length;
      },
      { timeout: 120_000 },
    )
    .toBeGreaterThanOrEqual(READINGS);
  const figures = summary(times);
  report({ reading: figures });
  if (strict) expect(figures.median).toBeLessThan(LIMITS.reading);
});
