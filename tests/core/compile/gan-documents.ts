import { emptyGraph, type ProjectDocument, type SettingValue } from '../../../src/core/graph/document';
import { chain, node, parsed, wire } from './documents';

interface TinyGan {
  /** Settings of the objectives and trainers by node. */
  d_loss?: Record<string, SettingValue>;
  g_loss?: Record<string, SettingValue>;
  d_trainer?: Record<string, SettingValue>;
  g_trainer?: Record<string, SettingValue>;
  data?: { type: 'data.line' | 'data.points'; settings: Record<string, SettingValue> };
  hidden?: number[];
  activation?: string;
  /** Adds a critic's gradient penalty. */
  penalty?: boolean;
}

/** Numbers on a line (batches of 8) against a generator of z of width 3, both with 5 tanh units, in two trainers. */
export const tinyGan = (options: TinyGan = {}): ProjectDocument => {
  const { hidden = [5], activation = 'tanh', penalty = false } = options;
  const { type, settings } = options.data ?? { type: 'data.line', settings: { batch_size: 8 } };
  const mlp = node('mlp', 'block.mlp', { hidden, activation });
  const trainer = { learning_rate: 0.01, beta1: 0.5, steps: 40 };
  const discriminator = (id: string) => ({ ...node(id, 'network.discriminator'), network: 'discriminator' });
  return parsed({
    format: 'latent-loom',
    version: 3,
    title: 'Tiny game',
    summary: '',
    models: [],
    references: [],
    bookmarks: [],
    seed: 3,
    study: {
      ...emptyGraph,
      nodes: [
        node('data', type, settings),
        node('noise', 'prior.latent', { width: 3 }),
        { ...node('generator', 'network.generator'), network: 'generator' },
        discriminator('d_real'),
        discriminator('d_fake'),
        node('d_loss', 'objective.discriminator', options.d_loss),
        node('g_loss', 'objective.generator', options.g_loss),
        { ...node('g_trainer', 'trainer.adam', { ...trainer, turn: 2, ...options.g_trainer }), title: 'Train G' },
        { ...node('d_trainer', 'trainer.adam', { ...trainer, turn: 1, ...options.d_trainer }), title: 'Train D' },
        node('sampler', 'sampler.generator'),
        node('quality', 'metric.points'),
        ...(penalty
          ? [node('mix', 'operation.mix'), discriminator('d_mix'), node('penalty', 'objective.gradient_penalty')]
          : []),
      ],
      edges: [
        wire('data.x', 'noise.like'),
        wire('data.x', 'generator.like'),
        wire('noise.z', 'generator.z'),
        wire('data.x', 'd_real.x'),
        wire('generator.x', 'd_fake.x'),
        wire('d_real.score', 'd_loss.real'),
        wire('d_fake.score', 'd_loss.fake'),
        wire('d_fake.score', 'g_loss.fake'),
        wire('d_loss.loss', 'd_trainer.losses'),
        wire('g_loss.loss', 'g_trainer.losses'),
        wire('d_real.network', 'd_trainer.networks'),
        wire('generator.network', 'g_trainer.networks'),
        wire('generator.network', 'sampler.network'),
        wire('sampler.trajectory', 'quality.trajectory'),
        wire('data.x', 'quality.data'),
        ...(penalty
          ? [
              wire('data.x', 'mix.a'),
              wire('generator.x', 'mix.b'),
              wire('mix.x', 'd_mix.x'),
              wire('mix.x', 'penalty.x'),
              wire('d_mix.score', 'penalty.score'),
              wire('penalty.loss', 'd_trainer.losses'),
            ]
          : []),
      ],
    },
    networks: { generator: chain('z', mlp), discriminator: chain('x', mlp) },
  });
};
