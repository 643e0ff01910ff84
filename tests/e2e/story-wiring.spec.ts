import type { Page } from '@playwright/test';
import { expect, test } from './studio';

type Place = { x: number; y: number };

const boxOf = async (page: Page, testId: string) => {
  const box = await page.getByTestId(testId).boundingBox();
  if (!box) throw new Error(`${testId} is not on the screen.`);
  return box;
};
const centre = async (page: Page, testId: string): Promise<Place> => {
  const { x, y, width, height } = await boxOf(page, testId);
  return { x: x + width / 2, y: y + height / 2 };
};

const drag = async (page: Page, from: Place, to: Place): Promise<void> => {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 8 });
};

/** Middle of a wire in the window. */
const wireMiddle = (page: Page, id: string): Promise<Place> =>
  page.locator(`.react-flow__edge[data-id="${id}"] path.react-flow__edge-path`).evaluate((path) => {
    if (!(path instanceof SVGPathElement)) throw new Error('A wire is a path.');
    const { x, y } = path.getPointAtLength(path.getTotalLength() / 2);
    const matrix = path.getScreenCTM();
    if (!matrix) throw new Error('The wire is not drawn.');
    const place = new DOMPoint(x, y).matrixTransform(matrix);
    return { x: place.x, y: place.y };
  });

const settle = (page: Page): Promise<void> => page.waitForTimeout(450);

const openTemplate = async (page: Page): Promise<void> => {
  await page.getByTestId('gallery.template.vae-digits').click();
  await expect(page.getByTestId('node.encoder')).toBeVisible();
  await settle(page);
};

const openEncoder = async (page: Page): Promise<void> => {
  await openTemplate(page);
  await page.getByTestId('node.encoder').click({ position: { x: 60, y: 10 } });
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('node.mlp')).toBeVisible();
  await settle(page);
};

/** Finds something in the node search at a place of the canvas, and takes the first find. */
const add = async (page: Page, query: string, at: Place): Promise<void> => {
  await page.mouse.move(at.x, at.y);
  await page.keyboard.press('Tab');
  await page.getByTestId('node-search.input').fill(query);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('node-search')).toHaveCount(0);
};

/** A free place below the nodes of a network. */
const below = async (page: Page, testId: string): Promise<Place> => {
  const { x, y, height } = await boxOf(page, testId);
  return { x: x - 60, y: y + height + 50 };
};

test('a node is found by its paper, and a wire let go over nothing finds what fits and joins it', async ({
  page,
  picture,
}) => {
  await openTemplate(page);
  const canvas = await centre(page, 'canvas');
  await page.mouse.move(canvas.x, canvas.y + 120);
  await page.keyboard.press('Tab');
  await page.getByTestId('node-search.input').fill('kingma welling 2.4');
  const find = page.getByTestId('node-search').getByRole('option', { selected: true });
  await expect(find).toContainText('Reparameterize');
  await expect(find).toContainText('Kingma & Welling 2014, section 2.4');
  await picture('search-paper');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('node.reparameterize_2')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('node.reparameterize_2')).toHaveCount(0);

  const wires = page.locator('.react-flow__edge');
  const before = await wires.count();
  await drag(page, await centre(page, 'port.encoder.q'), { x: canvas.x, y: canvas.y + 160 });
  await page.mouse.up();
  await expect(page.getByTestId('node-search')).toBeVisible();
  await expect(page.getByTestId('node-search.data.mnist')).toHaveCount(0);
  await expect(page.getByRole('group', { name: 'Usual here' })).toContainText('Reparameterize');
  await page.getByTestId('node-search.input').fill('repara');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('node.reparameterize_2')).toBeVisible();
  await expect(wires).toHaveCount(before + 1);
  await page.keyboard.press('Control+z');
  await expect(wires).toHaveCount(before);
});

test('a node dropped on a wire goes into it, out of the palette or from the canvas', async ({ page }) => {
  await openEncoder(page);
  const wires = page.locator('.react-flow__edge');
  await expect(wires).toHaveCount(2);
  await page.getByTestId('rail.nodes').click();
  await settle(page);
  await page.getByTestId('drawer.nodes.search').fill('dropout');
  const item = page.getByTestId('palette.layer.dropout');
  const wire = await wireMiddle(page, 'mlp-output');
  const canvas = await boxOf(page, 'canvas');
  await item.dragTo(page.getByTestId('canvas'), { targetPosition: { x: wire.x - canvas.x, y: wire.y - canvas.y } });
  await expect(page.getByTestId('node.dropout')).toBeVisible();
  await expect(wires).toHaveCount(3);
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('node.dropout')).toHaveCount(0);
  await page.keyboard.press('Escape');

  await add(page, 'dropout', await below(page, 'node.mlp'));
  await expect(page.getByTestId('node.dropout')).toBeVisible();
  await expect(wires).toHaveCount(2);
  await settle(page);
  const { x, y } = await boxOf(page, 'node.dropout');
  const apart = async () => (await boxOf(page, 'node.dropout')).y - (await boxOf(page, 'node.mlp')).y;
  const before = await apart();
  await drag(page, { x: x + 70, y: y + 12 }, await wireMiddle(page, 'mlp-output'));
  const lit = page.locator('.react-flow__edge[data-id="mlp-output"] path.react-flow__edge-path');
  await expect(lit).toHaveCSS('stroke-width', '4px');
  await page.mouse.up();
  await expect(wires).toHaveCount(3);
  // The way there and the place in the wire are one step.
  await page.keyboard.press('Control+z');
  await expect(wires).toHaveCount(2);
  await expect.poll(async () => Math.abs((await apart()) - before)).toBeLessThan(1);
  await page.keyboard.press('Control+Shift+z');
  await expect(wires).toHaveCount(3);
  await settle(page);
  // A wire that is selected takes what the search finds.
  const selected = await wireMiddle(page, 'input-mlp');
  await page.mouse.click(selected.x, selected.y);
  await page.keyboard.press('Tab');
  await page.getByTestId('node-search.input').fill('layer norm');
  await page.keyboard.press('Enter');
  await expect(wires).toHaveCount(4);
  await expect(page.getByTestId('status.problems')).toContainText('No problems');
});

test('a wire that makes a problem says so, and its quick fix is taken at the keyboard', async ({ page, picture }) => {
  await openEncoder(page);
  await add(page, 'conv2d', await below(page, 'node.mlp'));
  await expect(page.getByTestId('node.conv2d')).toBeVisible();
  await settle(page);
  await drag(page, await centre(page, 'port.input.y'), await centre(page, 'port.conv2d.x'));
  const note = page.getByTestId('connection.warning');
  await expect(note).toContainText(/784/);
  await expect(note).toContainText('Insert Reshape');
  await picture('wrong-wire');
  await page.mouse.up();
  const popover = page.getByTestId('fix-popover');
  await expect(popover).toContainText(/784/);
  await expect(popover.getByRole('button').first()).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(popover.getByTestId('fix.insert')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(popover).toHaveCount(0);
  await expect(page.locator('article', { hasText: 'Reshape' })).toBeVisible();
  await expect(page.locator('.react-flow__node[data-id="conv2d"]')).toBeFocused();

  // The same fixes stand on the node and in the inspector for who closed the popover.
  await page.keyboard.press('Control+z');
  await page.getByTestId('node.conv2d').click({ position: { x: 60, y: 10 } });
  await expect(page.getByTestId('node.conv2d').getByTestId('fix.set')).toBeVisible();
  await expect(page.getByTestId('inspector').getByTestId('fix.insert')).toBeVisible();
});

test('bypass, mute, collapse, group and move by keys, and all of it taken back', async ({ page }) => {
  await openEncoder(page);
  await page.getByTestId('node.mlp').click({ position: { x: 60, y: 10 } });
  const height = async () => (await boxOf(page, 'node.mlp')).y - (await boxOf(page, 'node.input')).y;
  const place = await height();
  await page.keyboard.press('Control+b');
  await expect(page.locator('.react-flow__node[data-id="mlp"]')).toHaveAttribute('aria-label', /bypass/i);
  await page.keyboard.press('Control+m');
  await expect(page.locator('.react-flow__node[data-id="mlp"]')).toHaveAttribute('aria-label', /mute/i);
  await page.keyboard.press('Alt+c');
  await expect(page.getByTestId('node.mlp')).not.toContainText('Hidden widths');
  await page.keyboard.press('Control+g');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  expect((await height()) - place).toBeGreaterThan(20);
  for (let i = 0; i < 5; i++) await page.keyboard.press('Control+z');
  await expect(page.getByTestId('node.mlp')).toContainText('Hidden widths');
  await expect.poll(height).toBeCloseTo(place, 0);
  await expect(page.locator('.react-flow__node[data-id="mlp"]')).not.toHaveAttribute('aria-label', /bypass|mute/i);
});

test('a selection becomes a block, goes to the library, comes into another project, and is taken apart', async ({
  page,
  picture,
}) => {
  await openEncoder(page);
  await page.getByTestId('node.mlp').click({ position: { x: 60, y: 10 } });
  await page.keyboard.press('Control+Shift+b');
  await expect(page.getByTestId('node.mlp')).toHaveCount(0);
  const block = page.locator('article', { hasText: 'Block' });
  await expect(block).toBeVisible();
  await page.keyboard.press('Control+Shift+k');
  await page.getByTestId('library.title').fill('Wide step');
  await page.getByTestId('library.summary').fill('An MLP that I like');
  await picture('library-save');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('toast.success')).toContainText('Wide step');

  await page.keyboard.press('Control+Shift+o');
  await page.getByTestId('gallery.template.vae-digits').click();
  await expect(page.getByTestId('node.decoder')).toBeVisible();
  await settle(page);
  await page.getByTestId('node.decoder').click({ position: { x: 60, y: 10 } });
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('node.mlp')).toBeVisible();
  await settle(page);
  await add(page, 'wide step', await below(page, 'node.mlp'));
  await expect(block).toBeVisible();
  await page.getByTestId('rail.nodes').click();
  await expect(page.getByTestId('drawer.nodes')).toContainText('An MLP that I like');
  await picture('library');
  await block.click({ position: { x: 60, y: 10 } });
  await page.keyboard.press('Control+Alt+b');
  await expect(block).toHaveCount(0);
  await expect(page.locator('article', { hasText: 'MLP' })).toHaveCount(2);
});

test('a network is built without the pointer: input, linear, output', async ({ page, picture }) => {
  await openEncoder(page);
  await page.mouse.move(2, 2);
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await expect(page.getByText('An empty canvas')).toBeVisible();
  await picture('empty-network');
  for (const [query, id] of [
    ['input', 'input'],
    ['linear', 'linear'],
    ['output', 'output'],
  ] as const) {
    await page.keyboard.press('Shift+A');
    await page.getByTestId('node-search.input').fill(query);
    await page.keyboard.press('Enter');
    await expect(page.locator(`.react-flow__node[data-id="${id}"]`)).toBeFocused();
  }
  for (const [from, to] of [
    ['input', 'Linear'],
    ['linear', 'Output'],
  ] as const) {
    await page.keyboard.press('Home');
    if (from === 'linear') await page.keyboard.press('Alt+ArrowRight');
    await expect(page.locator(`.react-flow__node[data-id="${from}"]`)).toBeFocused();
    await page.keyboard.press('w');
    const chooser = page.getByTestId('connect');
    await expect(chooser).toBeVisible();
    if (from === 'linear') await page.keyboard.press('Enter');
    await page.getByTestId('connect.input').fill(to);
    await expect(chooser.getByRole('option').first()).toContainText(/128 ×/);
    await picture('connect');
    await page.keyboard.press('Enter');
    await expect(chooser).toHaveCount(0);
  }
  await expect(page.locator('.react-flow__edge')).toHaveCount(2);
  await expect(page.getByTestId('status.problems')).toContainText('No problems');
});

test('nodes are copied from one project into another, come as text from a message, and a picture is refused kindly', async ({
  page,
  app,
}) => {
  await openTemplate(page);
  await page.getByTestId('node.encoder').click({ position: { x: 60, y: 10 } });
  // The focus lies in the inspector, on nothing that takes text.
  await page
    .locator('[data-region="inspector"]')
    .first()
    .click({ position: { x: 120, y: 8 } });
  await page.keyboard.press('Control+c');
  const copied = await app.evaluate(({ clipboard }) => clipboard.readText());
  expect(JSON.parse(copied)).toMatchObject({ format: 'latent-loom/selection', level: 'study' });

  await page.keyboard.press('Control+Shift+o');
  await page.getByTestId('gallery.template.rectified-flow-2d').click();
  await expect(page.getByTestId('node.denoiser')).toBeVisible();
  await settle(page);
  await page.keyboard.press('Control+v');
  await expect(page.getByTestId('node.encoder')).toBeVisible();

  await app.evaluate(
    ({ clipboard }, text) => clipboard.writeText(`Try this one:\n\`\`\`json\n${text}\n\`\`\``),
    copied,
  );
  await page.keyboard.press('Control+v');
  await expect(page.getByTestId('node.encoder_2')).toBeVisible();

  await app.evaluate(async ({ clipboard, ClipboardItem, nativeImage }) => {
    const image = nativeImage.createFromBitmap(Buffer.alloc(4 * 16), { width: 4, height: 4 });
    // Before version 45 Electron's clipboard had a method of its own for pictures.
    if ('writeImage' in clipboard && typeof clipboard.writeImage === 'function') clipboard.writeImage(image);
    else await clipboard.write([new ClipboardItem({ 'image/png': new Blob([new Uint8Array(image.toPNG())]) })]);
  });
  await page.keyboard.press('Control+v');
  await expect(page.getByTestId('toast.info')).toContainText('no part of a graph');
  await app.evaluate(({ clipboard }) => clipboard.writeText('good morning'));
  await page.keyboard.press('Control+v');
  await expect(page.getByTestId('toast.error')).toContainText('Latent Loom');
});

test('menus open by the right button and by keys, and a second instance of a block can be tied', async ({ page }) => {
  await openEncoder(page);
  await page.getByTestId('node.mlp').click({ button: 'right', position: { x: 60, y: 10 } });
  await page.getByTestId('menu.node.makeBlock').click();
  const blocks = page.locator('article', { hasText: 'Block' });
  await expect(blocks).toHaveCount(1);
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menu', { name: 'Node' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);

  for (const [keys, count] of [
    ['Shift+Enter', 1],
    ['Enter', 2],
  ] as const) {
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+A');
    await page.getByTestId('node-search.input').fill('tied');
    const project = page.getByRole('group', { name: 'Blocks of this project' }).getByRole('option');
    await expect(project).toHaveCount(1);
    await page.keyboard.press(keys);
    await expect(blocks).toHaveCount(1 + count);
  }
  await expect(page.locator('article[class*="tied"]')).toHaveCount(2);
});
