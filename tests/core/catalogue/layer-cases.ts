/** One row a layer and setting worth telling apart: what goes in, and what must come out. */

import type { Inputs, Settings } from './layer-harness';

export interface LayerCase {
  readonly in: Inputs;
  readonly settings?: Settings;
  /** Shape of each output by port. */
  readonly out: Readonly<Record<string, readonly number[]>>;
  /** Shapes of its parameters and states by name. */
  readonly parameters?: Readonly<Record<string, readonly number[]>>;
  /** Those of the parameters that no gradient changes. */
  readonly states?: readonly string[];
}

const images = [4, 6, 8, 10] as const;
const steps = [4, 5, 8] as const;
const vectors = [4, 6] as const;
const labels = { shape: [4], dtype: 'int32' } as const;
const norm = (size: number) => ({ weight: [size], bias: [size] });
const prefixed = (prefix: string, parameters: Readonly<Record<string, readonly number[]>>) =>
  Object.fromEntries(Object.entries(parameters).map(([name, shape]) => [`${prefix}${name}`, shape]));
const dense = (name: string, from: number, to: number) => prefixed(`${name}.`, { weight: [from, to], bias: [to] });
const selfAttention = { ...dense('qkv', 8, 24), ...dense('out', 8, 8) };
const crossAttention = { ...dense('q', 8, 8), ...dense('kv', 6, 16), ...dense('out', 8, 8) };
const mlp = { ...dense('mlp.up', 8, 24), ...dense('mlp.down', 24, 8) };
const transformer = {
  ...prefixed('norm1.', norm(8)),
  ...prefixed('norm2.', norm(8)),
  ...prefixed('attention.', selfAttention),
  ...mlp,
};
const dit = { ...prefixed('attention.', selfAttention), ...mlp, ...dense('modulation', 6, 48) };
const recurrent = (gates: number) => ({
  ...dense('0.input', 8, gates * 5),
  ...dense('0.hidden', 5, gates * 5),
  ...dense('1.input', 5, gates * 5),
  ...dense('1.hidden', 5, gates * 5),
});

export const layerCases: Readonly<Record<string, readonly LayerCase[]>> = {
  'layer.input': [],
  // Blocks have the ports of what is inside: see blocks.test.ts.
  'block.custom': [],
  'block.input': [],
  'block.output': [],
  'layer.output': [{ in: { x: [4, 3] }, out: { y: [4, 1] }, parameters: { weight: [3, 1], bias: [1] } }],
  'layer.linear': [
    { in: { x: vectors }, settings: { features: 7 }, out: { y: [4, 7] }, parameters: { weight: [6, 7], bias: [7] } },
    { in: { x: steps }, settings: { features: 7 }, out: { y: [4, 5, 7] }, parameters: { weight: [8, 7], bias: [7] } },
    {
      in: { x: vectors },
      settings: { features: 7, spectral: true },
      out: { y: [4, 7] },
      parameters: { weight: [6, 7], bias: [7], spectral_u: [7] },
      states: ['spectral_u'],
    },
  ],
  'layer.activation': [{ in: { x: images }, settings: { activation: 'gelu' }, out: { y: images } }],
  'layer.dropout': [{ in: { x: images }, out: { y: images } }],
  'layer.function': [{ in: { x: images }, settings: { function: 'square' }, out: { y: images } }],
  'layer.sum': [
    { in: { x: images }, out: { y: [4] } },
    { in: { x: [4] }, settings: { of: 'mean' }, out: { y: [4] } },
  ],
  'layer.constant': [
    { in: { x: images }, settings: { value: 3 }, out: { y: [4] } },
    { in: { x: labels }, settings: { value: 3, shape: 'same' }, out: { y: [4] } },
  ],
  'block.mlp': [
    {
      in: { x: [4, 1, 3, 2] },
      settings: { hidden: [7, 5], activation: 'silu' },
      out: { y: [4, 5] },
      parameters: { ...dense('0', 6, 7), ...dense('1', 7, 5) },
    },
  ],
  'block.residual': [
    {
      in: { x: images },
      settings: { channels: 6, groups: 3 },
      out: { y: images },
      parameters: {
        ...prefixed('norm1.', norm(6)),
        ...prefixed('norm2.', norm(6)),
        ...prefixed('conv1.', { weight: [6, 6, 3, 3], bias: [6] }),
        ...prefixed('conv2.', { weight: [6, 6, 3, 3], bias: [6] }),
      },
    },
    {
      in: { x: images, condition: [4, 5] },
      settings: { channels: 12, groups: 6 },
      out: { y: [4, 12, 8, 10] },
      parameters: {
        ...prefixed('norm1.', norm(6)),
        ...prefixed('norm2.', norm(12)),
        ...prefixed('conv1.', { weight: [12, 6, 3, 3], bias: [12] }),
        ...prefixed('conv2.', { weight: [12, 12, 3, 3], bias: [12] }),
        ...prefixed('skip.', { weight: [12, 6, 1, 1], bias: [12] }),
        ...dense('condition', 5, 12),
      },
    },
  ],
  'block.transformer': [
    { in: { x: steps }, settings: { heads: 2, ratio: 3 }, out: { y: steps }, parameters: transformer },
    {
      in: { x: steps, memory: [4, 7, 6] },
      settings: { heads: 2, ratio: 3, causal: true, rotary: true, dropout: 0.1 },
      out: { y: steps },
      parameters: { ...transformer, ...prefixed('memory.norm.', norm(8)), ...prefixed('memory.', crossAttention) },
    },
  ],
  'block.dit': [
    { in: { x: steps, condition: vectors }, settings: { heads: 2, ratio: 3 }, out: { y: steps }, parameters: dit },
  ],
  'block.joint': [
    {
      in: { a: steps, b: [4, 3, 8], condition: vectors },
      settings: { heads: 2, ratio: 3 },
      out: { a: steps, b: [4, 3, 8] },
      parameters: { ...prefixed('a.', dit), ...prefixed('b.', dit) },
    },
  ],
  'layer.embedding': [
    { in: { x: labels }, settings: { entries: 9, width: 5 }, out: { y: [4, 5] }, parameters: { weight: [9, 5] } },
    {
      in: { x: { shape: [4, 7], dtype: 'int32' } },
      settings: { entries: 9, width: 5 },
      out: { y: [4, 7, 5] },
      parameters: { weight: [9, 5] },
    },
  ],
  // Its table fits the model around it: see autoregressive.test.ts.
  'layer.token_embedding': [],
  'layer.one_hot': [{ in: { x: labels }, settings: { entries: 9 }, out: { y: [4, 9] } }],
  'layer.time_embedding': [
    { in: { t: [4] }, settings: { embedding: 'plain' }, out: { y: [4, 1] } },
    { in: { t: [4] }, settings: { embedding: 'sinusoidal', width: 6 }, out: { y: [4, 6] } },
    {
      in: { t: [4] },
      settings: { embedding: 'sinusoidal', width: 6, hidden: 9 },
      out: { y: [4, 9] },
      parameters: { ...dense('0', 6, 9), ...dense('1', 9, 9) },
    },
  ],
  'layer.position': [
    { in: { x: steps }, settings: { form: 'learned' }, out: { y: steps }, parameters: { weight: [5, 8] } },
    { in: { x: steps }, settings: { form: 'sinusoidal' }, out: { y: steps } },
  ],
  'layer.conv1d': [
    {
      in: { x: [2, 4, 9] },
      settings: { channels: 6, kernel: 3, stride: 2, padding: 2, dilation: 2, groups: 2 },
      out: { y: [2, 6, 5] },
      parameters: { weight: [6, 2, 3], bias: [6] },
    },
  ],
  'layer.conv2d': [
    {
      in: { x: [2, 3, 8, 8] },
      settings: { channels: 5, kernel: 4, stride: 2, padding: 1 },
      out: { y: [2, 5, 4, 4] },
      parameters: { weight: [5, 3, 4, 4], bias: [5] },
    },
    {
      in: { x: [2, 3, 8, 8] },
      settings: { channels: 2, kernel: 5, stride: 1, padding: 0, spectral: true },
      out: { y: [2, 2, 4, 4] },
      parameters: { weight: [2, 3, 5, 5], bias: [2], spectral_u: [2] },
      states: ['spectral_u'],
    },
  ],
  'layer.conv3d': [
    {
      in: { x: [1, 2, 4, 5, 6] },
      settings: { channels: 3, kernel: 3, stride: 1, padding: 1 },
      out: { y: [1, 3, 4, 5, 6] },
      parameters: { weight: [3, 2, 3, 3, 3], bias: [3] },
    },
  ],
  'layer.conv_transpose1d': [
    {
      in: { x: [2, 4, 9] },
      settings: { channels: 6, kernel: 3, stride: 2, padding: 1 },
      out: { y: [2, 6, 17] },
      parameters: { weight: [4, 6, 3], bias: [6] },
    },
  ],
  'layer.conv_transpose2d': [
    {
      in: { x: [2, 3, 4, 4] },
      settings: { channels: 5, kernel: 4, stride: 2, padding: 1 },
      out: { y: [2, 5, 8, 8] },
      parameters: { weight: [3, 5, 4, 4], bias: [5] },
    },
  ],
  'layer.conv_transpose3d': [
    {
      in: { x: [1, 2, 2, 3, 2] },
      settings: { channels: 3, kernel: 3, stride: 2, padding: 1 },
      out: { y: [1, 3, 3, 5, 3] },
      parameters: { weight: [2, 3, 3, 3, 3], bias: [3] },
    },
  ],
  'layer.causal_conv1d': [
    {
      in: { x: [2, 4, 9] },
      settings: { channels: 6, kernel: 2, dilation: 4 },
      out: { y: [2, 6, 9] },
      parameters: { weight: [6, 4, 2], bias: [6] },
    },
  ],
  'layer.masked_conv2d': [
    {
      in: { x: images },
      settings: { channels: 5, kernel: 3, mask: 'A' },
      out: { y: [4, 5, 8, 10] },
      parameters: { weight: [5, 6, 3, 3], bias: [5] },
    },
  ],
  'layer.average_pool': [
    { in: { x: images }, out: { y: [4, 6, 4, 5] } },
    { in: { x: [2, 3, 9] }, settings: { kernel: 3, stride: 2, padding: 1 }, out: { y: [2, 3, 5] } },
  ],
  'layer.max_pool': [
    { in: { x: images }, out: { y: [4, 6, 4, 5] } },
    { in: { x: [1, 2, 4, 4, 6] }, out: { y: [1, 2, 2, 2, 3] } },
  ],
  'layer.global_average_pool': [
    { in: { x: images }, out: { y: [4, 6] } },
    { in: { x: steps }, out: { y: [4, 8] } },
  ],
  'layer.upsample': [
    { in: { x: images }, settings: { factor: 3 }, out: { y: [4, 6, 24, 30] } },
    { in: { x: images }, settings: { mode: 'linear' }, out: { y: [4, 6, 16, 20] } },
    { in: { x: [2, 3, 5] }, out: { y: [2, 3, 10] } },
  ],
  'layer.pixel_shuffle': [{ in: { x: [4, 12, 2, 3] }, out: { y: [4, 3, 4, 6] } }],
  'layer.pixel_unshuffle': [{ in: { x: images }, out: { y: [4, 24, 4, 5] } }],
  'layer.batch_norm': [
    {
      in: { x: images },
      out: { y: images },
      parameters: { ...norm(6), running_mean: [6], running_variance: [6] },
      states: ['running_mean', 'running_variance'],
    },
    {
      in: { x: vectors },
      out: { y: vectors },
      parameters: { ...norm(6), running_mean: [6], running_variance: [6] },
      states: ['running_mean', 'running_variance'],
    },
  ],
  'layer.layer_norm': [
    { in: { x: steps }, out: { y: steps }, parameters: norm(8) },
    { in: { x: steps }, settings: { affine: false }, out: { y: steps } },
  ],
  'layer.rms_norm': [{ in: { x: steps }, out: { y: steps }, parameters: { weight: [8] } }],
  'layer.group_norm': [{ in: { x: images }, settings: { groups: 3 }, out: { y: images }, parameters: norm(6) }],
  'layer.instance_norm': [
    { in: { x: images }, out: { y: images }, parameters: norm(6) },
    { in: { x: images }, settings: { affine: false }, out: { y: images } },
  ],
  'layer.self_attention': [
    { in: { x: steps }, settings: { heads: 2 }, out: { y: steps }, parameters: selfAttention },
    {
      in: { x: steps },
      settings: { heads: 2, causal: true, rotary: true },
      out: { y: steps },
      parameters: selfAttention,
    },
  ],
  'layer.cross_attention': [
    { in: { x: steps, memory: [4, 7, 6] }, settings: { heads: 2 }, out: { y: steps }, parameters: crossAttention },
  ],
  'layer.lstm': [
    { in: { x: steps }, settings: { hidden: 5, layers: 2 }, out: { y: [4, 5, 5] }, parameters: recurrent(4) },
    {
      in: { x: steps },
      settings: { hidden: 5, layers: 2, output: 'last' },
      out: { y: [4, 5] },
      parameters: recurrent(4),
    },
  ],
  'layer.gru': [
    { in: { x: steps }, settings: { hidden: 5, layers: 2 }, out: { y: [4, 5, 5] }, parameters: recurrent(3) },
  ],
  'layer.add': [
    { in: { a: images, b: images }, out: { y: images } },
    { in: { a: images, b: [4, 6] }, out: { y: images } },
    { in: { a: steps, b: [4, 8] }, out: { y: steps } },
  ],
  'layer.subtract': [
    { in: { a: images, b: images }, out: { y: images } },
    { in: { a: steps, b: [4, 8] }, out: { y: steps } },
  ],
  'layer.multiply': [{ in: { a: images, b: [4, 6] }, out: { y: images } }],
  'layer.concat': [
    { in: { a: vectors, b: [4, 3] }, out: { y: [4, 9] } },
    { in: { a: images, b: images }, out: { y: [4, 12, 8, 10] } },
    { in: { a: steps, b: [4, 5, 3] }, settings: { axis: 'last' }, out: { y: [4, 5, 11] } },
  ],
  'layer.modulate': [
    { in: { x: images, condition: [4, 3] }, out: { y: images }, parameters: { weight: [3, 12], bias: [12] } },
    { in: { x: steps, condition: [4, 3] }, out: { y: steps }, parameters: { weight: [3, 16], bias: [16] } },
  ],
  'layer.gate': [
    { in: { x: images, condition: [4, 3] }, out: { y: images }, parameters: { weight: [3, 6], bias: [6] } },
    { in: { x: steps, condition: [4, 3] }, out: { y: steps }, parameters: { weight: [3, 8], bias: [8] } },
    { in: { x: vectors, condition: [4, 3] }, out: { y: vectors }, parameters: { weight: [3, 6], bias: [6] } },
  ],
  'layer.flatten': [{ in: { x: images }, out: { y: [4, 480] } }],
  'layer.reshape': [{ in: { x: images }, settings: { shape: [12, 40] }, out: { y: [4, 12, 40] } }],
  'layer.swap_axes': [
    { in: { x: steps }, out: { y: [4, 8, 5] } },
    { in: { x: images }, out: { y: [4, 10, 8, 6] } },
  ],
  'layer.split': [
    { in: { x: images }, out: { a: [4, 3, 8, 10], b: [4, 3, 8, 10] } },
    { in: { x: steps }, out: { a: [4, 5, 4], b: [4, 5, 4] } },
  ],
  'layer.pad': [{ in: { x: images }, settings: { border: [1, 2, 3, 4] }, out: { y: [4, 6, 11, 17] } }],
  'layer.crop': [{ in: { x: images }, settings: { border: [1, 2, 3, 4] }, out: { y: [4, 6, 5, 3] } }],
  'layer.patchify': [{ in: { x: images }, settings: { patch: 2 }, out: { y: [4, 20, 24] } }],
  'layer.unpatchify': [
    { in: { x: [4, 9, 12] }, settings: { patch: 2 }, out: { y: [4, 3, 6, 6] } },
    { in: { x: [4, 6, 12] }, settings: { patch: 2, rows: 2 }, out: { y: [4, 3, 4, 6] } },
  ],
};
