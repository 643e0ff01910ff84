import { execFile } from 'node:child_process';
import { join as path, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { ElectronApplication, Page } from '@playwright/test';
import { add, arrange, chain, drag, grow, join, rest, select, selectAll, set, showAll } from './build';
import { beyond } from './runs';
import { answerFileDialogs, expect, test } from './studio';

const LOOM = resolve(import.meta.dirname, '../../scripts/loom.mjs');

const digits = (text: string | null): number => Number((text ?? '').replace(/\D/g, ''));
/** The number at the end of a text. */
const real = (text: string | null): number => Number(/[\d.]+(e-?\d+)?$/.exec(text ?? '')?.[0]);

/** Parameters of all networks, as the foot of the window has them. */
const size = async (page: Page): Promise<number> =>
  digits((await page.getByTestId('status.size').textContent())?.split('parameters')[0] ?? null);

const noProblems = (page: Page) => expect(page.getByTestId('status.problems')).toContainText('No problems');

/** What the analysis of the saved project says, without the window. */
const checked = async (project: string): Promise<{ ok: boolean; parameters: number; problems: unknown[] }> =>
  JSON.parse((await promisify(execFile)(process.execPath, [LOOM, 'check', project, '--json'])).stdout);

/** Rectified flow on MNIST digits, from an empty canvas; ids of its denoiser and its data. */
const buildStudy = async (page: Page): Promise<{ data: string; denoiser: string }> => {
  await page.getByTestId('gallery.blank').click();
  await expect(page.getByTestId('canvas.add-first')).toBeVisible();
  const data = await add(page, 'mnist digits');
  await set(page, { layout: 'image', batch_size: 8 });
  const noise = await grow(page, data, 'images', 'gaussian noise');
  const time = await grow(page, data, 'images', 'time');
  const mix = await grow(page, data, 'images', 'add noise');
  await showAll(page);
  await drag(page, `${noise}.noise`, `${mix}.noise`);
  await drag(page, `${time}.t`, `${mix}.t`);
  const denoiser = await grow(page, mix, 'x_t', 'denoiser');
  await join(page, time, 't', 'Denoiser · t');
  const loss = await grow(page, denoiser, 'v', 'velocity loss');
  await join(page, data, 'images', 'Velocity loss · x');
  await join(page, noise, 'ε', 'Velocity loss · ε');
  await grow(page, loss, 'loss', 'adam trainer');
  await grow(page, denoiser, 'network', 'euler sampler');
  await arrange(page);
  await noProblems(page);
  return { data, denoiser };
};

/** Opens the denoiser and takes out what it was placed with. */
const openEmpty = async (page: Page, denoiser: string): Promise<void> => {
  await select(page, denoiser);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('breadcrumb')).toContainText('Denoiser');
  await rest(page);
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await expect(page.getByText('An empty canvas')).toBeVisible();
};

const conv = (channels: number, stride = 1) => ['convolution', { channels, kernel: 3, stride, padding: 1 }] as const;
const residual = (channels: number) => ['residual block', { channels }] as const;

/** Channels 32, 64 and 64 on three levels, attention on the lowest (the U-Net of the ddpm-unet workload). */
const buildUNet = async (page: Page): Promise<void> => {
  const t = await add(page, 'input');
  await set(page, { name: 't' });
  const [time] = await chain(page, t, null, [['time embedding', { width: 32, hidden: 128 }]]);
  const x = await add(page, 'input');
  const [, down1, , down2, , middle1] = await chain(page, x, null, [
    conv(32),
    residual(32),
    conv(32, 2),
    residual(64),
    conv(64, 2),
    residual(64),
  ]);
  const [, , , , sum, middle2, , concat2, up2, , concat1, up1] = await chain(page, middle1, 'y', [
    ['group norm', { groups: 8 }],
    ['patchify', { patch: 1 }],
    ['self-attention', { heads: 1 }],
    ['unpatchify', { patch: 1 }],
    ['add'],
    residual(64),
    ['upsample'],
    ['concat'],
    residual(64),
    ['upsample'],
    ['concat'],
    residual(32),
    ['group norm', { groups: 8 }],
    ['activation', { activation: 'silu' }],
    conv(1),
    ['output'],
  ]);
  await arrange(page);
  await drag(page, `${middle1}.y`, `${sum}.b`);
  await drag(page, `${down2}.y`, `${concat2}.b`);
  await drag(page, `${down1}.y`, `${concat1}.b`);
  // The next block that has no condition yet is offered first.
  for (const _ of [down1, down2, middle1, middle2, up2, up1]) await join(page, time, 'y', 'condition');
  await arrange(page);
};

const adaptive = [['layer norm', { affine: false }], ['modulate']] as const;

/** Four adaLN blocks over 49 patches of a digit, told the time and the label (the DiT of the dit workload). */
const buildDiT = async (page: Page): Promise<void> => {
  const t = await add(page, 'input');
  await set(page, { name: 't' });
  const [, condition] = await chain(page, t, null, [['time embedding', { width: 128, hidden: 128 }], ['add']]);
  const y = await add(page, 'input');
  await set(page, { name: 'y' });
  const [label] = await chain(page, y, null, [['embedding', { entries: 11, width: 128 }]]);
  await join(page, label, 'y', 'Add · b');
  const x = await add(page, 'input');
  const [, , positions] = await chain(page, x, null, [
    ['patchify', { patch: 4 }],
    ['linear', { features: 128 }],
    ['positional embedding'],
  ]);
  const inside = await chain(page, positions, 'y', [
    ...adaptive,
    ['self-attention', { heads: 4 }],
    ['gate'],
    ['add'],
    ...adaptive,
    ['linear', { features: 512 }],
    ['activation', { activation: 'gelu' }],
    ['linear', { features: 128 }],
    ['gate'],
    ['add'],
  ]);
  const [sum1, sum2] = [inside[4], inside[11]];
  await arrange(page);
  await drag(page, `${positions}.y`, `${sum1}.b`);
  await drag(page, `${sum1}.y`, `${sum2}.b`);
  for (let told = 0; told < 4; told++) await join(page, condition, 'y', 'condition');
  await arrange(page);
  await selectAll(page, inside);
  await page.keyboard.press('Control+Shift+b');
  await set(page, { repeat: 4 });
  const block = await page.locator('.react-flow__node.selected').getAttribute('data-id');
  if (block === null) throw new Error('The new block is not selected.');
  await chain(page, block, null, [...adaptive, ['linear', { features: 16 }], ['unpatchify', { patch: 4 }], ['output']]);
  await join(page, condition, 'y', 'condition');
  await arrange(page);
};

/** A wire of the open graph by what it joins and carries. */
const wire = (page: Page, from: string, to: string, shape: string) =>
  page.locator(`.react-flow__edge[aria-label="Wire from ${from} to ${to}, ${shape}"]`);

/** Shows the graph without the panels around it, fitted and then zoomed by keys, for as long as something looks at it. */
const onCanvasAlone = async (page: Page, keys: readonly string[], look: () => Promise<void>): Promise<void> => {
  await page.keyboard.press('Escape');
  for (const panel of ['Control+l', 'Control+i']) await page.keyboard.press(panel);
  await page.mouse.move(2, 2);
  await showAll(page);
  for (const key of keys) {
    await page.keyboard.press(key);
    await rest(page);
  }
  await look();
  for (const panel of ['Control+l', 'Control+i']) await page.keyboard.press(panel);
};

/** How many undos lead back to the empty network. */
const undoAll = async (page: Page): Promise<number> => {
  const nodes = page.locator('.react-flow__node');
  let undone = 0;
  while ((await nodes.count()) > 0) {
    await page.keyboard.press('Control+z');
    undone++;
    if (undone > 400) throw new Error('Undo does not lead back to the empty network.');
  }
  return undone;
};

/** Saves the project; what its denoiser says in the window and in the saved file must be one number. */
const expectSize = async (page: Page, app: ElectronApplication, folder: string, denoiser: string, count: number) => {
  await page.getByTestId('breadcrumb.study').click();
  const spaced = new RegExp(String(count).replace(/\B(?=(\d{3})+$)/g, '\\s'));
  await expect(page.getByTestId(`node.${denoiser}`)).toContainText(spaced);
  await select(page, denoiser);
  await expect(page.getByTestId('inspector.costs')).toContainText(spaced);
  await expect(page.getByTestId('status.size')).toContainText(spaced);
  await answerFileDialogs(app, folder);
  await page.keyboard.press('Control+s');
  await expect(page.getByTestId('status.saved')).not.toContainText('draft');
  expect(await checked(path(folder, 'project.json'))).toMatchObject({ ok: true, problems: [], parameters: count });
};

/** Trains some steps; the loss must be a number at the first and the last. */
const train = async (page: Page): Promise<void> => {
  await page.getByTestId('run.train').click();
  await beyond(page, 2);
  const loss = page.locator('[data-testid^="curves.series"]').first();
  await expect(loss).toContainText(/\d/);
  const early = await loss.textContent();
  await beyond(page, 12);
  await expect.poll(() => loss.textContent()).not.toBe(early);
  const last = await loss.textContent();
  for (const text of [early, last]) {
    expect(real(text)).toBeGreaterThan(0);
    expect(real(text)).toBeLessThan(10);
  }
};

test('a U-Net is wired out of layers on a blank project, taken back, made again, and trained', async ({
  app,
  page,
  picture,
  userData,
}) => {
  test.setTimeout(180_000);
  const { denoiser } = await buildStudy(page);
  await openEmpty(page, denoiser);
  await buildUNet(page);
  await noProblems(page);
  await expect(wire(page, 'Residual block', 'Convolution', '8 × 32 × 28 × 28')).toHaveCount(1);
  await expect(wire(page, 'Patchify', 'Self-attention', '8 × 49 × 64')).toHaveCount(1);
  await expect(wire(page, 'Concat', 'Residual block', '8 × 96 × 28 × 28')).toHaveCount(1);
  await onCanvasAlone(page, ['f'], () => picture('unet'));

  const before = await size(page);
  const undone = await undoAll(page);
  expect(undone).toBeGreaterThan(50);
  await expect(page.getByText('An empty canvas')).toBeVisible();
  for (let i = 0; i < undone; i++) await page.keyboard.press('Control+Shift+z');
  await noProblems(page);
  expect(await size(page)).toBe(before);
  await expectSize(page, app, path(userData, 'U-Net'), denoiser, 509_857);
  await train(page);
  await page.getByTestId('run.stop').click();
  await expect(page.getByTestId('run.status')).not.toHaveAttribute('data-state', 'training');
});

test('a DiT is wired out of layers, one block repeated four times, told the labels, trained, and drawn from', async ({
  app,
  page,
  userData,
}) => {
  test.setTimeout(180_000);
  const { data, denoiser } = await buildStudy(page);
  await join(page, data, 'labels', 'Denoiser · y');
  await openEmpty(page, denoiser);
  await buildDiT(page);
  await noProblems(page);
  await expect(wire(page, 'Patchify', 'Linear', '8 × 49 × 16')).toHaveCount(1);
  await expectSize(page, app, path(userData, 'DiT'), denoiser, 1_265_296);
  await train(page);
  await page.getByTestId('lens.tab.samples').click();
  await expect(page.getByTestId('samples.prior')).toBeVisible({ timeout: 30_000 });
});
