import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { graphOf } from '../../src/core/catalogue/presets/builder';
import { defaults } from './large-network';
import { type Picture, share } from './pixels';
import { openDocument, step } from './runs';
import { expect } from './studio';
import { centreOfMarks, middleOf } from './trajectory-pixels';

const TEMPLATE = join(import.meta.dirname, '../../resources/templates/rectified-flow-2d.json');

/** Small enough to learn the strokes of digits within seconds: two residual blocks of 16 channels that are told the time. */
const sketch = graphOf({
  nodes: {
    x: { type: 'layer.input', at: [0, 0], settings: { name: 'x' } },
    t: { type: 'layer.input', at: [0, 1], settings: { name: 't' } },
    time: {
      type: 'layer.time_embedding',
      at: [1, 1],
      settings: { embedding: 'sinusoidal', width: 16, hidden: 32 },
    },
    stem: { type: 'layer.conv2d', at: [1, 0], settings: { channels: 16, kernel: 3, stride: 1, padding: 1 } },
    first: { type: 'block.residual', at: [2, 0], settings: { channels: 16, groups: 4 } },
    second: { type: 'block.residual', at: [3, 0], settings: { channels: 16, groups: 4 } },
    last: { type: 'layer.conv2d', at: [4, 0], settings: { channels: 1, kernel: 3, stride: 1, padding: 1 } },
    output: { type: 'layer.output', at: [5, 0] },
  },
  wires: [
    'x > stem > first > second > last > output',
    't > time.t',
    'time > first.condition',
    'time > second.condition',
  ],
});
const smallConvNet = {
  ...sketch,
  nodes: sketch.nodes.map((node) => ({ ...node, settings: { ...defaults(node.type), ...node.settings } })),
};

/** "Rectified flow in the plane" on pictures of digits, or on numbers on a line. */
async function documentOf(data: 'digits' | 'line'): Promise<string> {
  const document = JSON.parse(await readFile(TEMPLATE, 'utf8'));
  const { study } = document;
  const node = (id: string) => study.nodes.find((each: { id: string }) => each.id === id);
  study.nodes = study.nodes.filter(({ id }: { id: string }) => id !== 'quality');
  study.edges = study.edges.filter(({ target }: { target: { node: string } }) => target.node !== 'quality');
  if (data === 'line') Object.assign(node('data'), { type: 'data.line', settings: defaults('data.line') });
  else {
    const settings = { ...defaults('data.mnist'), layout: 'image', batch_size: 16 };
    Object.assign(node('data'), { type: 'data.mnist', settings });
    document.networks.denoiser = smallConvNet;
  }
  return JSON.stringify(document);
}

/** Opens a flow on such data from the gallery. */
export async function openFlow(app: ElectronApplication, page: Page, userData: string, data: 'digits' | 'line') {
  await openDocument({ app, page, userData }, data, await documentOf(data));
  await expect(page.getByTestId('node.denoiser')).toBeVisible();
}

/** Brings the lens to the front, over the whole window. */
export async function openLens(page: Page): Promise<void> {
  await page.getByTestId('lens.tab.trajectory').click();
  await page.getByTestId('lens.maximise').click();
  await sampled(page);
}

/** Waits until the first lane has samples of the weights at which the run rests: what comes later would take their place. */
export async function sampled(page: Page): Promise<void> {
  await expect(readout(page, 1)).toHaveAttribute('data-step', String(await step(page)), { timeout: 30_000 });
}

export const lane = (page: Page, number: number) => page.getByTestId(`trajectory.lane.${number}`);

export const readout = (page: Page, number: number) =>
  page.getByTestId(number === 1 ? 'trajectory.readout' : `trajectory.readout.${number}`);

export interface Figures {
  evaluations: number;
  straightness: number;
  length: number;
}

/** What stands in the head of a lane once it has been sampled with so many evaluations. */
export async function figures(page: Page, number: number, evaluations: number): Promise<Figures> {
  const words = readout(page, number).locator(':scope > span');
  await expect(words.filter({ hasText: 'NFE' })).toHaveText(new RegExp(` ${evaluations}$`), { timeout: 30_000 });
  const texts = await words.allTextContents();
  const after = (name: string): number =>
    Number(
      texts
        .find((text) => text.startsWith(name))
        ?.split(' ')
        .at(-1),
    );
  return { evaluations: after('NFE'), straightness: after('straightness'), length: after('length') };
}

/** Types the number of steps of a lane, in its menu where it is too narrow to have them beside its name. */
export async function setSteps(page: Page, number: number, steps: number): Promise<void> {
  const field = page.getByTestId(`trajectory.lane.${number}.num_inference_steps.number`);
  const folded = !(await field.isVisible());
  if (folded) await page.getByTestId(`trajectory.lane.${number}.settings`).click();
  await field.fill(String(steps));
  await field.press('Enter');
  if (folded) await page.keyboard.press('Escape');
}

/** Does something in the panel of the view, and closes it. */
export async function inView(page: Page, act: () => Promise<unknown>): Promise<void> {
  await page.getByTestId('trajectory.more').click();
  await act();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('trajectory.more.panel')).toHaveCount(0);
}

/** Turns a switch of the view. */
export const turn = (page: Page, name: string): Promise<void> =>
  inView(page, () => page.getByTestId(`trajectory.${name}`).click());

/** Goes to a time by keys of the timeline: to the noise, and on by tenths. */
export async function goTo(page: Page, tenths: number): Promise<void> {
  await page.getByTestId('trajectory.timeline').focus();
  await page.keyboard.press('Home');
  for (let i = 0; i < tenths; i++) await page.keyboard.press('Shift+ArrowRight');
  await expect(page.getByTestId('trajectory.t')).toHaveText(`t = ${(1 - tenths / 10).toFixed(2)}`);
}

/** A number that changes with what a lane shows, as text. */
export const digest = (page: Page, number = 1): Promise<string | null> =>
  page.getByTestId(number === 1 ? 'trajectory.canvas' : `trajectory.canvas.${number}`).getAttribute('data-digest');

export const canvas = (page: Page): Locator => page.getByTestId('trajectory.canvas');
export const picked = (page: Page): Locator => page.getByTestId('trajectory.picked');

/** The particles as they are on the screen once nothing moves. */
export async function look(page: Page): Promise<Picture> {
  let last = await middleOf(page, canvas(page));
  await expect(async () => {
    const next = await middleOf(page, canvas(page));
    const moved = share(last, next);
    last = next;
    expect(moved).toBe(0);
  }).toPass({ intervals: [100] });
  return last;
}

/** Where the ring around the followed particle is: the only thing that is drawn over the particles. */
export const ring = (page: Page) => centreOfMarks(canvas(page).locator('xpath=following-sibling::div[1]/canvas'));

/** Number and place of the followed particle in words. */
export async function inWords(page: Page): Promise<{ particle: number; x: number; y: number }> {
  const text = ((await picked(page).textContent()) ?? '').replaceAll('−', '-');
  const [, particle, x, y] = /particle (\d+)xt \((\S+), (\S+)\)/.exec(text) ?? [];
  return { particle: Number(particle), x: Number(x), y: Number(y) };
}

/** Types the seed of the noise. */
export async function typeSeed(page: Page, seed: number): Promise<void> {
  await inView(page, async () => {
    await page.getByTestId('trajectory.seed').fill(String(seed));
    await page.getByTestId('trajectory.seed').press('Enter');
  });
}
