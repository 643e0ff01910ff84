import { networkPixels, quantizePixels } from '../generative/pixels';
import { reshape, type Tensor, transpose } from '../tensor';
import { needImages } from './layer-tools';
import { pixelPresets } from './presets';
import { setDivisor } from './remedies';
import { type BuildContext, defineNode, type PortValue } from './types';

type Tokens = Extract<PortValue, { kind: 'tokens' }>;

const quantize = defineNode({
  type: 'operation.quantize_pixels',
  version: 1,
  title: 'Pixels to tokens',
  level: 'study',
  category: 'operation',
  summary: 'Grey pictures as sequences of whole numbers, row by row',
  help: 'Each pixel becomes one of a few grey levels, and a picture the sequence of its pixels in reading order: what autoregressive models are made of. With two levels, grey of one half and more is white. A network has to give one number for each level of each pixel, so few levels and a smaller picture train much faster.',
  formula: 'k_i = \\min\\left(\\lfloor x_i L \\rfloor,\\ L - 1\\right)',
  source: 'van den Oord et al. 2016 (Pixel recurrent neural networks), section 2.3',
  keywords: ['quantise', 'binarize', 'binarise', 'tokens', 'grey levels', 'discretize', 'pixelcnn', 'autoregressive'],
  inputs: { x: { label: 'images', kinds: ['data'] } },
  outputs: { tokens: { label: 'tokens', kinds: ['tokens'] } },
  settings: {
    levels: {
      type: 'integer',
      label: 'Grey levels',
      help: 'From black to white: 2 are black and white, 256 all that 8 bits hold.',
      default: 2,
      min: 2,
      max: 256,
      scale: 'log',
    },
    downsample: {
      type: 'integer',
      label: 'Downsample',
      help: 'Height and width of the patch whose mean becomes one pixel: 1 keeps all, 2 makes 14 × 14 pixels of 28 × 28.',
      default: 1,
      min: 1,
      max: 16,
      unit: 'px',
    },
  },
  build: (context) => {
    const images = needImages(context, context.tensor('x'));
    const [, channels, height, width] = images.shape;
    if (channels !== 1)
      context.fail(`needs grey pictures but gets ${channels} channels; wire pictures of one channel into it.`);
    const [patch, levels] = [context.number('downsample'), context.number('levels')];
    if (height % patch !== 0 || width % patch !== 0)
      context.fail(
        `cannot cut ${height} × ${width} pixels into patches of ${patch}; choose a patch that divides both.`,
        ...setDivisor('downsample', 'downsample', height, patch),
      );
    const grid = [height / patch, width / patch] as const;
    const tensor = quantizePixels(images, levels, grid);
    return { tokens: { kind: 'tokens', tensor, vocabulary: levels, grid, grey: true } };
  },
});

const pictureTokens = (context: BuildContext): Tokens & Required<Pick<Tokens, 'grid'>> => {
  const value = context.input('x');
  if (value.kind === 'tokens' && value.grid) return { ...value, grid: value.grid };
  return context.fail('needs the tokens of pictures; wire images through Pixels to tokens into it.');
};

/** Tokens (n, rows · columns) → logits (n, rows · columns, levels). */
const logitsOf = (context: BuildContext, tokens: Tensor): Tensor => {
  const { vocabulary, grid } = pictureTokens(context);
  const [n, length] = tokens.shape;
  const logits = context.network({ x: networkPixels(tokens, vocabulary, grid) }, [n, vocabulary, ...grid]);
  return transpose(reshape(logits, [n, vocabulary, length]), [0, 2, 1]);
};

const pixelCnn = defineNode({
  type: 'network.pixel_cnn',
  version: 1,
  title: 'Pixel network',
  level: 'study',
  category: 'network',
  summary: 'Each pixel from those above and to the left, by masked convolutions',
  help: 'Its network is given the whole picture, with pixels from −1 (black) to 1 (white), and gives a number for each grey level of each pixel, all in one run. Masked convolutions see to it that what it says of a pixel depends on earlier ones alone: the first of type A, all later ones of type B. So one run tells log p of every pixel of a picture, exactly. Drawing one takes a run for each pixel. Open it to wire the layers.',
  formula: 'p_\\theta(x) = \\prod_i p_\\theta(x_i \\mid x_1, \\dots, x_{i-1})',
  source: 'van den Oord et al. 2016 (Pixel recurrent neural networks), eq. 1 and section 3.4',
  keywords: ['pixelcnn', 'autoregressive', 'masked convolution', 'likelihood', 'images', 'next pixel', 'pixelrnn'],
  inputs: { x: { label: 'tokens', kinds: ['tokens'] } },
  outputs: { logits: { label: 'logits', kinds: ['logits'] }, network: { label: 'network', kinds: ['network'] } },
  settings: {},
  holds: 'network',
  presets: pixelPresets,
  build: (context) => {
    const { tensor, vocabulary, grid, grey } = pictureTokens(context);
    return {
      logits: { kind: 'logits', tensor: logitsOf(context, tensor) },
      network: {
        kind: 'network',
        network: {
          id: context.held(),
          role: 'autoregressive',
          itemShape: [tensor.shape[1]],
          vocabulary,
          grid,
          ...(grey && { grey }),
          labels: undefined,
          logits: (tokens) => logitsOf(context, tokens),
        },
      },
    };
  },
});

export const pixels = [quantize, pixelCnn];
