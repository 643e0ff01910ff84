import { add, mul, type Shape, type Tensor } from '../tensor';
import { type BuildContext, type DecoderHandle, type Draw, defineNode, type PriorHandle } from './types';
import { moved } from './variational';

const decoderOf = (context: BuildContext): DecoderHandle => {
  const value = context.input('network');
  if (value.kind === 'network' && value.network.role === 'decoder') return value.network;
  return context.fail('needs the network of a Decoder on its input; wire one into it.');
};

const sameShape = (a: Shape, b: Shape): boolean => a.join() === b.join();

/** Learned priors from the top down, each of the latent that the next one, or the decoder, goes on from. */
const priorsOf = (context: BuildContext, decoder: DecoderHandle): PriorHandle[] => {
  const left = context
    .inputs('priors')
    .map((value) =>
      value.kind === 'network' && value.network.role === 'prior'
        ? value.network
        : context.fail('takes networks of Learned priors on "priors"; wire the decoder into "decoder".'),
    );
  const ordered: PriorHandle[] = [];
  let below = decoder.latentShape;
  while (left.length > 0) {
    // Of several that fit, the first wire is that of the top.
    const at = left.findLastIndex(({ itemShape }) => sameShape(itemShape, below));
    if (at < 0) {
      const given = left.map(({ itemShape }) => itemShape.join(' × ')).join(' and ');
      return context.fail(
        `needs a prior of ${below.join(' × ')} numbers to go on from, but ${left.length === 1 ? 'has one' : 'has some'} of ${given}; wire in the priors of all levels between the top and the decoder.`,
      );
    }
    const [prior] = left.splice(at, 1);
    ordered.unshift(prior);
    below = prior.latentShape;
  }
  return ordered;
};

/** Latents that the decoder takes, drawn level by level; the lowest level is z₁. */
const drawLatents = (draw: Draw, decoder: DecoderHandle, priors: readonly PriorHandle[]): Tensor => {
  const top = priors[0]?.latentShape ?? decoder.latentShape;
  const levels = priors.length + 1;
  const name = (level: number): string => (levels === 1 ? 'z' : `z${level}`);
  return priors.reduce(
    (above, prior, i) => moved(prior.condition(above), draw.random(name(levels - 1 - i), prior.itemShape, 'normal')),
    draw.random(name(levels), top, 'normal'),
  );
};

const decoderSampler = defineNode({
  type: 'sampler.decoder',
  version: 1,
  title: 'Draw from decoder',
  level: 'study',
  category: 'sampler',
  summary: 'Fresh items from a decoder: z from the prior, decoded once',
  help: 'Draws z from N(0, I) and decodes it. Where learned priors are wired in it begins at the top: z₂ from N(0, I), z₁ from p(z₁ | z₂), then the item, which is called ancestral sampling. What comes is the mean of p(x | z); wire σ of a Gaussian Reconstruction in to draw from p(x | z) itself.',
  formula:
    'z_L \\sim \\mathcal N(0, I),\\quad z_l \\sim p_\\theta(z_l \\mid z_{l+1}),\\quad x \\sim p_\\theta(x \\mid z_1)',
  source: 'Kingma & Welling 2014; Sønderby et al. 2016',
  keywords: ['vae', 'autoencoder', 'samples', 'ancestral', 'hierarchical', 'generate'],
  inputs: {
    network: { label: 'decoder', kinds: ['network'] },
    priors: {
      label: 'priors',
      kinds: ['network'],
      help: 'Learned priors of latents that lie below others, the top one first.',
      optional: true,
      many: true,
    },
    sigma: {
      label: 'σ',
      kinds: ['value'],
      help: 'Standard deviation of a Gaussian p(x | z), from its Reconstruction.',
      optional: true,
    },
  },
  outputs: { trajectory: { label: 'samples', kinds: ['trajectory'] } },
  settings: {},
  build: (context) => {
    const decoder = decoderOf(context);
    priorsOf(context, decoder);
    return { trajectory: { kind: 'trajectory', itemShape: decoder.itemShape, direct: true } };
  },
  walk: (context) => {
    const decoder = decoderOf(context);
    const priors = priorsOf(context, decoder);
    const sigma = context.optionalInput('sigma');
    const { node, itemShape, labels } = decoder;
    return {
      itemShape,
      labels,
      unit: 'step',
      evaluations: 1,
      shownAs: node,
      begin: (draw) => {
        const x = decoder.decode(drawLatents(draw, decoder, priors), draw.labels);
        return [sigma && 'tensor' in sigma ? add(x, mul(sigma.tensor, draw.random('x', itemShape, 'normal'))) : x];
      },
    };
  },
});

/** Fresh items by way of latents. */
export const latentSampler = [decoderSampler];
