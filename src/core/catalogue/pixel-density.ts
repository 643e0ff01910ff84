import { bitsOf, tokenLogProbs } from '../generative/autoregressive';
import { quantizePixels } from '../generative/pixels';
import { mean, mul, neg, sum } from '../tensor';

import { needImages } from './layer-tools';
import { pictureModelOn } from './pixel-sampler';
import { type BuildContext, type DensityHandle, defineNode } from './types';

/** What a model of pixels says of pictures (n, 1, H, W), through the tokens that they become. */
const densityOf = (context: BuildContext): DensityHandle => {
  const { id, grid, grey, vocabulary, labels, logits } = pictureModelOn(context);
  const [, channels, height, width] = needImages(context, context.tensor('x')).shape;
  const [rows, columns] = grid;
  if (!grey)
    context.fail(
      'knows how likely pixels are, but the tokens of this model are no pixels; wire tokens of Pixels to tokens into the model.',
    );
  if (channels !== 1 || height % rows !== 0 || width % columns !== 0)
    context.fail(
      `gets pictures of ${channels} × ${height} × ${width}, but the model was given ${rows} × ${columns} pixels; wire the images that its tokens are made of.`,
    );
  return {
    id,
    role: 'density',
    itemShape: [1, height, width],
    kind: 'exact',
    labels,
    logProb: (x, y) => {
      const tokens = quantizePixels(x, vocabulary, grid);
      return sum(tokenLogProbs(logits(tokens, y), tokens), { axes: [1] });
    },
  };
};

const likelihood = defineNode({
  type: 'density.autoregressive',
  version: 1,
  title: 'Exact likelihood',
  level: 'study',
  category: 'metric',
  summary: 'log p(x) of whole pictures: the sum over their pixels, exactly',
  help: 'A model that predicts each pixel from earlier ones knows the probability of a whole picture: the product of what it says of its pixels, all from one run. This node adds up their logarithms for held-out pictures, and measures nats and bits per pixel. It is the likelihood of the picture as it was quantized, so numbers with other grey levels or another size are no match.',
  formula: '\\log p_\\theta(x) = \\sum_i \\log p_\\theta(x_i \\mid x_{<i})',
  source: 'van den Oord et al. 2016 (Pixel recurrent neural networks), section 2 and 5.2',
  keywords: ['nats per dimension', 'bits per dimension', 'nll', 'density', 'log-likelihood', 'pixelcnn', 'exact'],
  inputs: {
    network: { label: 'network', kinds: ['network'] },
    x: { label: 'images', kinds: ['data'], help: 'The pictures of which the tokens are made.' },
    y: { label: 'y', kinds: ['label'], help: 'Their labels, where the model takes labels.', optional: true },
  },
  outputs: { network: { label: 'density', kinds: ['network'] } },
  settings: {},
  build: (context) => {
    const density = densityOf(context);
    const label = context.optionalInput('y');
    if (density.labels && !label) context.fail('needs the labels that the model takes; wire them into "y" as well.');
    const nats = neg(mean(density.logProb(context.tensor('x'), density.labels && context.tensor('y'))));
    const [length] = pictureModelOn(context).itemShape;
    const each = mul(nats, 1 / length);
    context.measure('test_nll', nats);
    context.measure('nats_per_dim', each);
    context.measure('bits_per_dim', bitsOf(each));
    return { network: { kind: 'network', network: density } };
  },
  probe: (context) => ({ ...densityOf(context), role: 'density', numbers: pictureModelOn(context).itemShape[0] }),
});

export const pixelDensities = [likelihood];
