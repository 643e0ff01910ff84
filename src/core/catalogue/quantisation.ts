import {
  codebookLoss,
  codeShares,
  commitmentLoss,
  follow,
  fromRows,
  nearestCodes,
  perplexity,
  restart,
  rowsOf,
} from '../generative/quantisation';
import { add, gather, mul, reshape, type Shape, stopGradient, straightThrough, type Tensor } from '../tensor';
import { takeOut } from './remedies';
import { type BuildContext, defineNode } from './types';

/** Rows and columns of an item's tokens: those of its maps, or one for a vector. */
const gridOf = ({ shape }: Tensor): readonly [rows: number, columns: number] =>
  shape.length === 4 ? [shape[2], shape[3]] : [1, 1];

const lengthOf = (z: Tensor): number => gridOf(z)[0] * gridOf(z)[1];

/** The latents that are quantised. */
const latents = (context: BuildContext): Tensor => {
  const z = context.tensor('z');
  if (z.shape.length === 2 || z.shape.length === 4) return z;
  return context.fail(
    `quantises vectors or maps of them (channels, rows, columns), but gets ${z.shape.slice(1).join(' × ')}; give the encoder such a latent shape.`,
    takeOut(context),
  );
};

const moves = (context: BuildContext): boolean => context.text('codebook') === 'ema';

/** The codes as they are now (codes, width). */
const codebookOf = (context: BuildContext, width: number): Tensor => {
  const size = context.number('codebook_size');
  return moves(context)
    ? context.state('codes', [size, width], { type: 'normal', std: 1 })
    : context.parameter('codes', [size, width], { type: 'uniform', bound: 1 / size });
};

/** Tokens (n, length) → their vectors in the shape of z with n items. */
const lookUp = (codebook: Tensor, tokens: Tensor, [, ...item]: Shape): Tensor =>
  fromRows(gather(codebook, reshape(tokens, [-1]), 0), [tokens.shape[0], ...item]);

/** z (n, …) → the code of each of its vectors (n, length). */
const quantize = (codebook: Tensor, z: Tensor): Tensor =>
  reshape(nearestCodes(rowsOf(z), codebook), [z.shape[0], lengthOf(z)]);

/** Lets the codes follow what they stand for. */
const learn = (context: BuildContext, codebook: Tensor, rows: Tensor, tokens: Tensor): void => {
  const [size] = codebook.shape;
  const counts = context.state('counts', [size], { type: 'ones' });
  const threshold = context.number('restart_below');
  const given = stopGradient(rows);
  const next = follow({ codebook, counts }, given, tokens, context.live('decay'));
  const kept = threshold > 0 ? restart(next, given, context.random('restart', [size], 'uniform'), threshold) : next;
  context.update('codes', kept.codebook);
  context.update('counts', kept.counts);
};

const SHARES = 'code_shares';

/** Measures of how the codes are used, from the share of all held-out vectors that each stands for. */
const usage = (shares: Float64Array): Record<string, number> => {
  const used = shares.filter((share) => share > 0);
  const entropy = used.reduce((total, share) => total - share * Math.log(share), 0);
  return { code_perplexity: Math.exp(entropy), codes_used: used.length / shares.length };
};

const vectorQuantize = defineNode({
  type: 'latent.vector_quantize',
  version: 1,
  title: 'Vector quantizer',
  level: 'study',
  category: 'latent',
  summary: 'Replaces every latent vector by the nearest code of a codebook',
  help: 'The picture becomes a small map of whole numbers, its tokens. Going back, gradients pass as if nothing had been replaced. The commitment loss keeps the encoder near the codes it chose. Perplexity says how many codes are in use: where it stays far below the size of the codebook, most of it is idle.',
  formula:
    'z_q = e_k,\\ k = \\arg\\min_j \\lVert z_e - e_j \\rVert,\\quad L = \\lVert \\mathrm{sg}[z_e] - e_k \\rVert^2 + \\beta\\,\\lVert z_e - \\mathrm{sg}[e_k] \\rVert^2',
  source: 'van den Oord, Vinyals & Kavukcuoglu 2017, eq. 1–3, appendix A.1',
  keywords: ['vq', 'vq-vae', 'codebook', 'discrete', 'tokens', 'straight-through', 'quantisation', 'tokenizer'],
  inputs: { z: { label: 'z', kinds: ['latent'], help: 'A vector for each item, or maps of channels, rows, columns.' } },
  outputs: {
    z: { label: 'z_q', kinds: ['latent'], help: 'Codes in place of what came in, in the same shape.' },
    tokens: { label: 'tokens', kinds: ['tokens'], help: 'Numbers of the codes, row by row.' },
    loss: { label: 'loss', kinds: ['loss'], help: 'Summed over the vectors of an item, averaged over the batch.' },
    network: { label: 'codebook', kinds: ['network'] },
  },
  settings: {
    codebook_size: {
      type: 'integer',
      label: 'Codes',
      help: 'Vectors in the codebook: each place of an item is one of so many.',
      default: 128,
      min: 2,
      max: 8_192,
      scale: 'log',
    },
    codebook: {
      type: 'choice',
      label: 'Codes learn by',
      help: 'Moving averages carry each code to the mean of the vectors that choose it and can bring idle codes back. Gradients of the codebook loss move the codes that were chosen alone.',
      default: 'ema',
      options: [
        { value: 'ema', label: 'Moving averages' },
        { value: 'gradient', label: 'Gradients' },
      ],
    },
    beta: {
      type: 'number',
      label: 'β (commitment)',
      help: 'Weight of the commitment loss. Too small and the encoder runs away from its codes, too large and it cannot learn.',
      default: 0.25,
      min: 0,
      max: 4,
      step: 0.01,
      live: true,
    },
    decay: {
      type: 'number',
      label: 'γ (decay)',
      advanced: true,
      help: 'Share of the moving averages that each step keeps.',
      default: 0.99,
      min: 0.5,
      max: 0.9999,
      live: true,
      visibleWhen: { setting: 'codebook', is: ['ema'] },
    },
    restart_below: {
      type: 'number',
      label: 'Restart below',
      advanced: true,
      help: 'A code that is chosen less often than this per batch, on average, is put onto a vector of the batch. 0 for never.',
      default: 1,
      min: 0,
      max: 100,
      visibleWhen: { setting: 'codebook', is: ['ema'] },
    },
  },
  conclude: { from: SHARES, names: ['code_perplexity', 'codes_used'], numbers: usage },
  build: (context) => {
    const z = latents(context);
    const codebook = codebookOf(context, z.shape[1]);
    const [size] = codebook.shape;
    const rows = rowsOf(z);
    const tokens = nearestCodes(rows, codebook);
    const codes = gather(codebook, tokens, 0);
    if (moves(context) && context.training) learn(context, codebook, rows, tokens);
    const shares = codeShares(tokens, size);
    const commitment = mul(context.live('beta'), commitmentLoss(rows, codes, z.shape[0]));
    const loss = moves(context) ? commitment : add(codebookLoss(rows, codes, z.shape[0]), commitment);
    context.report(perplexity(shares), 'codes', 'perplexity');
    context.report(loss, '', 'loss');
    context.measure(SHARES, shares);
    const grid = gridOf(z);
    return {
      z: { kind: 'latent', tensor: straightThrough(fromRows(codes, z.shape), z) },
      tokens: {
        kind: 'tokens',
        tensor: reshape(tokens, [z.shape[0], lengthOf(z)]),
        vocabulary: size,
        ...(z.shape.length === 4 && { grid }),
      },
      loss: { kind: 'loss', tensor: loss },
      network: {
        kind: 'network',
        network: {
          id: context.node,
          role: 'codebook',
          itemShape: z.shape.slice(1),
          vocabulary: size,
          grid,
          lookUp: (each) => lookUp(codebook, each, z.shape),
        },
      },
    };
  },
  probe: (context) => {
    const z = latents(context);
    const codebook = codebookOf(context, z.shape[1]);
    return {
      role: 'codes',
      latentShape: z.shape.slice(1),
      vocabulary: codebook.shape[0],
      grid: gridOf(z),
      quantize: (given) => quantize(codebook, given),
      lookUp: (tokens) => lookUp(codebook, tokens, z.shape),
    };
  },
});

export const quantisation = [vectorQuantize];
