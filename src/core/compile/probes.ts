import type { Catalogue, NetworkLabels, NodeProbe } from '../catalogue/types';
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
import { buildDensity, type DensityTarget, densityTargets } from './density-programs';
import { neededFeeds, parametersIn, traceWith } from './plan';
import { type FieldProgram, fieldProgram, stepProgram } from './sampler-programs';
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
export type CodeColumn = 'reconstruction_error' | 'posterior_std';

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
  decoder: { node: string; width: number; itemShape: readonly number[] } | undefined;
  samplers: SamplerTarget[];
  /** Sampler nodes that come from random numbers to items without a path of noise. */
  walks: WalkTarget[];
  densities: DensityTarget[];
  adversarial: AdversarialTarget | undefined;
  sampleMeasures: { node: string; sampler: string; data: string }[];
  /** Names of everything that is measured, and the node that measures it. */
  measures: { name: string; node: string }[];
}

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
    const encoder = probes.find(({ probe }) => probe?.role === 'encode');
    const decoder = probes.find(({ probe }) => probe?.role === 'decode');
    return {
      encoder:
        encoder?.probe?.role === 'encode'
          ? {
              node: encoder.node,
              width: encoder.probe.width,
              itemShape: encoder.probe.itemShape,
              data: this.source(encoder.node, 'x'),
              columns: columnsOf(encoder.probe, decoder?.probe),
            }
          : undefined,
      decoder: decoder?.probe?.role === 'decode' ? { ...decoder.probe, node: decoder.node } : undefined,
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
      adversarial: adversarialTarget(traced),
      measures: [
        ...traced.measures.map(({ name, node }) => ({ name, node })),
        ...probes.flatMap(({ node, definition }) =>
          (definition.sampleMeasure?.names ?? []).map((name) => ({ name, node })),
        ),
      ],
      sampleMeasures: probes.flatMap(({ node, definition }) => {
        const [sampler, data] = [this.source(node, 'trajectory'), this.source(node, 'data')];
        return definition.sampleMeasure && sampler && data ? [{ node, sampler, data }] : [];
      }),
    };
  }

  /**
   * x (count × item) → `z` (count × width), the posterior mean, and a number for each item in each column:
   * `posterior_std`, the mean over z of exp(logVar / 2); `reconstruction_error`, the mean squared difference between the
   * item and what its mean decodes to, both as they are shown.
   */
  encode(count: number, columns: readonly CodeColumn[] = []): ProbeProgram {
    const traced = this.trace(count);
    const probe = this.nodeProbe(traced, 'encode');
    const x = input('x', [count, ...probe.itemShape]);
    const { mean: z, logVar } = probe.encode(x);
    const outputs: Record<string, Tensor> = { z };
    if (columns.includes('posterior_std') && logVar) outputs.posterior_std = mean(exp(mul(0.5, logVar)), { axes: [1] });
    if (columns.includes('reconstruction_error')) {
      const shown = reshape(this.decoded(traced, z), x.shape);
      const axes = probe.itemShape.map((_, axis) => axis + 1);
      outputs.reconstruction_error = mean(square(sub(shown, x)), { axes });
    }
    return { program: buildProgram('encode', outputs), itemShape: probe.itemShape };
  }

  /** z (count × width) → `x` (count × item) as it is shown. */
  decode(count: number): ProbeProgram {
    const traced = this.trace(count);
    const probe = this.nodeProbe(traced, 'decode');
    const z = input('z', [count, probe.width]);
    return { program: buildProgram('decode', { x: this.decoded(traced, z) }), itemShape: [probe.width] };
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
  walkBegin(node: string, count: number): WalkProgram {
    return walkBegin(this.trace(count), node, count);
  }

  /** A step of a walk, for `count` items; see `walkStep`. */
  walkStep(node: string, count: number): WalkProgram {
    return walkStep(this.trace(count), node, count);
  }

  /** x (count × item), and `y` (count) where the model takes labels → `logProb` (count) of a density node. */
  density(node: string, count: number): Program {
    return buildDensity(this.trace(count), node, count);
  }

  /** A generator's items with the way in which they are pushed and the discriminator's scores, see `buildGame`. */
  game(count: number): { program: Program; feeds: Feed[] } {
    return buildGame(this.trace(count), count);
  }

  /** x (count × item) → `scores` (count) of the discriminator. */
  scores(count: number): Program {
    return buildScores(this.trace(count), count);
  }

  /** Averages over a batch of held-out items, by measure name; undefined where the study measures nothing. */
  evaluate(batchSize: number): { program: Program; feeds: Feed[]; names: string[] } | undefined {
    const traced = this.trace(batchSize);
    if (traced.measures.length === 0) return undefined;
    const measures = Object.fromEntries(traced.measures.map(({ name, value }) => [name, value]));
    const program = buildProgram('evaluate', measures);
    return { program, feeds: neededFeeds(traced, program.inputs), names: Object.keys(measures) };
  }

  /** What latents (n, width) decode to, as it is shown. */
  private decoded(traced: Trace, z: Tensor): Tensor {
    const probe = this.nodeProbe(traced, 'decode');
    const decoded = probe.decode(z);
    return shownAs(traced, probe.node, decoded) ?? decoded;
  }

  private trace(batchSize: number): Trace {
    return traceWith(this.document, this.catalogue, this.views, batchSize);
  }

  private nodeProbe<R extends NodeProbe['role']>(
    traced: Trace,
    role: R,
  ): Extract<NodeProbe, { role: R }> & { node: string } {
    for (const [node, { definition, context }] of traced.contexts) {
      const probe = definition.probe?.(context);
      if (probe?.role === role) return { ...(probe as Extract<NodeProbe, { role: R }>), node };
    }
    throw new RangeError(
      `This study has nothing to ${role} with; add ${role === 'encode' ? 'an encoder' : 'a decoder'}.`,
    );
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

/** What can be told of items by an encoder, and the decoder of its codes where there is one. */
const columnsOf = (
  encoder: Extract<NodeProbe, { role: 'encode' }>,
  decoder: NodeProbe | undefined,
): readonly CodeColumn[] => {
  const reads =
    decoder?.role === 'decode' &&
    decoder.width === encoder.width &&
    sizeOf(decoder.itemShape) === sizeOf(encoder.itemShape);
  const { logVar } = encoder.encode(input('x', [1, ...encoder.itemShape]));
  return [...(reads ? (['reconstruction_error'] as const) : []), ...(logVar ? (['posterior_std'] as const) : [])];
};
