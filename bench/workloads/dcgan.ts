import { add, input, leakyRelu, mean, neg, relu, reshape, softplus, type Tensor, tanh } from '../../src/core/tensor';
import { conv, convParameters, convTranspose, convTransposeParameters, linearLayer, linearParameters } from './layers';
import { normalFeed, pixels } from './noise';
import type { Parameters, Workload } from './types';

const batch = 64;
const image = [batch, 1, 28, 28];
const code = [batch, 64];
const halving = { stride: 2, padding: 1 };

const generator = [
  ...linearParameters('g.0', 64, 128 * 49),
  ...convTransposeParameters('g.3', 128, 64, 4),
  ...convTransposeParameters('g.5', 64, 1, 4),
];

const discriminator = [
  ...convParameters('d.0', 1, 64, 4),
  ...convParameters('d.2', 64, 128, 4),
  ...linearParameters('d.5', 128 * 49, 1),
];

function generate(p: Parameters, z: Tensor): Tensor {
  const h0 = relu(reshape(linearLayer(p, 'g.0', z), [batch, 128, 7, 7]));
  const h1 = relu(convTranspose(p, 'g.3', h0, halving)); // (B, 64, 14, 14)
  return tanh(convTranspose(p, 'g.5', h1, halving)); // (B, 1, 28, 28)
}

/** Logits [B, 1] that an image is real. */
function discriminate(p: Parameters, x: Tensor): Tensor {
  const h0 = leakyRelu(conv(p, 'd.0', x, halving), 0.2); // (B, 64, 14, 14)
  const h1 = leakyRelu(conv(p, 'd.2', h0, halving), 0.2); // (B, 128, 7, 7)
  return linearLayer(p, 'd.5', reshape(h1, [batch, -1]));
}

function discriminatorLoss(p: Parameters): Tensor {
  const real = discriminate(p, input('x', image));
  const fake = discriminate(p, generate(p, input('zd', code)));
  return add(mean(softplus(neg(real))), mean(softplus(fake)));
}

const generatorLoss = (p: Parameters): Tensor => mean(softplus(neg(discriminate(p, generate(p, input('zg', code))))));

/** 28×28 DCGAN, z of 64, batch 64: one step of D and one non-saturating step of G count as one. */
export function dcgan(): Workload {
  const x = pixels(image);
  return {
    name: 'dcgan',
    groups: { generator, discriminator },
    phases: [
      { name: 'discriminatorLoss', group: 'discriminator', loss: discriminatorLoss },
      { name: 'generatorLoss', group: 'generator', loss: generatorLoss },
    ],
    betas: [0.5, 0.999],
    learningRate: 2e-4,
    feeds: (t) => ({ x, zd: normalFeed('zd', code, t), zg: normalFeed('zg', code, t) }),
  };
}
