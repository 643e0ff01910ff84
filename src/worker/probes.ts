import { catalogue } from '../core/catalogue';
import type { NetworkLabels } from '../core/catalogue/types';
import { type AutoencoderTarget, FED, ProbeBuilder, type ProbeTargets } from '../core/compile';
import type { Program } from '../core/tensor';
import type { Executable } from '../engine';
import type {
  DataItems,
  DecodedItems,
  EncodedPoints,
  LatentColumn,
  LatentQuality,
  Reconstructions,
  Trajectory,
} from '../protocol/worker';
import { AdversarialProbe } from './adversarial-probe';
import { type Breathe, holdBreath } from './breathe';
import { CodesProbe } from './codes-probe';
import { ContinueProbe } from './continue-probe';
import { DensityProbe } from './density-probe';
import { ExecutableCache } from './executables';
import { latentQuality } from './latent-quality';
import { type ProbeHost, product, requireAnswer, shownShape } from './probe-host';
import { conditionOf, type SamplingOptions } from './sampler-choice';
import { SamplerProbes } from './sampler-probes';
import { disposeAll, floats, inputsOf, joined, readAll, type Tensors } from './tensors';
import { textsOf } from './text-source';
import { UserError } from './user-error';
import { WalkProbes, type WalkRequest } from './walk-probes';

/** Programs have fixed shapes: batches are padded to one of these, and larger ones cut into pieces. */
const BATCHES = [1, 16, 64, 256, 1_000];
/** Numbers of items that are run together, where items are large: a hand waits for no longer than that takes. */
const LARGEST_PIECE = 2 ** 18;

/** What answers of all weights of one model share. */
export interface ProbePrograms {
  readonly builder: ProbeBuilder;
  readonly targets: ProbeTargets;
  readonly executables: ExecutableCache;
}

const probePrograms = ({ document, layouts, engine }: ProbeHost): ProbePrograms => {
  const builder = new ProbeBuilder(document, catalogue, layouts);
  return { builder, targets: builder.targets(), executables: new ExecutableCache(engine) };
};

/** Answers of one model's weights to what views ask. */
export class Probes {
  readonly targets: ProbeTargets;
  readonly builder: ProbeBuilder;
  readonly samplers: SamplerProbes;
  readonly adversarial: AdversarialProbe;
  readonly density: DensityProbe;
  readonly codes: CodesProbe;
  readonly text: ContinueProbe;
  private readonly walks: WalkProbes;

  constructor(
    private readonly host: ProbeHost,
    private readonly programs: ProbePrograms = probePrograms(host),
  ) {
    const { builder, targets, executables } = programs;
    this.builder = builder;
    this.targets = targets;
    this.samplers = new SamplerProbes(host, builder, targets, executables);
    this.adversarial = new AdversarialProbe(host, builder, targets, executables);
    this.density = new DensityProbe(host, builder, targets, executables);
    this.codes = new CodesProbe(host, builder, targets, executables);
    this.text = new ContinueProbe(host, builder, targets, executables);
    this.walks = new WalkProbes(host, builder, targets, executables);
  }

  /** Step of the weights that answer. */
  get step(): number {
    return this.host.step();
  }

  /** The same questions, put to other weights of the model, which the caller keeps alive. */
  answering(weights: Tensors, step: number): Probes {
    return new Probes({ ...this.host, state: () => weights, step: () => step }, this.programs);
  }

  data(split: 'train' | 'test', offset: number, count: number): DataItems {
    const { source } = this.host;
    requireAnswer(count * product(source.itemShape), `${count} items`);
    const { values, labels, count: found } = source.items(split, offset, count);
    return { values, labels, count: found, itemShape: [...source.itemShape], ...textsOf(source, values) };
  }

  /** What a sampler node (null: the first) makes of noise: the whole way, or the items alone where there is none. */
  async sample(node: string | null, options: SamplingOptions & WalkRequest, breathe?: Breathe): Promise<Trajectory> {
    const walked = await this.walks.sample(node, options, breathe);
    if (!walked && options.noise)
      throw new UserError('A sampler with a path of noise draws its noise itself; leave the noise out.');
    if (!walked) return this.samplers.sample(node, options, breathe);
    const { source } = this.host;
    if (walked.itemShape.join() !== source.itemShape.join()) return walked;
    return { ...walked, ...textsOf(source, walked.samples.subarray(-options.count * product(source.itemShape))) };
  }

  /** What a sampler node draws, count × item, without the way there. */
  async draw(sampler: string, seed: number, count: number): Promise<Float32Array> {
    return (await this.walks.draw(sampler, seed, count)) ?? this.samplers.draw(sampler, seed, count);
  }

  /** Single items of a split, in the order in which they are asked for; those that the split does not have are left out. */
  dataOf(split: 'train' | 'test', positions: readonly number[]): DataItems {
    const { source } = this.host;
    const found = positions.map((position) => source.items(split, position, 1)).filter(({ count }) => count === 1);
    const size = product(source.itemShape);
    const values = new Float32Array(found.length * size);
    found.forEach((item, i) => {
      values.set(item.values, i * size);
    });
    const labels = Uint8Array.from(found, (item) => item.labels[0]);
    return { values, labels, itemShape: [...source.itemShape], count: found.length, ...textsOf(source, values) };
  }

  /**
   * @param columns Those that this study does not have are left out.
   * @param breathe Called between the pieces of many items.
   */
  async encode(
    split: 'train' | 'test',
    count: number,
    offset = 0,
    columns: readonly LatentColumn[] = [],
    breathe: Breathe = holdBreath,
  ): Promise<EncodedPoints> {
    const { encoder } = this.targets;
    if (!encoder) throw new UserError('This study has no encoder, so there are no latent points; add an Encoder.');
    const items = this.host.source.items(split, offset, count);
    const asked = encoder.columns.filter((each) => columns.includes(each));
    const { values, step } = await this.batched(
      { name: 'x', rows: items.values, count: items.count, itemShape: encoder.itemShape },
      ['z', ...asked],
      (n) => this.program(`encode ${n} ${asked}`, () => this.builder.encode(n, asked).program),
      breathe,
    );
    const { z, ...found } = values;
    return { z, width: encoder.width, labels: items.labels, columns: found, offset, count: items.count, step };
  }

  /**
   * @param z count × width, row-major.
   * @param label The class to make; only where the decoder takes labels.
   */
  async decode(z: Float32Array, count: number, label?: number | null): Promise<DecodedItems> {
    const { decoder } = this.targets;
    if (!decoder) throw new UserError('This study has no decoder, so there is nothing to show for z; add a Decoder.');
    if (z.length !== count * decoder.width)
      throw new UserError(`The decoder takes ${decoder.width} latent values an item; ${z.length} came for ${count}.`);
    requireAnswer(count * product(decoder.itemShape), `${count} items`);
    const told = toldLabel(decoder.labels, label);
    const { values, step } = await this.batched(
      { name: 'z', rows: z, count, itemShape: [decoder.width], label: told },
      ['x'],
      (n) =>
        this.program(
          `decode ${n}${told === undefined ? '' : ' told'}`,
          () => this.builder.decode(n, told !== undefined).program,
        ),
    );
    return { values: values.x, itemShape: shownShape(this.host.source, decoder.itemShape), count, step };
  }

  /** Items of a split as a density takes them: as they are, or as the encoder puts them. */
  async densityItems(
    node: string | null | undefined,
    split: 'train' | 'test',
    offset: number,
    count: number,
    breathe: Breathe = holdBreath,
  ): Promise<{ values: Float32Array; count: number }> {
    const { densities } = this.targets;
    const target = densities.find((each) => each.node === node) ?? densities[0];
    if (!target?.latent) return this.data(split, offset, count);
    const { z, count: found } = await this.encode(split, count, offset, [], breathe);
    return { values: z, count: found };
  }

  async reconstruct(count: number): Promise<Reconstructions> {
    const { z, count: found, step } = await this.encode('test', count);
    const { values, itemShape } = await this.decode(z, found);
    const original = this.data('test', 0, found).values;
    const others: Float32Array[] = [];
    for (const pair of this.targets.autoencoders.slice(1)) others.push(await this.through(pair, original, found));
    return { original, reconstruction: values, others, itemShape, count: found, step };
  }

  /** What an autoencoder makes of items, by way of the mean of z. */
  private async through(pair: AutoencoderTarget, rows: Float32Array, count: number): Promise<Float32Array> {
    const { values } = await this.batched({ name: 'x', rows, count, itemShape: pair.itemShape }, ['x_hat'], (n) =>
      this.program(`reconstruct ${pair.decoder} ${n}`, () => this.builder.reconstruct(n, pair)),
    );
    return values.x_hat;
  }

  /** How continuous and how complete the latent space is, from draws with `seed`. */
  latentQuality(seed: number, breathe: Breathe): Promise<LatentQuality> {
    const { engine, source } = this.host;
    return latentQuality({ engine, source, probes: this, seed, breathe });
  }

  /** The weights of now, kept from changing by a copy that the caller frees. */
  async held(): Promise<{ weights: Tensors; step: number }> {
    const { engine } = this.host;
    const [state, step] = [this.host.state(), this.step];
    const values = await readAll(state);
    const copies = Object.entries(state).map(([name, { shape }]) => [
      name,
      engine.upload(values[name], shape, 'float32'),
    ]);
    return { weights: Object.fromEntries(copies), step };
  }

  /** Runs a program over rows in padded pieces of fixed size; gives the named outputs, one row for each that went in. */
  private async batched(
    { name, rows, count, itemShape, label }: Rows,
    outputs: readonly string[],
    compiled: (batch: number) => Promise<Executable>,
    breathe: Breathe = holdBreath,
  ): Promise<{ values: Record<string, Float32Array>; step: number }> {
    const { engine } = this.host;
    const size = product(itemShape);
    const pieces = outputs.map((): Float32Array[] => []);
    const batches = BATCHES.filter((each) => each <= 64 || each * size <= LARGEST_PIECE);
    let step = this.step;
    for (let offset = 0; offset < count; ) {
      if (offset > 0) await breathe();
      const left = count - offset;
      const batch = batches.find((each) => each >= left) ?? batches[batches.length - 1];
      const n = Math.min(left, batch);
      const padded = new Float32Array(batch * size);
      padded.set(rows.subarray(offset * size, (offset + n) * size));
      const executable = await compiled(batch);
      const fed: Tensors = {
        [name]: engine.upload(padded, [batch, ...itemShape], 'float32'),
        ...(label !== undefined && {
          [FED.labels]: engine.upload(new Int32Array(batch).fill(label), [batch], 'int32'),
        }),
      };
      // Read together: a training step may come in between while something is awaited.
      step = this.step;
      const out = await executable.run(inputsOf(executable.program, { ...this.host.state(), ...fed }));
      for (const [i, output] of outputs.entries()) {
        const values = await floats(out[output]);
        pieces[i].push(values.slice(0, (values.length / batch) * n));
      }
      disposeAll({ ...fed, ...out });
      offset += n;
    }
    return { values: Object.fromEntries(outputs.map((output, i) => [output, joined(pieces[i])])), step };
  }

  /** Frees the compiled programs, of all weights of the model. */
  async release(): Promise<void> {
    await this.programs.executables.release();
  }

  private program(key: string, build: () => Program): Promise<Executable> {
    return this.programs.executables.get(key, build);
  }
}

interface Rows {
  /** Input of the program. */
  name: string;
  /** count × item, row-major. */
  rows: Float32Array;
  count: number;
  itemShape: readonly number[];
  /** Fed for every row. */
  label?: number;
}

/** @throws UserError where there is no such label. */
const toldLabel = (labels: NetworkLabels | undefined, label: number | null | undefined): number | undefined => {
  if (label === null || label === undefined) return undefined;
  if (!labels)
    throw new UserError(
      'What decodes here takes no labels, so it can be asked for none; wire labels into the generator.',
    );
  return conditionOf(labels, 1, label).class(0);
};
