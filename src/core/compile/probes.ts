import type { Catalogue, Conclusion } from '../catalogue/types';
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
  square,
  sub,
  type Tensor,
} from '../tensor';
import { buildGame, buildScores } from './adversarial-probes';
import { type AutoencoderTarget, decoding, encoding } from './autoencoders';
import { buildFromTokens, buildTokens } from './codes-programs';
import { buildContinue } from './continue-programs';
import { buildDensity, buildPresent, buildScan, buildScanOfTraining, type DensityProgram } from './density-programs';
import { type ColumnTarget, columnMeasures, conclusions, evaluations } from './evaluations';
import { groupOf } from './groupings';
import { neededFeeds, parametersIn, traceWith } from './plan';
import { type CodeColumn, type ProbeTargets, probeTargets } from './probe-targets';
import { distinct } from './sample-measures';
import { FED, type FieldProgram, fieldProgram, stepProgram, velocityNetwork } from './sampler-programs';
import { shownAs } from './shown-as';
import type { Feed, Trace } from './trace';
import { type WalkProgram, walkBegin, walkStep } from './walk-programs';

/** A program for a view, on a batch of its own; the parameters are fed as for training. */
export interface ProbeProgram {
  program: Program;
  /** Shape of one item going in, without the batch axis. */
  itemShape: readonly number[];
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

  /** What views may ask. */
  targets(): ProbeTargets {
    return probeTargets(this.trace(1));
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
    return stepProgram(velocityNetwork(traced, node), sampler, count, guided);
  }

  /** The field that a sampler node follows, for `count` places; see `fieldProgram`. */
  field(node: string, count: number, guided = false): FieldProgram {
    return fieldProgram(velocityNetwork(this.trace(count), node), count, guided);
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
}
