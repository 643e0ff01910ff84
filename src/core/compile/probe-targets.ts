/** What views may ask of a document. */
import type { NetworkLabels, NodeProbe } from '../catalogue/types';
import { input, sizeOf } from '../tensor';
import { type AdversarialTarget, adversarialTarget } from './adversarial-probes';
import { type AutoencoderTarget, autoencoders, decoding, encoding } from './autoencoders';
import { type CodesTarget, codesTarget } from './codes-programs';
import { type SequenceTarget, sequenceTargets } from './continue-programs';
import { type DensityTarget, densityTargets } from './density-programs';
import { columnMeasures, conclusions, evaluationNames } from './evaluations';
import { type GroupColumn, groupColumns } from './groupings';
import { distinct } from './sample-measures';
import { velocityNetwork } from './sampler-programs';
import type { Trace } from './trace';
import { type WalkTarget, walkTargets } from './walk-programs';

/** What may be told of an item besides its code. */
export type CodeColumn = 'reconstruction_error' | 'posterior_std' | GroupColumn;

/** A sampler node, and what its network can be asked for. */
export interface SamplerTarget {
  node: string;
  /** Catalogue type. */
  type: string;
  itemShape: readonly number[];
  labels: NetworkLabels | undefined;
  /** Settings as the document has them, by name. */
  settings: Readonly<Record<string, number>>;
}

/** What views may ask of a document, found on its graph. */
export interface ProbeTargets {
  encoder:
    | {
        node: string;
        width: number;
        itemShape: readonly number[];
        data: string | undefined;
        columns: readonly CodeColumn[];
      }
    | undefined;
  /** What makes items of z: the decoder of that encoder's z, or where there is no decoder, a generator. */
  decoder: { node: string; width: number; itemShape: readonly number[]; labels?: NetworkLabels } | undefined;
  autoencoders: AutoencoderTarget[];
  samplers: SamplerTarget[];
  /** Sampler nodes that come from random numbers to items without a path of noise. */
  walks: WalkTarget[];
  densities: DensityTarget[];
  sequences: SequenceTarget[];
  /** A codebook between an encoder and a decoder. */
  codes: CodesTarget | undefined;
  adversarial: AdversarialTarget | undefined;
  sampleMeasures: { node: string; sampler: string; data: string }[];
  /** Names of everything that is measured, and the node that measures it. */
  measures: { name: string; node: string }[];
}

/** Everything that can be asked, found along the wires of a trace with batches of one item. */
export const probeTargets = (traced: Trace): ProbeTargets => {
  const source = (node: string, port: string): string | undefined => sourceOf(traced, node, port);
  const probes = [...traced.contexts].map(([node, { definition, context }]) => ({
    node,
    definition,
    context,
    probe: definition.probe?.(context),
  }));
  const [encoder, decoder] = [encoding(traced), decoding(traced)];
  return {
    encoder: encoder && {
      node: encoder.node,
      width: encoder.width,
      itemShape: encoder.itemShape,
      data: source(encoder.node, 'x'),
      columns: [...columnsOf(encoder, decoder), ...groupColumns(traced, encoder)],
    },
    decoder,
    autoencoders: autoencoders(traced),
    samplers: probes
      .filter(({ definition }) => definition.sampler)
      .map(({ node, definition, context }) => {
        const { itemShape, labels } = velocityNetwork(traced, node);
        const numbers = Object.entries(definition.settings).filter(
          ([, { type }]) => type === 'number' || type === 'integer',
        );
        const settings = numbers.map(([key]) => [key, context.number(key)]);
        return { node, type: definition.type, itemShape, labels, settings: Object.fromEntries(settings) };
      }),
    walks: walkTargets(traced),
    densities: densityTargets(traced),
    sequences: sequenceTargets(traced),
    codes: codesTarget(traced),
    adversarial: adversarialTarget(traced),
    measures: distinct([
      ...traced.measures.flatMap(({ name, node }) =>
        (conclusions(traced).get(name)?.names ?? [name]).map((told) => ({ name: told, node })),
      ),
      ...evaluationNames(traced),
      ...columnMeasures(traced).flatMap(({ node, names }) => names.map((name) => ({ name, node }))),
      ...probes.flatMap(({ node, definition }) =>
        (definition.sampleMeasure?.names ?? []).map((name) => ({ name, node })),
      ),
    ]),
    sampleMeasures: probes.flatMap(({ node, definition }) => {
      const [sampler, data] = [source(node, 'trajectory'), source(node, 'data')];
      return definition.sampleMeasure && sampler && data ? [{ node, sampler, data }] : [];
    }),
  };
};

/** Id of the first node wired into a port. */
const sourceOf = ({ document }: Trace, node: string, port: string): string | undefined =>
  document.study.edges.find(({ target }) => target.node === node && target.port === port)?.source.node;

/** What can be told of items by an encoder, and the decoder of its codes where there is one. */
const columnsOf = (
  encoder: Extract<NodeProbe, { role: 'encode' }>,
  decoder: { width: number; itemShape: readonly number[] } | undefined,
): readonly CodeColumn[] => {
  const reads =
    decoder !== undefined && decoder.width === encoder.width && sizeOf(decoder.itemShape) === sizeOf(encoder.itemShape);
  const { logVar } = encoder.encode(input('x', [1, ...encoder.itemShape]));
  return [...(reads ? (['reconstruction_error'] as const) : []), ...(logVar ? (['posterior_std'] as const) : [])];
};
