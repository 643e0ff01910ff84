/** Programs that ask a model for the codes that an item is told by, and for what codes decode to. */
import type { NodeProbe } from '../catalogue/types';
import { buildProgram, input, type Program, reshape, type Tensor } from '../tensor';
import { probesOf } from './node-probes';
import { shownAs } from './shown-as';
import type { Trace } from './trace';

/** A codebook between an encoder and a decoder. */
export interface CodesTarget {
  node: string;
  vocabulary: number;
  /** Rows and columns of an item's tokens. */
  grid: readonly [rows: number, columns: number];
  /** Shape of an item as the encoder takes it, without batch axis. */
  itemShape: readonly number[];
  /** Shape of an item as the decoder gives it. */
  decodedShape: readonly number[];
}

/** Names of what the programs are fed and give. */
export const CODES = { x: 'x', tokens: 'tokens' } as const;

type Probe<R extends NodeProbe['role']> = Extract<NodeProbe, { role: R }> & { node: string };

interface Codes {
  codes: Probe<'codes'>;
  encoder: Probe<'encode'>;
  decoder: Probe<'decode'>;
}

/** The first quantizer of a study with what encodes into it and what decodes from it; undefined where there is no such line. */
const codesOf = (traced: Trace): Codes | undefined => {
  const probes = probesOf(traced).map(({ node, probe }) => ({ ...probe, node }));
  const wired = (from: string, to: string): boolean =>
    traced.document.study.edges.some(({ source, target }) => source.node === from && target.node === to);
  for (const codes of probes) {
    if (codes.role !== 'codes') continue;
    const encoder = probes.find((each) => each.role === 'encode' && wired(each.node, codes.node));
    const decoder = probes.find((each) => each.role === 'decode' && wired(codes.node, each.node));
    if (encoder?.role === 'encode' && decoder?.role === 'decode') return { codes, encoder, decoder };
  }
  return undefined;
};

export const codesTarget = (traced: Trace): CodesTarget | undefined => {
  const found = codesOf(traced);
  if (!found) return undefined;
  const { codes, encoder, decoder } = found;
  const { node, vocabulary, grid } = codes;
  return { node, vocabulary, grid, itemShape: encoder.itemShape, decodedShape: decoder.itemShape };
};

const needed = (traced: Trace): Codes => {
  const found = codesOf(traced);
  if (found) return found;
  throw new RangeError('This study has no codes; put a Vector quantizer between an encoder and a decoder.');
};

const tokensOf = ({ codes, encoder }: Codes, x: Tensor): Tensor =>
  codes.quantize(reshape(encoder.encode(x).mean, [x.shape[0], ...codes.latentShape]));

/** Latents (n, width) of this encoder as what follows it gets them: as the nearest codes, where it leads into a quantizer. */
export const quantized = (traced: Trace, encoder: string, z: Tensor): Tensor => {
  const found = codesOf(traced);
  if (found?.encoder.node !== encoder) return z;
  const { codes } = found;
  return reshape(codes.lookUp(codes.quantize(reshape(z, [z.shape[0], ...codes.latentShape]))), z.shape);
};

/** x (count, …item) → `tokens` (count, rows · columns) int32. */
export const buildTokens = (traced: Trace, count: number): Program => {
  const found = needed(traced);
  const x = input(CODES.x, [count, ...found.encoder.itemShape]);
  return buildProgram('tokens', { [CODES.tokens]: tokensOf(found, x) });
};

/** `tokens` (count, rows · columns) int32 → x (count, …item) as it is shown. */
export const buildFromTokens = (traced: Trace, count: number): Program => {
  const { codes, decoder } = needed(traced);
  const [rows, columns] = codes.grid;
  const tokens = input(CODES.tokens, [count, rows * columns], 'int32');
  const x = decoder.decode(reshape(codes.lookUp(tokens), [count, decoder.width]));
  return buildProgram('from-tokens', { [CODES.x]: shownAs(traced, decoder.node, x) ?? x });
};
