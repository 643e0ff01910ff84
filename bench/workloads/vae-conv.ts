import {
  adamStep,
  conv2d,
  convTranspose2d,
  input,
  linear,
  normal,
  type ParameterSpec,
  parameterLayout,
  relu,
  reshape,
  uniform,
} from '../../src/core/tensor';
import { initialise } from './layers';
import type { Workload } from './types';
import { negativeElbo, sampleLatent } from './vae-loss';

const batch = 128;
const image = [batch, 1, 28, 28];
const features = 64 * 49;
const halving = { stride: 2, padding: 1 };

const parameters: readonly ParameterSpec[] = [
  { name: 'enc.0.weight', shape: [32, 1, 4, 4] },
  { name: 'enc.0.bias', shape: [32] },
  { name: 'enc.1.weight', shape: [64, 32, 4, 4] },
  { name: 'enc.1.bias', shape: [64] },
  { name: 'enc.2.weight', shape: [features, 4] },
  { name: 'enc.2.bias', shape: [4] },
  { name: 'fc.weight', shape: [2, features] },
  { name: 'fc.bias', shape: [features] },
  { name: 'dec.0.weight', shape: [64, 32, 4, 4] },
  { name: 'dec.0.bias', shape: [32] },
  { name: 'dec.1.weight', shape: [32, 1, 4, 4] },
  { name: 'dec.1.bias', shape: [1] },
];

/** 28×28: convolutions 1-32-64 (4×4, stride 2) → 2-D latent → transposed convolutions 64-32-1; batch 128. */
export function vaeConv(): Workload {
  const step = adamStep({
    name: 'vae-conv',
    parameters: parameterLayout('vae', parameters),
    build: (p) => {
      const x = input('x', image);
      const h0 = relu(conv2d(x, p['enc.0.weight'], { ...halving, bias: p['enc.0.bias'] })); // (B, 32, 14, 14)
      const h1 = relu(conv2d(h0, p['enc.1.weight'], { ...halving, bias: p['enc.1.bias'] })); // (B, 64, 7, 7)
      const code = linear(reshape(h1, [batch, -1]), p['enc.2.weight'], p['enc.2.bias']);
      const { mu, logvar, z } = sampleLatent(code, input('eps', [batch, 2]));
      const h2 = relu(reshape(linear(z, p['fc.weight'], p['fc.bias']), [batch, 64, 7, 7]));
      const h3 = relu(convTranspose2d(h2, p['dec.0.weight'], { ...halving, bias: p['dec.0.bias'] })); // (B, 32, 14, 14)
      const logits = convTranspose2d(h3, p['dec.1.weight'], { ...halving, bias: p['dec.1.bias'] }); // (B, 1, 28, 28)
      return { loss: negativeElbo(logits, x, mu, logvar) };
    },
  });
  const x = uniform(new Float32Array(batch * 784), { seed: 0, stream: 'x', step: 0 });
  return {
    name: 'vae-conv',
    step,
    initial: () => initialise(parameters),
    feeds: (t) => ({
      x: { data: x, shape: image },
      eps: { data: normal(new Float32Array(batch * 2), { seed: 0, stream: 'eps', step: t }), shape: [batch, 2] },
    }),
  };
}
