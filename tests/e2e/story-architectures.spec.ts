import { execFile } from 'node:child_process';
import { join as path, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { ElectronApplication, Page } from '@playwright/test';
import { add, arrange, chain, drag, grow, join, rest, select, selectAll, set } from './build';
import { answerFileDialogs, expect, test } from './studio';

const LOOM = resolve(import.meta.dirname, '../../scripts/loom.mjs');

const digits = (text: string | null): number => Number((text ?? '').replace(/\D/g, ''));
const real = (text: string | null): number => Number((text ?? '').replace(/[^\d.eE+-]/g, ''));
const step = async (page: Page): Promise<number> =>
  Number(await page.getByTestId('run.status').getAttribute('data-step'));

/** Parameters of all networks, as the foot of the window has them. */
const size = async (page: Page): Promise<number> =>
  digits((await page.getByTestId('status.size').textContent())?.split('parameters')[0] ?? null);

const noProblems = (page: Page) => expect(page.getByTestId('status.problems')).toContainText('No problems');

/** What the analysis of the saved project says, without the window. */
const checked = async (project: string): Promise<{ ok: boolean; parameters: number; problems: unknown[] }> =>
  JSON.parse((await promisify(execFile)(process.execPath, [LOOM, 'check', project, '--json'])).stdout);

/** Rectified flow on MNIST digits, from an empty canvas; ids of its denoiser and its data. */
const buildStudy = async (page: Page): Promise<{ data: string; denoiser: string; time: string }> => {
  await page.getByTestId('gallery.blank').click();
  await expect(page.getByTestId('canvas.add-first')).toBeVisible();
  const data = await add(page, 'mnist digits');
  await set(page, { layout: 'image', batch_size: 8 });
  const noise = await grow(page, data, 'images', 'gaussian noise');
  const time = await grow(page, data, 'images', 'time');
  const mix = await grow(page, data, 'images', 'add noise');
  await rest(page);
  await drag(page, `${noise}.noise`, `${mix}.noise`);
  await drag(page, `${time}.t`, `${mix}.t`);
  const denoiser = await grow(page, mix, 'x_t', 'denoiser');
  await join(page, time, 't', 'Denoiser · t');
  const loss = await grow(page, denoiser, 'v', 'velocity loss');
  await join(page, data, 'images', 'Velocity loss · x');
  await join(page, noise, 'ε', 'Velocity loss · ε');
  await grow(page, loss, 'loss', 'adam trainer');
  await grow(page, denoiser, 'network', 'euler sampler');
  await page.screenshot({ path: '/tmp/arch-study0.png' });
  await arrange(page);
  await page.screenshot({ path: '/tmp/arch-study.png' });
  return { data, denoiser, time };
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
const buildUNet = async (page: Page): Promise<Record<'down1' | 'down2' | 'attention' | 'up1', string>> => {
  const t = await add(page, 'input');
  await set(page, { name: 't' });
  const [time] = await chain(page, t, null, [['time embedding', { width: 32, hidden: 128 }]]);
  const x = await add(page, 'input');
  const [, down1, , down2, , middle1, norm, pixels, attention, picture] = await chain(page, x, null, [
    conv(32),
    residual(32),
    conv(32, 2),
    residual(64),
    conv(64, 2),
    residual(64),
    ['group norm', { groups: 8 }],
    ['patchify', { patch: 1 }],
    ['self-attention', { heads: 1 }],
    ['unpatchify', { patch: 1 }],
  ]);
  const [sum, middle2, , concat2, up2, , concat1, up1] = await chain(page, picture, 'y', [
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
  await join(page, middle1, 'y', 'Add · b');
  await arrange(page);
  await drag(page, `${down2}.y`, `${concat2}.b`);
  await drag(page, `${down1}.y`, `${concat1}.b`);
  for (const _ of [down1, down2, middle1, middle2, up2, up1]) await join(page, time, 'y', 'Residual block');
  void [norm, pixels, sum];
  return { down1, down2, attention, up1 };
};

test('a U-Net is wired out of layers on a blank project, taken back, made again, and trained', async ({
  app,
  page,
  picture,
  userData,
}) => {
  test.setTimeout(180_000);
  const began = Date.now();
  const { denoiser } = await buildStudy(page);
  console.log('study', Date.now() - began);
  await openEmpty(page, denoiser);
  const nodes = await buildUNet(page);
  console.log('unet', Date.now() - began, nodes);
  await page.screenshot({ path: '/tmp/arch-unet.png' });
  await noProblems(page);
  expect(await size(page)).toBe(509_857);
});
