import type { Catalogue, Conclusion, NetworkLabels, NodeProbe } from '../catalogue/types';
import type { ProjectDocument } from '../graph/document';
import {
  buildProgram,
  exp,
  input,
  mean,
  mul,
  type ParameterLayout,
  type Program,
  reshape,
  sizeOf,
  square,
  sub,
  type Tensor,
} from '../tensor';
import { type AdversarialTarget, adversarialTarget, buildGame, buildScores } from './adversarial-probes';
import { type AutoencoderTarget, autoencoders, decoding, encoding } from './autoencoders';
import { buildFromTokens, buildTokens, type CodesTarget, codesTarget } from './codes-programs';
import { buildContinue, type SequenceTarget, sequenceTargets } from './continue-programs';
import {
  buildDensity,
  buildPresent,
  buildScan,
  buildScanOfTraining,
  type DensityProgram,
  type DensityTarget,
  densityTargets,
} from './density-programs';
import { type ColumnTarget, columnMeasures, conclusions, evaluationNames, evaluations } from './evaluations';
import { type GroupColumn, groupColumns, groupOf } from './groupings';
import { neededFeeds, parametersIn, traceWith } from './plan';
import { measureNames } from './sample-measures';
import { FED, type FieldProgram, fieldProgram, stepProgram } from './sampler-programs';
import { shownAs } from './shown-as';
import type { Feed, Trace } from './trace';
import { type WalkProgram, type WalkTarget, walkBegin, walkStep, walkTargets } from './walk-programs';

/** A program for a view, on a batch of its own; the parameters are fed as for training. */
export interface ProbeProgram {
  program: Program;
  /** Shape of one item going in, without the batch axis. */
  itemShape: readonly number[];
}

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

const GROUPS = ['cluster', 'component'] as const;

export class ProbeBuilder {
  private readonly views: Readonly<Record<string, Tensor>>;

  constructor(
    private readonly document: ProjectDocument,
    private readonly catalogue: Catalogue,
    layouts: readonly ParameterLayout[],
  ) {
    this.views = parametersIn(layouts);
  }

  targets(): ProbeTargets {
    const traced = this.trace(1);
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
        data: this.source(encoder.node, 'x'),
        columns: [...columnsOf(encoder, decoder), ...groupColumns(traced, encoder)],
      },
      decoder,
      autoencoders: autoencoders(traced),
      samplers: probes
        .filter(({ definition }) => definition.sampler)
        .map(({ node, definition, context }) => {
          const { itemShape, labels } = this.velocityNetwork(traced, node);
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
        const [sampler, data] = [this.source(node, 'trajectory'), this.source(node, 'data')];
        return definition.sampleMeasure && sampler && data ? [{ node, sampler, data }] : [];
      }),
    };
  }

  /**
   * x (count × item) → `z` (count × width), the posterior mean, and a number for each item in each column:
   * `posterior_std`, the mean over z of exp(logVar / 2); `reconstruction_error`, the mean squared difference between the
   * item and what its mean decodes to, both as they are shown; `cluster` and `component`, the number of its group from 0. `node`
   * is one of several encoders.
   */
  encode(count: number, columns: readonly CodeColumn[] = [], node?: string): ProbeProgram {
    const traced = this.trace(count);
    const probe = encoding(traced, node);
    if (!probe) throw new RangeError('This study has nothing to encode with; add an encoder.');
    const x = input('x', [count, ...probe.itemShape]);
    const { mean: z, logVar } = probe.encode(x);
    const outputs: Record<string, Tensor> = { z };
    if (columns.includes('posterior_std') && logVar) outputs.posterior_std = mean(exp(mul(0.5, logVar)), { axes: [1] });
    if (columns.includes('reconstruction_error')) {
      const shown = reshape(this.decoder(traced).shown(z), x.shape);
      const axes = probe.itemShape.map((_, axis) => axis + 1);
      outputs.reconstruction_error = mean(square(sub(shown, x)), { axes });
    }
    for (const column of GROUPS) {
      const group = columns.includes(column) ? groupOf(traced, probe, column, { x, z }) : undefined;
      if (group) outputs[column] = group;
    }
    return { program: buildProgram('encode', outputs), itemShape: probe.itemShape };
  }

  /** x (count × item) → `x_hat`, what an autoencoder makes of it by way of the mean of z, as it is shown. */
  reconstruct(count: number, pair: AutoencoderTarget): Program {
    const traced = this.trace(count);
    const encoder = encoding(traced, pair.encoder);
    if (!encoder) throw new RangeError(`"${pair.encoder}" encodes nothing; choose an encoder.`);
    const z = encoder.encode(input('x', [count, ...encoder.itemShape])).mean;
    return buildProgram('reconstruct', { x_hat: this.decoder(traced, pair.decoder).shown(z) });
  }

  /**
   * z (count × width) → `x` (count × item) as it is shown. Where it is `told` what to make, `y` (count) are the labels; only for
   * what takes labels.
   */
  decode(count: number, told = false): ProbeProgram {
    const traced = this.trace(count);
    const decoder = this.decoder(traced);
    const z = input('z', [count, decoder.width]);
    const labels = told ? input(FED.labels, [count], 'int32') : undefined;
    return { program: buildProgram('decode', { x: decoder.shown(z, labels) }), itemShape: [decoder.width] };
  }

  /**
   * One step of a sampler node for `count` items, or of the sampler of another catalogue type in its place, following the
   * guided velocity or not; see `stepProgram`.
   */
  sample(
    node: string,
    count: number,
    { method, guided = false }: { method?: string; guided?: boolean } = {},
  ): FieldProgram {
    const traced = this.trace(count);
    const own = traced.contexts.get(node)?.definition.sampler;
    const sampler = method === undefined ? own : this.catalogue.find(method)?.sampler;
    if (!own || !sampler)
      throw new RangeError(
        own
          ? `"${method}" is no sampler of the catalogue; choose one of its samplers.`
          : `"${node}" is no sampler of this study; choose one of its samplers.`,
      );
    return stepProgram(this.velocityNetwork(traced, node), sampler, count, guided);
  }

  /** The field that a sampler node follows, for `count` places; see `fieldProgram`. */
  field(node: string, count: number, guided = false): FieldProgram {
    return fieldProgram(this.velocityNetwork(this.trace(count), node), count, guided);
  }

  /** The frames with which a walk begins, for `count` items; see `walkBegin`. */
  walkBegin(node: string, count: number, given?: readonly number[]): WalkProgram {
    return walkBegin(this.trace(count), node, count, given);
  }

  /** A step of a walk, for `count` items; see `walkStep`. */
  walkStep(node: string, count: number): WalkProgram {
    return walkStep(this.trace(count), node, count);
  }

  /**
   * x (count × item), and `y` (count) where the model takes labels → `logProb` (count) of a density node; or what its density would
   * be at another value of what it can be scanned by, see `buildScan`.
   */
  density(node: string, count: number, part: 'density' | 'scan' | 'training' | 'present' = 'density'): DensityProgram {
    const traced = this.trace(count);
    switch (part) {
      case 'density':
        return buildDensity(traced, node, count);
      case 'scan':
        return buildScan(traced, node, count);
      case 'training':
        return buildScanOfTraining(traced, node);
      case 'present':
        return buildPresent(traced, node);
    }
  }

  /** x (count × item) → `tokens` (count × places), the codes that items are told by. */
  tokens(count: number): Program {
    return buildTokens(this.trace(count), count);
  }

  /** `tokens` (count × places) → `x` (count × item) as it is shown. */
  fromTokens(count: number): Program {
    return buildFromTokens(this.trace(count), count);
  }

  /** What a sequence model says of what comes next, or of a whole sequence; see `buildContinue`. */
  continue(node: string, part: 'next' | 'score'): Program {
    return buildContinue(this.trace(1), node, part);
  }

  /** A generator's items with the way in which they are pushed and the discriminator's scores, see `buildGame`. */
  game(count: number): { program: Program; feeds: Feed[] } {
    return buildGame(this.trace(count), count);
  }

  /** x (count × item) → `scores` (count) of the discriminator. */
  scores(count: number): Program {
    return buildScores(this.trace(count), count);
  }

  /**
   * Averages over a batch of held-out items, by measure name; undefined where the study measures nothing. Of the `raised` ones the
   * exponential of the average over all batches is the measure, of the `concluded` ones what is told in their place. The program also
   * gives the columns of numbers, one for each item, that measures of the set as a whole are made of.
   */
  evaluate(batchSize: number):
    | {
        program: Program;
        feeds: Feed[];
        names: string[];
        raised: string[];
        concluded: ReadonlyMap<string, Conclusion>;
        columns: readonly ColumnTarget[];
      }
    | undefined {
    const traced = this.trace(batchSize);
    traced.measures.push(...evaluations(traced));
    const columns = columnMeasures(traced);
    if (traced.measures.length === 0 && columns.length === 0) return undefined;
    const named = distinct(traced.measures);
    const measures = Object.fromEntries(named.map(({ name, value }) => [name, value]));
    const gathered = columns.flatMap((each) => each.columns.map(({ output, value }) => [output, value]));
    const program = buildProgram('evaluate', { ...measures, ...Object.fromEntries(gathered) });
    const raised = named.filter(({ after }) => after === 'exp').map(({ name }) => name);
    const feeds = neededFeeds(traced, program.inputs);
    return { program, feeds, names: Object.keys(measures), raised, concluded: conclusions(traced), columns };
  }

  /** What makes items, as they are shown, of latents (n, width). */
  private decoder(traced: Trace, node?: string): { width: number; shown(z: Tensor, labels?: Tensor): Tensor } {
    const probe = decoding(traced, node);
    if (!probe) throw new RangeError('This study has nothing to decode with; add a decoder.');
    const shown = (z: Tensor, labels?: Tensor): Tensor => {
      const decoded = probe.decode(z, labels);
      return shownAs(traced, probe.node, decoded) ?? decoded;
    };
    return { width: probe.width, shown };
  }

  private trace(batchSize: number): Trace {
    return traceWith(this.document, this.catalogue, this.views, batchSize);
  }

  /** Id of the first node wired into a port. */
  private source(node: string, port: string): string | undefined {
    return this.document.study.edges.find(({ target }) => target.node === node && target.port === port)?.source.node;
  }

  private velocityNetwork(traced: Trace, sampler: string) {
    const [value] = traced.study.incoming(sampler, 'network');
    if (value?.kind !== 'network' || value.network.role !== 'denoiser')
      throw new RangeError(`"${sampler}" has no network to sample from; wire one into it.`);
    return value.network;
  }
}

/** The same, each under a name of its own. */
const distinct = <M extends { name: string; node: string }>(measured: readonly M[]): M[] => {
  const names = measureNames(measured);
  return measured.map((each, i) => ({ ...each, name: names[i] }));
};

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
