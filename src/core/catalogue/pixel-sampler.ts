import { places } from '../generative/autoregressive';
import { greyLevels, quantizePixels } from '../generative/pixels';
import { less, reshape, scalar, type Tensor, where } from '../tensor';
import { autoregressiveOn, drawSettings, tokenWalk } from './autoregressive';
import { type AutoregressiveHandle, type BuildContext, defineNode, type Given } from './types';

/** A model of sequences that are rows of a picture. */
export type PictureModel = AutoregressiveHandle & { grid: readonly [rows: number, columns: number] };

/** The model of pictures on a port called `network`. */
export const pictureModelOn = (context: BuildContext): PictureModel => {
  const model = autoregressiveOn(context);
  const { grid } = model;
  return grid
    ? { ...model, grid }
    : context.fail(
        'needs a model of pictures, and this one knows sequences without rows; wire in one that reads tokens of pictures.',
      );
};

/** Tokens (n, length), some of them not drawn yet → grey pictures (n, 1, rows, columns), mid-grey where nothing is. */
const shown = (tokens: Tensor, { vocabulary, grid }: PictureModel): Tensor =>
  reshape(where(less(tokens, 0), scalar(0.5), greyLevels(tokens, vocabulary)), [tokens.shape[0], 1, ...grid]);

/** Tokens (n, length) whose first places are those of a picture. */
const begun = (tokens: Tensor, { item, known }: Given, { vocabulary, grid }: PictureModel): Tensor =>
  where(less(places(tokens.shape[1]), known), quantizePixels(item, vocabulary, grid), tokens);

const pixelSampler = defineNode({
  type: 'sampler.pixels',
  version: 1,
  title: 'Draw pixel by pixel',
  level: 'study',
  category: 'sampler',
  summary: 'Pictures from an autoregressive model, one pixel after the other in reading order',
  help: 'Asks the network for the distribution of the next pixel, draws it, puts it into the picture and goes on. Each pixel costs a run of the network, so a picture of 14 × 14 costs 196. The first rows of a real picture can be given; what comes after is then drawn to go with them.',
  formula: 'x_i \\sim \\mathrm{softmax}\\left(\\ell_\\theta(x_{<i}) / \\tau\\right)',
  source: 'van den Oord et al. 2016 (Pixel recurrent neural networks), section 2.1',
  keywords: ['ancestral sampling', 'temperature', 'top-k', 'pixelcnn', 'generate', 'completion', 'inpainting'],
  inputs: { network: { label: 'network', kinds: ['network'] } },
  outputs: { trajectory: { label: 'pictures', kinds: ['trajectory'] } },
  settings: drawSettings,
  build: (context) => ({
    trajectory: { kind: 'trajectory', itemShape: [1, ...pictureModelOn(context).grid], direct: true },
  }),
  walk: (context) => {
    const model = pictureModelOn(context);
    const walk = tokenWalk(context, model);
    return {
      ...walk,
      itemShape: [1, ...model.grid],
      unit: 'pixel',
      begin: (draw) => walk.begin(draw).map((nothing) => (draw.given ? begun(nothing, draw.given, model) : nothing)),
      show: (tokens) => shown(tokens, model),
      ...(model.grey && { given: model.grid }),
    };
  },
});

export const pixelSamplers = [pixelSampler];
