import { groupNorm, perChannel } from '../nn';
import { add, conv2d, silu, type Tensor } from '../tensor';
import { fanIn, zeros } from './initializers';
import {
  activate,
  activationOptions,
  affine,
  channels,
  defineLayer,
  flat,
  needDivisible,
  needImages,
  needVectors,
  normParameters,
  one,
  port,
  x,
} from './layer-tools';
import type { BuildContext, Initializer } from './types';

const mlpBlock = defineLayer({
  type: 'block.mlp',
  title: 'MLP',
  category: 'block',
  summary: 'A stack of linear layers, each followed by an activation',
  help: 'Images are flattened first. The last layer here is hidden too: Output adds the final linear layer.',
  source: 'Rumelhart, Hinton & Williams 1986',
  formula: 'h_{i+1} = \\phi(h_i W_i + b_i)',
  keywords: ['multilayer perceptron', 'dense', 'fully connected'],
  settings: {
    hidden: {
      type: 'integers',
      label: 'Hidden widths',
      help: 'One linear layer a number.',
      default: [128, 128],
      min: 1,
      max: 8_192,
      minLength: 1,
      maxLength: 16,
    },
    activation: {
      type: 'choice',
      label: 'Activation',
      help: 'Applied after every layer.',
      default: 'relu',
      options: activationOptions,
    },
  },
  build: (context) =>
    one(
      context
        .integers('hidden')
        .reduce((h, width, i) => activate(context, affine(context, `${i}.`, h, width)), flat(context.tensor('x'))),
    ),
});

/** A convolution that keeps height and width. */
const convolve = (context: BuildContext, name: string, h: Tensor, to: number, kernel: 1 | 3, start?: Initializer) => {
  const from = h.shape[1];
  const initial = start ?? fanIn(from * kernel * kernel);
  const weight = context.parameter(`${name}.weight`, [to, from, kernel, kernel], initial);
  return conv2d(h, weight, { padding: (kernel - 1) / 2, bias: context.parameter(`${name}.bias`, [to], initial) });
};

/** Group norm with at most the wanted groups, then SiLU. */
const normed = (context: BuildContext, name: string, h: Tensor): Tensor => {
  const groups = Math.min(context.number('groups'), h.shape[1]);
  needDivisible(context, h.shape[1], groups, 'channels', `${groups} groups`, 'groups');
  return silu(groupNorm(h, groups, normParameters(context, `${name}.`, h.shape[1])));
};

const residualBlock = defineLayer({
  type: 'block.residual',
  title: 'Residual block',
  category: 'block',
  summary: 'Two convolutions beside a short cut, told a condition if you like',
  help: 'The block of diffusion U-Nets: norm, SiLU and convolution, twice. A condition (an embedded time, for instance) is added to every pixel in between. It starts as the short cut alone.',
  formula: 'y = S(x) + C_2\\big(\\phi(C_1(\\phi(x)) + c W)\\big)',
  source: 'He et al. 2016; Ho et al. 2020, appendix B',
  keywords: ['resnet', 'unet', 'skip', 'time conditioning'],
  inputs: {
    ...x,
    condition: { ...port('condition', 'One vector an item; may stay free.'), optional: true },
  },
  settings: {
    channels,
    groups: {
      type: 'integer',
      label: 'Groups',
      help: 'Groups of the norms; they divide the channels.',
      default: 8,
      min: 1,
      max: 64,
    },
  },
  build: (context) => {
    const input = needImages(context, context.tensor('x'));
    const filters = context.number('channels');
    let h = convolve(context, 'conv1', normed(context, 'norm1', input), filters, 3);
    if (context.optionalInput('condition')) {
      const condition = needVectors(context, context.tensor('condition'), 'condition');
      h = add(h, perChannel(affine(context, 'condition.', silu(condition), filters), 2));
    }
    const branch = convolve(context, 'conv2', normed(context, 'norm2', h), filters, 3, zeros);
    const shortCut = input.shape[1] === filters ? input : convolve(context, 'skip', input, filters, 1);
    return one(add(shortCut, branch));
  },
});

export const blockLayers = [mlpBlock, residualBlock];
