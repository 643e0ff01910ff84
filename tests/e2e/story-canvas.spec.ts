import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { defaults } from './large-network';
import { answerFileDialogs, expect, test } from './studio';

const TEMPLATE = join(import.meta.dirname, '../../resources/templates/vae-digits.json');

const end = (node: string, port: string) => ({ node, port });
const node = (id: string, type: string, x: number, y: number, more = {}) => ({
  id,
  type,
  version: 1,
  position: { x, y },
  settings: defaults(type),
  ...more,
});
const wire = (source: string, target: string) => ({
  id: `${source}-${target}`,
  source: end(source, 'y'),
  target: end(target, 'x'),
});

/** "VAE on digits" with an encoder in which every look of a node has its place, opened at that encoder. */
async function openLooks(app: ElectronApplication, page: Page, userData: string): Promise<void> {
  const document = JSON.parse(await readFile(TEMPLATE, 'utf8'));
  document.networks.encoder = {
    nodes: [
      node('input', 'layer.input', 0, 0, { settings: { ...defaults('layer.input'), name: 'x' } }),
      node('first', 'layer.linear', 280, 0, { group: 'body' }),
      node('second', 'layer.activation', 560, 0, { group: 'body', mode: 'bypass' }),
      node('third', 'layer.activation', 840, 20, { collapsed: true }),
      node('output', 'layer.output', 1100, 0),
      node('aside', 'layer.dropout', 280, 260, { mode: 'mute' }),
      node('after', 'layer.linear', 560, 260),
    ],
    edges: [
      wire('input', 'first'),
      wire('first', 'second'),
      wire('second', 'third'),
      wire('third', 'output'),
      wire('input', 'aside'),
      wire('aside', 'after'),
    ],
    groups: [{ id: 'body', title: 'Body', color: 'teal' }],
  };
  await mkdir(join(userData, 'looks'));
  await writeFile(join(userData, 'looks', 'project.json'), JSON.stringify(document));
  await answerFileDialogs(app, join(userData, 'looks', 'project.json'));
  await page.getByRole('button', { name: 'Open…' }).click();
  await page.getByTestId('node.encoder').dblclick({ position: { x: 60, y: 10 } });
  await expect(page.getByTestId('breadcrumb')).toContainText('Encoder');
  await page.waitForTimeout(500);
}

const boxOf = async (page: Page, testId: string) => {
  const box = await page.getByTestId(testId).boundingBox();
  if (!box) throw new Error(`${testId} is not on the screen.`);
  return box;
};

const dragBy = async (page: Page, from: { x: number; y: number }, x: number, y: number): Promise<void> => {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + x, from.y + y, { steps: 8 });
  await page.mouse.up();
};

test('nodes show how they take part, and groups move as one', async ({ app, page, userData, picture }) => {
  await openLooks(app, page, userData);
  await expect(page.getByTestId('node.second')).toContainText('bypassed');
  await expect(page.getByTestId('node.aside')).toContainText('muted');
  await expect(page.getByTestId('node.after')).toContainText('silent');
  await expect(page.getByTestId('node.third')).not.toContainText('Function');
  await expect(page.getByTestId('port.third.x')).toBeVisible();
  await picture('canvas-looks');

  const [first, second, third] = await Promise.all(['first', 'second', 'third'].map((id) => boxOf(page, `node.${id}`)));
  const title = page.getByTestId('group.body.title');
  const handle = await boxOf(page, 'group.body.title');
  await dragBy(page, { x: handle.x + 12, y: handle.y + 8 }, 0, 90);
  await expect.poll(async () => (await boxOf(page, 'node.first')).y - first.y).toBeGreaterThan(70);
  expect((await boxOf(page, 'node.second')).y - second.y).toBeGreaterThan(70);
  expect((await boxOf(page, 'node.third')).y).toBe(third.y);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await boxOf(page, 'node.second')).y).toBe(second.y);
  expect((await boxOf(page, 'node.first')).y).toBe(first.y);

  await title.click();
  await expect(page.locator('.react-flow__node.selected')).toHaveCount(2);
  await title.dblclick();
  await page.getByTestId('group.body.field').fill('Trunk');
  await page.keyboard.press('Enter');
  await expect(title).toHaveText('Trunk');
});

test('a wire is led through points with the mouse and with the keyboard', async ({ app, page, userData }) => {
  await openLooks(app, page, userData);
  const path = page.locator('[data-id="input-aside"] .react-flow__edge-path');
  const straight = await path.getAttribute('d');
  const [from, to] = [await boxOf(page, 'port.input.y'), await boxOf(page, 'port.aside.x')];
  await page.mouse.dblclick((from.x + to.x + 18) / 2, (from.y + to.y + 18) / 2);
  const point = page.getByTestId('edge.input-aside.point.0');
  await expect(point).toBeVisible();
  const at = await boxOf(page, 'edge.input-aside.point.0');
  await dragBy(page, { x: at.x + at.width / 2, y: at.y + at.height / 2 }, -60, 80);
  await expect.poll(async () => (await boxOf(page, 'edge.input-aside.point.0')).y - at.y).toBeGreaterThan(60);
  const led = await path.getAttribute('d');
  expect(led).not.toBe(straight);
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => path.getAttribute('d')).not.toBe(led);
  await point.focus();
  await page.keyboard.press('Delete');
  await expect(point).toHaveCount(0);
  await expect(path).toHaveAttribute('d', straight ?? '');

  await page.locator('[data-id="first-second"]').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('r');
  await expect(page.getByTestId('edge.first-second.point.0')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('edge.first-second.point.0')).toHaveCount(0);
});

test('a node that is dragged alone is drawn into line with its neighbours, and Alt lets it go free', async ({
  app,
  page,
  userData,
}) => {
  await openLooks(app, page, userData);
  const [after, second] = [await boxOf(page, 'node.after'), await boxOf(page, 'node.second')];
  const grip = { x: after.x + 60, y: after.y + 8 };
  await page.mouse.move(grip.x, grip.y);
  await page.mouse.down();
  await page.mouse.move(grip.x + 40, grip.y + 30, { steps: 6 });
  await page.mouse.move(grip.x + 3, grip.y + 30, { steps: 6 });
  await expect(page.getByTestId('guide.x')).toBeVisible();
  await page.keyboard.down('Alt');
  await page.mouse.move(grip.x + 4, grip.y + 31);
  await expect(page.getByTestId('guide.x')).toHaveCount(0);
  await page.keyboard.up('Alt');
  await page.mouse.move(grip.x + 3, grip.y + 30);
  await page.mouse.up();
  await expect(page.getByTestId('guide.x')).toHaveCount(0);
  await expect.poll(async () => Math.abs((await boxOf(page, 'node.after')).x - second.x)).toBeLessThan(1);
});

test('far away each node shows its title as large as it can be read, and a group its own', async ({
  app,
  page,
  userData,
}) => {
  await openLooks(app, page, userData);
  const height = (testId: string) =>
    page
      .getByTestId(testId)
      .locator('span')
      .filter({ hasText: 'Linear' })
      .first()
      .evaluate((title) => {
        const zoom = new DOMMatrix(
          getComputedStyle(document.querySelector('.react-flow__viewport') ?? title).transform,
        );
        return Number.parseFloat(getComputedStyle(title).fontSize) * zoom.a;
      });
  const handle = page.getByTestId('port.first.x');
  await expect(handle).toBeVisible();
  for (let i = 0; i < 8; i++) {
    await page.keyboard.press('-');
    await page.waitForTimeout(220);
  }
  await expect(page.getByTestId('canvas')).toHaveAttribute('data-far', '');
  await expect.poll(() => height('node.first')).toBeGreaterThan(8);
  await expect(page.getByTestId('node.first').getByText('Width')).toBeHidden();
  await expect(page.getByTestId('group.body.title')).toBeVisible();
  await page.keyboard.press('0');
  await expect(page.getByTestId('canvas')).not.toHaveAttribute('data-far', '');
  await expect(page.getByTestId('node.first').getByText('Width')).toBeVisible();
});

test('keys with arrows that mean something else do not move the node that has the focus', async ({
  app,
  page,
  userData,
}) => {
  await openLooks(app, page, userData);
  await page.getByTestId('node.first').click({ position: { x: 60, y: 10 } });
  await page.keyboard.press('Control+ArrowUp');
  await expect(page.getByTestId('breadcrumb')).toHaveCount(0);
  await expect(page.getByTestId('topbar.undo')).toBeDisabled();
});
