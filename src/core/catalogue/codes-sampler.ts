import { asTensor, cast, less, maximum, mul, reshape, sub, type Tensor, zeros } from '../tensor';
import { drawSettings, tokenWalk } from './autoregressive';
import {
  type AutoregressiveHandle,
  type BuildContext,
  type CodebookHandle,
  type DecoderHandle,
  defineNode,
  type Walk,
} from './types';

const codebookOf = (context: BuildContext): CodebookHandle => {
  const value = context.input('codebook');
  if (value.kind === 'network' && value.network.role === 'codebook') return value.network;
  return context.fail('needs the codebook of a Vector quantizer on "codebook"; wire one into it.');
};

const decoderOf = (context: BuildContext): DecoderHandle => {
  const value = context.input('decoder');
  if (value.kind !== 'network' || value.network.role !== 'decoder')
    return context.fail('needs the network of a Decoder on "decoder"; wire one into it.');
  if (value.network.labels)
    return context.fail(
      'has no labels to tell the decoder; take the labels off the Decoder, or wire them into the prior.',
    );
  return value.network;
};

/** What says which tokens are likely; every code is as likely as any other where nothing is wired in. */
const priorOf = (context: BuildContext, { vocabulary, grid }: CodebookHandle): AutoregressiveHandle => {
  const length = grid[0] * grid[1];
  const value = context.optionalInput('prior');
  if (!value)
    return {
      id: context.node,
      role: 'autoregressive',
      itemShape: [length],
      vocabulary,
      grid,
      labels: undefined,
      logits: (tokens) => zeros([...tokens.shape, vocabulary]),
    };
  if (value.kind !== 'network' || value.network.role !== 'autoregressive')
    return context.fail('needs the network of a Sequence model on "prior"; wire one into it, or leave it free.');
  const { itemShape, vocabulary: known } = value.network;
  if (itemShape[0] !== length || known !== vocabulary)
    context.fail(
      `draws ${length} tokens of ${vocabulary} codes, but the prior knows ${itemShape[0]} of ${known}; give it the tokens of this codebook.`,
    );
  return value.network;
};

/** Tokens (n, length), −1 where none is drawn yet, → pictures: places that are not drawn have no code, which is a vector of zeros. */
const decoded = (tokens: Tensor, { lookUp, grid }: CodebookHandle, { latentShape, decode }: DecoderHandle): Tensor => {
  const [n] = tokens.shape;
  const z = lookUp(maximum(tokens, asTensor(0, 'int32')));
  const known = sub(1, cast(less(tokens, 0), 'float32'));
  const places = z.shape.length === 4 ? [n, 1, ...grid] : [n, 1];
  return decode(reshape(mul(z, reshape(known, places)), [n, ...latentShape]));
};

const codesSampler = defineNode({
  type: 'sampler.codes',
  version: 1,
  title: 'Draw codes',
  level: 'study',
  category: 'sampler',
  summary: 'Draws tokens one after the other and decodes what they stand for',
  help: 'Asks the prior for the next token, draws one, looks its code up and lets the decoder paint the picture, from the upper left to the lower right. Without a prior every code is as likely as any other: what comes then shows how much of a picture is in the order of its codes.',
  formula: 'k_i \\sim p(k_i \\mid k_{<i}),\\quad x = g_\\theta(e_{k_1}, \\dots, e_{k_L})',
  source: 'van den Oord, Vinyals & Kavukcuoglu 2017, section 3.3',
  keywords: ['vq', 'vq-vae', 'prior', 'tokens', 'autoregressive', 'generate', 'temperature', 'top-k'],
  inputs: {
    prior: { label: 'prior', kinds: ['network'], help: 'Of a Sequence model; may stay free.', optional: true },
    codebook: { label: 'codebook', kinds: ['network'] },
    decoder: { label: 'decoder', kinds: ['network'] },
  },
  outputs: { trajectory: { label: 'samples', kinds: ['trajectory'] } },
  settings: drawSettings,
  build: (context) => {
    priorOf(context, codebookOf(context));
    return { trajectory: { kind: 'trajectory', itemShape: decoderOf(context).itemShape, direct: true } };
  },
  walk: (context): Walk => {
    const [codebook, decoder] = [codebookOf(context), decoderOf(context)];
    return {
      ...tokenWalk(context, priorOf(context, codebook)),
      itemShape: decoder.itemShape,
      show: (tokens) => decoded(tokens, codebook, decoder),
      shownAs: decoder.node,
    };
  },
});

export const codesSamplers = [codesSampler];
