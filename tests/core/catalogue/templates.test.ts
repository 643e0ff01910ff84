import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { analyse } from '../../../src/core/compile';
import { parseDocument, serializeDocument } from '../../../src/core/graph';
import { templatesDirectory } from '../../../src/files/resources';
import { template, templateText } from '../compile/documents';

const ids = readdirSync(templatesDirectory())
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -'.json'.length));

test('the two templates of the model list are there', () => {
  expect(ids).toEqual(expect.arrayContaining(['rectified-flow-2d', 'vae-digits']));
});

describe.each(ids)('template %s', (id) => {
  test('opens without a word and trains', () => {
    const result = parseDocument(templateText(id), catalogue, id);
    if (!result.ok) throw new Error(result.problem);
    expect(result.upgraded).toEqual([]);
    const analysis = analyse(result.document, catalogue);
    expect(analysis.problems).toEqual([]);
    expect(analysis.ok).toBe(true);
  });

  test('is stored as the program would save it', () => {
    expect(serializeDocument(template(id))).toBe(templateText(id));
  });

  test('carries a summary, a whole recipe card, its model rows and a sourced reference', () => {
    const { summary, models, recipe, references } = template(id);
    expect(summary.length).toBeGreaterThan(40);
    expect(models.length).toBeGreaterThan(0);
    for (const model of models) expect(model).toMatch(/^M\d\d$/);
    expect(Object.keys(recipe ?? {})).toEqual([
      'formulation',
      'representation',
      'objective',
      'optimization',
      'inference',
      'x',
      'y',
    ]);
    for (const text of Object.values(recipe ?? {})) expect(text.trim()).not.toBe('');
    expect(references.length).toBeGreaterThan(0);
    for (const { source } of references) expect(source.trim()).not.toBe('');
  });

  test('shows the shape of everything on every wire', () => {
    const document = template(id);
    const analysis = analyse(document, catalogue);
    // A Bernoulli likelihood has no σ to hand on.
    const settings = new Map(document.study.nodes.map((each) => [each.id, each.settings]));
    const carrying = document.study.edges.filter(
      ({ source }) => source.port !== 'sigma' || settings.get(source.node)?.likelihood !== 'bernoulli',
    );
    expect(Object.keys(analysis.edges).sort()).toEqual(carrying.map(({ id: edge }) => edge).sort());
    for (const [network, { edges }] of Object.entries(document.networks))
      expect(Object.keys(analysis.networkEdges[network]).sort()).toEqual(edges.map(({ id: edge }) => edge).sort());
  });
});

const texts = (id: string): Record<string, string> =>
  Object.fromEntries(Object.entries(analyse(template(id), catalogue).edges).map(([edge, { text }]) => [edge, text]));

test('vae-digits: shapes on the wires', () => {
  expect(texts('vae-digits')).toEqual({
    'data_x-encoder_x': '128 × 784',
    'encoder_q-reparameterize_q': '128 × 2 · μ, log σ²',
    'reparameterize_z-decoder_z': '128 × 2',
    'decoder_x_hat-reconstruction_prediction': '128 × 784',
    'data_x-reconstruction_target': '128 × 784',
    'encoder_q-kl_q': '128 × 2 · μ, log σ²',
    'reconstruction_loss-trainer_losses': 'scalar',
    'kl_loss-trainer_losses': 'scalar',
    'reconstruction_loss-elbo_reconstruction': 'scalar',
    'kl_kl-elbo_kl': 'scalar',
    'data_x-bound_x': '128 × 784',
    'encoder_q-bound_q': '128 × 2 · μ, log σ²',
    'decoder_network-bound_network': 'network',
    'decoder_network-sampler_network': 'network',
    'sampler_trajectory-quality_trajectory': 'n × 784',
    'data_x-quality_data': '128 × 784',
  });
  expect(analyse(template('vae-digits'), catalogue).networkEdges.encoder).toMatchObject({
    'input-mlp': { text: '128 × 784' },
    'mlp-output': { text: '128 × 400' },
  });
});

test('vae-digits: 784-400-(2 + 2) and 2-400-784, weights and biases', () => {
  const { parametersByNode, parameterCount, parameters } = analyse(template('vae-digits'), catalogue);
  const encoder = 784 * 400 + 400 + 400 * 4 + 4;
  const decoder = 2 * 400 + 400 + 400 * 784 + 784;
  expect(parametersByNode).toEqual({ encoder, decoder });
  expect(parameterCount).toBe(631_188);
  expect(encoder + decoder).toBe(631_188);
  expect(parameters.map(({ name, shape }) => [name, shape])).toEqual([
    ['encoder/mlp/0.weight', [784, 400]],
    ['encoder/mlp/0.bias', [400]],
    ['encoder/output/weight', [400, 4]],
    ['encoder/output/bias', [4]],
    ['decoder/mlp/0.weight', [2, 400]],
    ['decoder/mlp/0.bias', [400]],
    ['decoder/output/weight', [400, 784]],
    ['decoder/output/bias', [784]],
  ]);
});

test('rectified-flow-2d: shapes on the wires', () => {
  expect(texts('rectified-flow-2d')).toEqual({
    'data_x-noise_like': '512 × 2',
    'data_x-time_like': '512 × 2',
    'data_x-path_x': '512 × 2',
    'noise_noise-path_noise': '512 × 2',
    'time_t-path_t': '512',
    'path_x_t-denoiser_x_t': '512 × 2',
    'time_t-denoiser_t': '512',
    'denoiser_prediction-velocity_prediction': '512 × 2',
    'data_x-velocity_x': '512 × 2',
    'noise_noise-velocity_noise': '512 × 2',
    'velocity_loss-trainer_losses': 'scalar',
    'denoiser_network-sampler_network': 'network',
    'sampler_trajectory-quality_trajectory': 'steps × n × 2',
    'data_x-quality_data': '512 × 2',
  });
});

test('guidance-2d: labels pass through Drop labels, and two samplers share one network', () => {
  expect(texts('guidance-2d')).toMatchObject({
    'data_label-drop_y': '512',
    'drop_y-denoiser_y': '512',
    'denoiser_network-sampler_network': 'network',
    'denoiser_network-guided_network': 'network',
  });
  const { parametersByNode } = analyse(template('guidance-2d'), catalogue);
  const [told, width] = [1 + 16, 128];
  const mlp = (2 + told) * width + width + 2 * (width * width + width) + width * 2 + 2;
  expect(parametersByNode).toEqual({ denoiser: 6 * 16 + mlp });
});

test('rectified-flow-2d: 3-128-128-128-2, weights and biases, shared with the sampler', () => {
  const { parametersByNode, parameterCount } = analyse(template('rectified-flow-2d'), catalogue);
  const count = 3 * 128 + 128 + 2 * (128 * 128 + 128) + 128 * 2 + 2;
  expect(count).toBe(33_794);
  expect(parametersByNode).toEqual({ denoiser: count });
  expect(parameterCount).toBe(count);
});
