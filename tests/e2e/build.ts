import type { Page } from '@playwright/test';
import { expect } from './studio';

/** What a person does to build a graph with the keyboard and the pointer, one gesture a function. */

type Place = { x: number; y: number };

const nodeFrame = (page: Page, id: string) => page.locator(`.react-flow__node[data-id="${id}"]`);

/** Where the canvas and everything on it is. */
const places = (page: Page): Promise<string> =>
  page
    .locator('.react-flow__viewport, .react-flow__node')
    .evaluateAll((elements) => elements.map((element) => element.getAttribute('style')).join());

/** Waits until nothing on the canvas moves any more. */
export async function rest(page: Page): Promise<void> {
  let before = '';
  await expect(async () => {
    const now = await places(page);
    const still = now === before;
    before = now;
    expect(still).toBe(true);
  }).toPass({ intervals: [120] });
}

export async function select(page: Page, id: string): Promise<void> {
  await nodeFrame(page, id).focus();
  await page.keyboard.press('Space');
}

/** Id of the node that was placed last: it has the focus. */
async function placed(page: Page): Promise<string> {
  await expect(page.getByTestId('node-search')).toHaveCount(0);
  const focused = page.locator('.react-flow__node:focus');
  await expect(focused).toHaveCount(1);
  const id = await focused.getAttribute('data-id');
  if (id === null) throw new Error('No node has the focus after one was placed.');
  return id;
}

/** The first find must be the one that is meant: a person types a name and presses Enter. */
async function search(page: Page, query: string): Promise<string> {
  await page.getByTestId('node-search.input').fill(query);
  const found = page.getByTestId('node-search').getByRole('option', { selected: true });
  for (const word of query.split(' ')) await expect(found).toContainText(new RegExp(word, 'i'));
  await page.keyboard.press('Enter');
  return placed(page);
}

/** Adds a node beside the others, joined to nothing. */
export async function add(page: Page, query: string): Promise<string> {
  await page.keyboard.press('Shift+A');
  return search(page, query);
}

/** Leads a wire from a port of a node (its label; the first free one when null) to a new node. */
export async function grow(page: Page, from: string, port: string | null, query: string): Promise<string> {
  await beginWire(page, from, port);
  await page.getByTestId('connect.input').fill(query);
  // A new node is the last choice: one up from the first.
  await page.keyboard.press('ArrowUp');
  await expect(page.getByTestId('connect').getByRole('option', { selected: true })).toContainText('A new node');
  await page.keyboard.press('Enter');
  return search(page, query);
}

/** A chain of new nodes behind a port, each with its settings; their ids in order. */
export async function chain(
  page: Page,
  from: string,
  port: string | null,
  links: readonly (readonly [query: string, settings?: Values])[],
): Promise<string[]> {
  const ids: string[] = [];
  for (const [query, settings = {}] of links) {
    ids.push(await grow(page, ids.at(-1) ?? from, ids.length === 0 ? port : 'y', query));
    await set(page, settings);
  }
  return ids;
}

/** Leads a wire from a port of a node to a port of another, written `Node · port`, as the chooser writes it. */
export async function join(page: Page, from: string, port: string | null, to: string): Promise<void> {
  await beginWire(page, from, port);
  await page.getByTestId('connect.input').fill(to);
  await expect(page.getByTestId('connect').getByRole('option', { selected: true })).toContainText(to);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('connect')).toHaveCount(0);
}

async function beginWire(page: Page, from: string, port: string | null): Promise<void> {
  await select(page, from);
  await page.keyboard.press('w');
  const input = page.getByTestId('connect.input');
  await expect(input).toBeVisible();
  if ((await input.getAttribute('placeholder')) !== 'Which port?') return;
  if (port !== null) await input.fill(port);
  await page.keyboard.press('Enter');
  await expect(input).not.toHaveAttribute('placeholder', 'Which port?');
}

async function centre(page: Page, testId: string): Promise<Place> {
  const box = await page.getByTestId(testId).boundingBox();
  if (!box) throw new Error(`${testId} is not on the screen.`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Drags a wire from an output to an input, both written `node.port`. */
export async function drag(page: Page, from: string, to: string): Promise<void> {
  const wires = page.locator('.react-flow__edge');
  const before = await wires.count();
  await rest(page);
  const [start, end] = [await centre(page, `port.${from}`), await centre(page, `port.${to}`)];
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 3 });
  await page.mouse.move(end.x, end.y, { steps: 5 });
  await page.mouse.up();
  await expect(wires).toHaveCount(before + 1);
}

export type Values = Readonly<Record<string, number | string | boolean>>;

/** Types a number, chooses an option or turns a switch in the inspector of the node that is selected, and goes back to it. */
export async function set(page: Page, settings: Values): Promise<void> {
  for (const [name, value] of Object.entries(settings)) {
    const field = page.getByTestId(`inspector.setting.${name}`);
    await field.focus();
    if (typeof value === 'string') await field.selectOption(value);
    else if (typeof value === 'boolean') await field.click();
    else {
      await field.fill(String(value));
      await field.press('Enter');
    }
    await page.keyboard.press('Escape');
    await expect(page.locator('.react-flow__node:focus')).toHaveCount(1);
  }
}

/** Selects nodes by clicks on their titles with Shift held. */
export async function selectAll(page: Page, ids: readonly string[]): Promise<void> {
  for (const [index, id] of ids.entries())
    await page.getByTestId(`node.${id}`).click({ position: { x: 30, y: 8 }, modifiers: index === 0 ? [] : ['Shift'] });
}

/** Puts the nodes in order, and shows all of them. */
export async function arrange(page: Page): Promise<void> {
  const before = await places(page);
  await page.keyboard.press('Shift+L');
  await expect.poll(() => places(page)).not.toBe(before);
  await rest(page);
  await showAll(page);
}

/** Shows the whole graph. */
export async function showAll(page: Page): Promise<void> {
  await page.keyboard.press('f');
  await rest(page);
}
