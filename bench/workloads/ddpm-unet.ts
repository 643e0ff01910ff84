import { meanSquaredError } from '../../src/core/generative/objectives';
import { attention, perChannel, timestepEmbedding } from '../../src/core/nn';
import {
  add,
  cast,
  concat,
  constant,
  gather,
  input,
  mul,
  reshape,
  silu,
  slice,
  type Tensor,
  transpose,
  upsampleNearest,
} from '../../src/core/tensor';
import {
  conv,
  convParameters,
  groupNormLayer,
  linearLayer,
  linearParameters,
  mlp,
  mlpParameters,
  normParameters,
} from './layers';
import { integerFeed, normalFeed, pixels } from './noise';
import type { Parameters, Workload, WorkloadParameter } from './types';

const batch = 32;
const image = [batch, 1, 28, 28];
const steps = 1000;
const embedding = 128;
const groups = 8;
const same = { padding: 1 };
const halving = { stride: 2, padding: 1 };

const resParameters = (name: string, inputs: number, outputs: number): readonly WorkloadParameter[] => [
  ...normParameters(`${name}.n1`, inputs),
  ...convParameters(`${name}.c1`, inputs, outputs, 3),
  ...linearParameters(`${name}.emb`, embedding, outputs),
  ...normParameters(`${name}.n2`, outputs),
  ...convParameters(`${name}.c2`, outputs, outputs, 3),
  ...(inputs === outputs ? [] : convParameters(`${name}.skip`, inputs, outputs, 1)),
];

const parameters: readonly WorkloadParameter[] = [
  ...mlpParameters('temb', 32, embedding, embedding),
  ...convParameters('inp', 1, 32, 3),
  ...resParameters('d1', 32, 32),
  ...convParameters('down1', 32, 32, 3),
  ...resParameters('d2', 32, 64),
  ...convParameters('down2', 64, 64, 3),
  ...resParameters('m1', 64, 64),
  ...normParameters('attn.n', 64),
  ...convParameters('attn.qkv', 64, 192, 1),
  ...convParameters('attn.o', 64, 64, 1),
  ...resParameters('m2', 64, 64),
  ...resParameters('u2', 128, 64),
  ...resParameters('u1', 96, 32),
  ...normParameters('on', 32),
  ...convParameters('out', 32, 1, 3),
];

/** Normalise, activate, convolve twice; the time embedding [B, 128] is added between. */
function resBlock(p: Parameters, name: string, x: Tensor, time: Tensor): Tensor {
  const shift = linearLayer(p, `${name}.emb`, silu(time));
  const h0 = conv(p, `${name}.c1`, silu(groupNormLayer(p, `${name}.n1`, x, groups)), same);
  const h1 = add(h0, perChannel(shift, 2));
  const h2 = conv(p, `${name}.c2`, silu(groupNormLayer(p, `${name}.n2`, h1, groups)), same);
  return add(h2, p[`${name}.skip.weight`] ? conv(p, `${name}.skip`, x) : x);
}

/** One head over all pixels of x [B, C, H, W]. */
function attentionBlock(p: Parameters, name: string, x: Tensor): Tensor {
  const [, channels, height, width] = x.shape;
  const qkv = reshape(conv(p, `${name}.qkv`, groupNormLayer(p, `${name}.n`, x, groups)), [
    batch,
    3 * channels,
    height * width,
  ]);
  const [q, k, v] = [0, 1, 2].map((i) =>
    transpose(slice(qkv, { axes: [1], starts: [i * channels], ends: [(i + 1) * channels] }), [0, 2, 1]),
  );
  const seen = reshape(transpose(attention(q, k, v), [0, 2, 1]), x.shape);
  return add(x, conv(p, `${name}.o`, seen));
}

function unet(p: Parameters, x: Tensor, t: Tensor): Tensor {
  const time = mlp(p, 'temb', timestepEmbedding(t, 32, { scale: 1 }), silu);
  const h1 = resBlock(p, 'd1', conv(p, 'inp', x, same), time); // (B, 32, 28, 28)
  const h2 = resBlock(p, 'd2', conv(p, 'down1', h1, halving), time); // (B, 64, 14, 14)
  const h3 = resBlock(p, 'm1', conv(p, 'down2', h2, halving), time); // (B, 64, 7, 7)
  const h4 = resBlock(p, 'm2', attentionBlock(p, 'attn', h3), time);
  const h5 = resBlock(p, 'u2', concat([upsampleNearest(h4, 2), h2], 1), time);
  const h6 = resBlock(p, 'u1', concat([upsampleNearest(h5, 2), h1], 1), time);
  return conv(p, 'out', silu(groupNormLayer(p, 'on', h6, groups)), same);
}

/** Cumulative products ᾱ_t of 1 − β_t for β from 1e-4 to 0.02 in a straight line (Ho et al. 2020). */
function cumulativeAlphas(): Float64Array {
  let product = 1;
  return Float64Array.from({ length: steps }, (_, i) => {
    product *= 1 - (1e-4 + ((0.02 - 1e-4) * i) / (steps - 1));
    return product;
  });
}

/** [B, 1, 1, 1]: f(ᾱ_t) of each item, looked up in a table. */
const atTime = (t: Tensor, f: (alpha: number) => number): Tensor =>
  reshape(gather(constant(Float32Array.from(cumulativeAlphas(), f), [steps]), t), [batch, 1, 1, 1]);

function loss(p: Parameters): Tensor {
  const [x, eps, t] = [input('x', image), input('eps', image), input('t', [batch], 'int32')];
  const signal = atTime(t, Math.sqrt);
  const noise = atTime(t, (alpha) => Math.sqrt(1 - alpha));
  const noisy = add(mul(signal, x), mul(noise, eps));
  return meanSquaredError(unet(p, noisy, cast(t, 'float32')), eps);
}

/** 28×28 U-Net, channels 32-64-64, a residual block a level, attention at 7×7, ε-prediction; batch 32. */
export function ddpmUnet(): Workload {
  const x = pixels(image);
  return {
    name: 'ddpm-unet',
    groups: { unet: parameters },
    phases: [{ name: 'loss', group: 'unet', loss }],
    feeds: (t) => ({ x, eps: normalFeed('eps', image, t), t: integerFeed('t', [batch], steps, t) }),
  };
}
