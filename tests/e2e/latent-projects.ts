import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { catalogue } from '../../src/core/catalogue';
import { defaults } from './large-network';
import { openDocument } from './runs';
import { expect } from './studio';

const TEMPLATE = join(import.meta.dirname, '../../resources/templates/vae-digits.json');

/** Digits through an MLP of 784 or through convolutions, or endless points in the plane; always with two latent numbers. */
export type LatentModel = 'mlp' | 'conv' | 'points';

const preset = (type: string, id: string) => {
  const found = catalogue.find(type)?.presets?.find((each) => each.id === id);
  if (!found) throw new Error(`${type} has no preset ${id}.`);
  return found.graph;
};

/** "VAE on digits" with other networks or other data. */
async function documentOf(model: LatentModel): Promise<string> {
  const document = JSON.parse(await readFile(TEMPLATE, 'utf8'));
  const node = (id: string) => document.study.nodes.find((each: { id: string }) => each.id === id);
  if (model === 'conv') {
    node('data').settings.layout = 'image';
    node('decoder').settings.output_shape = [1, 28, 28];
    document.networks.encoder = preset('network.encoder', 'convnet');
    document.networks.decoder = preset('network.decoder', 'convnet');
  }
  if (model === 'points') {
    Object.assign(node('data'), { type: 'data.points', settings: defaults('data.points') });
    node('decoder').settings.output_shape = [2];
    Object.assign(node('reconstruction').settings, { likelihood: 'gaussian', sigma: 0.3 });
  }
  return JSON.stringify(document);
}

/** Opens a study of this kind, takes one training step and brings the latent lens to the front. */
export async function openLatent(app: ElectronApplication, page: Page, userData: string, model: LatentModel) {
  await openDocument({ app, page, userData }, model, await documentOf(model));
  await expect(page.getByTestId('node.encoder')).toBeVisible();
  await page.getByTestId('run.step').click();
  await page.getByTestId('lens.tab.latent').click();
  await expect.poll(() => shown(page), { timeout: 60_000 }).toBeGreaterThan(0);
}

/** Items in the plane, all of which have been encoded and sorted for the pointer; −1 while some are on their way. */
export async function shown(page: Page): Promise<number> {
  const count = page.getByTestId('latent.count');
  if ((await count.getAttribute('data-ready', { timeout: 10_000 }).catch(() => null)) !== 'true') return -1;
  return Number(await count.getAttribute('data-count'));
}

/** Shows so many items of a split. */
export async function chooseItems(page: Page, split: 'train' | 'test', count: number): Promise<void> {
  await page.getByTestId('latent.data').click();
  await page.getByTestId(`latent.split.${split}`).click();
  await page.getByTestId('latent.items').selectOption(String(count));
  await page.keyboard.press('Escape');
}

/** Shows so many items of the training data. */
export async function showItems(page: Page, count: number): Promise<void> {
  await chooseItems(page, 'train', count);
  await expect.poll(() => shown(page), { timeout: 180_000 }).toBe(count);
}

export async function planeBox(page: Page) {
  const box = await page.getByTestId('latent.canvas').boundingBox();
  if (!box) throw new Error('The latent plane is not on the screen.');
  return box;
}
