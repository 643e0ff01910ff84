import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { catalogue } from '../../src/core/catalogue';
import { defaults } from './large-network';
import { openDocument } from './runs';
import { expect } from './studio';

const TEMPLATE = join(import.meta.dirname, '../../resources/templates/gan-2d.json');

/** A Wasserstein critic with a gradient penalty, two convolutional networks on digits, or a game that nobody draws from. */
export type Game = 'critic' | 'digits';

interface GameNode {
  id: string;
  type: string;
  settings: Record<string, unknown>;
}

const node = (id: string, type: string, x: number, y: number, more: object = {}) => ({
  id,
  type,
  version: 1,
  position: { x, y },
  settings: defaults(type),
  ...more,
});

const wire = (source: string, target: string) => {
  const [from, output] = source.split('.');
  const [to, input] = target.split('.');
  return {
    id: `${from}_${output}-${to}_${input}`,
    source: { node: from, port: output },
    target: { node: to, port: input },
  };
};

const preset = (type: string, id: string) => {
  const found = catalogue.find(type)?.presets?.find((each) => each.id === id);
  if (!found) throw new Error(`${type} has no preset ${id}.`);
  const filled = found.graph.nodes.map((each) => ({ ...each, settings: { ...defaults(each.type), ...each.settings } }));
  return { ...found.graph, nodes: filled };
};

/** "GAN in the plane", played in another way. */
async function documentOf(game: Game): Promise<string> {
  const document = JSON.parse(await readFile(TEMPLATE, 'utf8'));
  const nodes: GameNode[] = document.study.nodes;
  const change = (id: string, settings: object): void => {
    for (const each of nodes) if (each.id === id) Object.assign(each.settings, settings);
  };
  const without = (...ids: string[]): void => {
    document.study.nodes = nodes.filter(({ id }) => !ids.includes(id));
    document.study.edges = document.study.edges.filter(
      (edge: ReturnType<typeof wire>) => !ids.includes(edge.source.node) && !ids.includes(edge.target.node),
    );
  };
  if (game === 'critic') {
    change('data', { batch_size: 128 });
    for (const loss of ['d_loss', 'g_loss']) change(loss, { formulation: 'wasserstein' });
    // Without momentum and with small steps the generator keeps its points in sight at every step that a test may rest at.
    for (const trainer of ['d_trainer', 'g_trainer']) change(trainer, { beta1: 0, beta2: 0.9 });
    change('g_trainer', { learning_rate: 1e-4 });
    document.study.nodes.push(
      node('mix', 'operation.mix', 580, -240),
      node('d_mix', 'network.discriminator', 900, -240, { network: 'discriminator', title: 'Critic in between' }),
      node('penalty', 'objective.gradient_penalty', 1220, -240),
    );
    document.study.edges.push(
      wire('data.x', 'mix.a'),
      wire('generator.x', 'mix.b'),
      wire('mix.x', 'd_mix.x'),
      wire('mix.x', 'penalty.x'),
      wire('d_mix.score', 'penalty.score'),
      wire('penalty.loss', 'd_trainer.losses'),
    );
  }
  if (game === 'digits') {
    const settings = { ...defaults('data.mnist'), layout: 'image', batch_size: 16 };
    for (const each of nodes) if (each.id === 'data') Object.assign(each, { type: 'data.mnist', settings });
    change('noise', { width: 16 });
    document.networks.generator = preset('network.generator', 'convnet');
    document.networks.discriminator = preset('network.discriminator', 'convnet');
    // Pictures have no places in a plane whose distances it could measure.
    without('quality');
  }
  return JSON.stringify(document);
}

/** Opens a game from the first window. */
export async function openGame(app: ElectronApplication, page: Page, userData: string, game: Game): Promise<void> {
  await openDocument({ app, page, userData }, game, await documentOf(game));
  await expect(page.getByTestId('node.generator')).toBeVisible();
}
