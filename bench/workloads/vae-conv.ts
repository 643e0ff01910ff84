import { input, relu, reshape, type Tensor } from '../../src/core/tensor';
import { conv, convParameters, convTranspose, convTransposeParameters, linearLayer, linearParameters } from './layers';
import { normalFeed, uniformFeed } from './noise';
import type { Parameters, Workload, WorkloadParameter } from './types';
import { negativeElbo } from './vae-loss';

const batch = 128;
const image = [batch, 1, 28, 28];
const features = 64 * 49;
const halving = { stride: 2, padding: 1 };

const parameters: readonly WorkloadParameter[] = [
  ...convParameters('enc.0', 1, 32, 4),
  ...convParameters('enc.2', 32, 64, 4),
  ...linearParameters('enc.5', features, 4),
  ...linearParameters('fc', 2, features),
  ...convTransposeParameters('dec.1', 64, 32, 4),
  ...convTransposeParameters('dec.3', 32, 1, 4),
];

function loss(p: Parameters): Tensor {
  const x = input('x', image);
  const h0 = relu(conv(p, 'enc.0', x, halving)); // (B, 32, 14, 14)
  const h1 = relu(conv(p, 'enc.2', h0, halving)); // (B, 64, 7, 7)
  const code = linearLayer(p, 'enc.5', reshape(h1, [batch, -1]));
  return negativeElbo(code, input('eps', [batch, 2]), x, (z) => {
    const h2 = relu(reshape(linearLayer(p, 'fc', z), [batch, 64, 7, 7]));
    const h3 = relu(convTranspose(p, 'dec.1', h2, halving)); // (B, 32, 14, 14)
    return convTranspose(p, 'dec.3', h3, halving); // (B, 1, 28, 28)
  });
}

/** 28×28: convolutions 1-32-64 (4×4, stride 2) → 2-D latent → transposed convolutions 64-32-1; batch 128. */
export function vaeConv(): Workload {
  const x = uniformFeed('x', image, 0);
  return {
    name: 'vae-conv',
    groups: { vae: parameters },
    phases: [{ name: 'loss', group: 'vae', loss }],
    feeds: (t) => ({ x, eps: normalFeed('eps', [batch, 2], t) }),
  };
}
