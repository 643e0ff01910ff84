/** Encoders and the decoders that take what they give, found along the wires. */
import type { NetworkLabels, NodeProbe } from '../catalogue/types';
import type { Shape, Tensor } from '../tensor';
import { quantized } from './codes-programs';
import { probesOf } from './node-probes';
import type { Trace } from './trace';
import { wiresInto } from './wiring';

type Encode = Extract<NodeProbe, { role: 'encode' }>;
/** What makes items of latents: a decoder, or where a study has none, a generator. */
interface Decode {
  width: number;
  itemShape: Shape;
  /** What it can be told to make; undefined where it takes no labels. */
  labels?: NetworkLabels;
  decode(z: Tensor, labels?: Tensor): Tensor;
}

export interface AutoencoderTarget {
  /** Nodes. */
  encoder: string;
  decoder: string;
  /** Numbers in z. */
  width: number;
  /** Shape of one item going in. */
  itemShape: readonly number[];
}

/** The encoder nearest before a node: fewest wires away. */
const encoderBefore = (
  { document }: Trace,
  encoders: ReadonlyMap<string, Encode>,
  decoder: string,
): string | undefined => {
  const reached = new Set([decoder]);
  for (const id of reached) {
    if (encoders.has(id)) return id;
    const ports = new Set(
      document.study.edges.filter(({ target }) => target.node === id).map(({ target }) => target.port),
    );
    for (const port of ports) for (const { node } of wiresInto(document.study, id, port)) reached.add(node);
  }
  return undefined;
};

/** Every decoder with the encoder that its latents come from, where it takes what that gives. */
export const autoencoders = (traced: Trace): AutoencoderTarget[] => {
  const probes = probesOf(traced);
  const encoders = new Map<string, Encode>();
  for (const { node, probe } of probes) if (probe.role === 'encode') encoders.set(node, probe);
  return probes.flatMap(({ node, probe }) => {
    if (probe.role !== 'decode') return [];
    const encoder = encoderBefore(traced, encoders, node);
    const found = encoder === undefined ? undefined : encoders.get(encoder);
    if (encoder === undefined || found?.width !== probe.width) return [];
    return [{ encoder, decoder: node, width: found.width, itemShape: found.itemShape }];
  });
};

/**
 * What views encode with: a node, else the encoder of the first decoder, else the first encoder. Where a codebook follows, items
 * are encoded as their codes.
 */
export const encoding = (traced: Trace, node?: string): (Encode & { node: string }) | undefined => {
  const wanted = node ?? autoencoders(traced)[0]?.encoder;
  for (const { node: id, probe } of probesOf(traced))
    if (probe.role === 'encode' && (wanted === undefined || wanted === id)) {
      const encode: Encode['encode'] = (x) => {
        const { mean, ...rest } = probe.encode(x);
        return { ...rest, mean: quantized(traced, id, mean) };
      };
      return { ...probe, node: id, encode };
    }
  return undefined;
};

/** What views decode with: a node, else the first decoder that has an encoder, else the first, else a generator. */
export const decoding = (traced: Trace, node?: string): (Decode & { node: string }) | undefined => {
  const probes = probesOf(traced);
  const wanted = node ?? autoencoders(traced)[0]?.decoder;
  for (const { node: id, probe } of probes)
    if (probe.role === 'decode' && (wanted === undefined || wanted === id)) return { ...probe, node: id };
  for (const { node: id, probe } of probes)
    if (probe.role === 'generate') return { ...probe, node: id, decode: probe.generate };
  return undefined;
};
