import { writeFileSync } from 'node:fs';
import { test } from 'vitest';
import { catalogue } from '../src/core/catalogue';
import { analyse } from '../src/core/compile';
import { parseDocument, serializeDocument } from '../src/core/graph';

type Spec = { id: string; title: string; summary: string; recipe: Record<string, string>; references: unknown[]; data: object; width: number; g: object; d: object; lr: number; steps: number; dSteps?: number; batch: number };

const at = (x: number, y: number) => ({ x, y });
const wire = (a: string, b: string, points?: object[]) => {
  const [source, target] = [a, b].map((end) => ({ node: end.split('.')[0], port: end.split('.')[1] }));
  return { id: `${source.node}_${source.port}-${target.node}_${target.port}`, source, target, ...(points ? { points } : {}) };
};

export const make = (s: Spec) => {
  const mlp = (input: string, settings: object) => ({
    nodes: [
      { id: 'input', type: 'layer.input', version: 1, position: at(0, 0), settings: { name: input } },
      { id: 'mlp', type: 'block.mlp', version: 1, position: at(310, 0), settings },
      { id: 'output', type: 'layer.output', version: 1, position: at(620, 0), settings: {} },
    ],
    edges: [
      { id: 'input-mlp', source: { node: 'input', port: 'y' }, target: { node: 'mlp', port: 'x' } },
      { id: 'mlp-output', source: { node: 'mlp', port: 'y' }, target: { node: 'output', port: 'x' } },
    ],
  });
  const adam = { learning_rate: s.lr, beta1: 0.5, steps: s.steps, schedule: 'cosine' };
  const nodes = [
    { id: 'data', ...s.data, version: 1, position: at(0, 0) },
    { id: 'noise', type: 'prior.latent', version: 1, position: at(0, 330), settings: { width: s.width }, group: 'generation' },
    { id: 'generator', type: 'network.generator', version: 1, position: at(290, 330), settings: {}, network: 'generator', group: 'generation' },
    { id: 'd_real', title: 'Discriminator on data', type: 'network.discriminator', version: 1, position: at(600, 0), settings: {}, network: 'discriminator', group: 'judging' },
    { id: 'd_fake', title: 'Discriminator on fakes', type: 'network.discriminator', version: 1, position: at(600, 190), settings: {}, network: 'discriminator', group: 'judging' },
    { id: 'd_loss', type: 'objective.discriminator', version: 1, position: at(920, 20), settings: {} },
    { id: 'g_loss', type: 'objective.generator', version: 1, position: at(920, 260), settings: {} },
    { id: 'd_trainer', title: 'Train discriminator', type: 'trainer.adam', version: 1, position: at(1220, 0), settings: { ...adam, turn: 1, ...(s.dSteps ? { updates_per_step: s.dSteps } : {}) } },
    { id: 'g_trainer', title: 'Train generator', type: 'trainer.adam', version: 1, position: at(1220, 290), settings: { ...adam, turn: 2 } },
    { id: 'sampler', type: 'sampler.generator', version: 1, position: at(600, 430), settings: {} },
    { id: 'quality', type: 'metric.points', version: 1, position: at(920, 470), settings: {} },
  ];
  const edges = [
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
  ];
  const raw = {
    format: 'latent-loom', version: 3, title: s.title, summary: s.summary, models: ['M07'], recipe: s.recipe, references: s.references, seed: 1,
    study: { nodes, edges, notes: [], groups: [
      { id: 'generation', title: 'From noise to items', color: 'teal' },
      { id: 'judging', title: 'One discriminator, twice', color: 'violet' },
    ] },
    networks: { generator: mlp('z', s.g), discriminator: mlp('x', s.d) }, bookmarks: [],
  };
  const parsed = parseDocument(JSON.stringify(raw), catalogue, s.id);
  if (!parsed.ok) throw new Error(parsed.problem + JSON.stringify(parsed.problems));
  console.log(JSON.stringify(analyse(parsed.document, catalogue).problems, null, 1));
  writeFileSync(`resources/templates/${s.id}.json`, serializeDocument(parsed.document));
};

test('make', () => {
  make({
    id: 'gan-2d',
    title: 'Generative adversarial network in the plane',
    summary: 'A generator turns noise into points; a discriminator learns to tell them from data, and its slope shows the generator where to go. Watch the two play, turn by turn.',
    recipe: {
      formulation: 'A game of two players: the generator maps noise to points, the discriminator guesses which points are data.',
      representation: 'Two MLPs, three hidden layers of 128 each: ReLU in the generator, leaky ReLU in the discriminator.',
      objective: 'The discriminator lowers −E log D(x) − E log(1 − D(G(z))); the generator lowers −E log D(G(z)), the non-saturating form.',
      optimization: 'Two Adam trainers in turn, learning rate 1e-3 falling to 0 on a cosine, β₁ = 0.5, batches of 512 fresh points and fresh noise each.',
      inference: 'Draw noise, one evaluation of the generator.',
      x: 'a point in the plane',
      y: 'nothing: the model is unconditional',
    },
    references: [{ metric: 'modes_covered', value: 8, source: 'to be measured' }],
    data: { type: 'data.points', settings: { set: 'eight-gaussians', batch_size: 512, points: [] } },
    width: 8, g: { hidden: [128, 128, 128], activation: 'relu' }, d: { hidden: [128, 128, 128], activation: 'leaky_relu' }, lr: 1e-3, steps: 4000, batch: 512,
  });
  make({
    id: 'gan-1d',
    title: 'Generative adversarial network on a line',
    summary: 'The smallest adversarial game: numbers on a line, whose density is known. See the discriminator beside the best one there could be, p / (p + p_G), and push by push how the generator follows it.',
    recipe: {
      formulation: 'A game of two players: the generator maps noise to numbers, the discriminator guesses which numbers are data.',
      representation: 'Two MLPs, two hidden layers of 64 each: ReLU in the generator, leaky ReLU in the discriminator.',
      objective: 'The discriminator lowers −E log D(x) − E log(1 − D(G(z))); the generator lowers −E log D(G(z)), the non-saturating form.',
      optimization: 'Two Adam trainers in turn, learning rate 1e-3 falling to 0 on a cosine, β₁ = 0.5, batches of 512 fresh numbers and fresh noise each.',
      inference: 'Draw noise, one evaluation of the generator.',
      x: 'a number',
      y: 'nothing: the model is unconditional',
    },
    references: [{ metric: 'modes_covered', value: 2, source: 'to be measured' }],
    data: { type: 'data.line', settings: { set: 'two-bells', batch_size: 512 } },
    width: 4, g: { hidden: [64, 64], activation: 'relu' }, d: { hidden: [64, 64], activation: 'leaky_relu' }, lr: 1e-3, steps: 4000, batch: 512,
  });
});
