import { catalogue } from '../core/catalogue';
import type { SamplerDefinition } from '../core/catalogue/types';
import { ProbeBuilder, type ProbeTargets } from '../core/compile';
import type { ProjectDocument } from '../core/graph/document';
import { normal, type ParameterLayout, type Program } from '../core/tensor';
import type { Engine } from '../engine';
import type {
  DataItems,
  DecodedItems,
  EncodedPoints,
  FieldValues,
  Reconstructions,
  Trajectory,
} from '../protocol/worker';
import type { DataSource } from './data-source';
import { ExecutableCache } from './executables';
import type { LiveSettings } from './live-settings';
import { runSampler } from './sampling';
import { disposeAll, floats, inputsOf, type Tensors } from './tensors';
import { UserError } from './user-error';

/** Programs have fixed shapes: batches are padded to one of these, and larger ones cut into pieces. */
const BATCHES = [1, 16, 64, 256, 1_000];
/** Particles that go through a sampler together. */
const SAMPLER_BATCH = 2_048;
/** More numbers than this in one answer would exhaust memory. */
const LARGEST_ANSWER = 2 ** 27;

const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

export interface ProbeHost {
  engine: Engine;
  document: ProjectDocument;
  layout: ParameterLayout;
  /** The one data node that views show. */
  source: DataSource;
  /** Parameters of the newest step. */
  state(): Tensors;
  step(): number;
  live: LiveSettings;
}

/** Answers of the newest weights to what views ask. */
export class Probes {
  readonly targets: ProbeTargets;
  readonly builder: ProbeBuilder;
  private readonly executables: ExecutableCache;

  constructor(private readonly host: ProbeHost) {
    this.builder = new ProbeBuilder(host.document, catalogue, host.layout);
    this.targets = this.builder.targets();
    this.executables = new ExecutableCache(host.engine);
  }

  data(split: 'train' | 'test', offset: number, count: number): DataItems {
    const { source } = this.host;
    return { ...source.items(split, offset, count), itemShape: [...source.itemShape] };
  }

  async encode(split: 'train' | 'test', count: number): Promise<EncodedPoints> {
    const { encoder } = this.targets;
    if (!encoder) throw new UserError('This study has no encoder, so there are no latent points; add an Encoder.');
    const items = this.host.source.items(split, 0, count);
    const z = await this.batched(items.values, items.count, encoder.itemShape, 'x', 'z', (n) =>
      this.program(`encode ${n}`, () => this.builder.encode(n).program),
    );
    return { z, width: encoder.width, labels: items.labels, count: items.count, step: this.host.step() };
  }

  async decode(z: Float32Array, count: number): Promise<DecodedItems> {
    const { decoder } = this.targets;
    if (!decoder) throw new UserError('This study has no decoder, so there is nothing to show for z; add a Decoder.');
    if (z.length !== count * decoder.width)
      throw new UserError(`The decoder takes ${decoder.width} latent values an item; ${z.length} came for ${count}.`);
    const values = await this.batched(z, count, [decoder.width], 'z', 'x', (n) =>
      this.program(`decode ${n}`, () => this.builder.decode(n).program),
    );
    return { values, itemShape: this.shownShape(decoder.itemShape), count, step: this.host.step() };
  }

  async reconstruct(count: number): Promise<Reconstructions> {
    const { z, count: found, step } = await this.encode('test', count);
    const { values, itemShape } = await this.decode(z, found);
    return { original: this.data('test', 0, found).values, reconstruction: values, itemShape, count: found, step };
  }

  async sample(
    node: string | null,
    options: { seed: number; count: number; numInferenceSteps?: number },
  ): Promise<Trajectory> {
    const { itemShape, id, sampler, numInferenceSteps } = this.sampler(node);
    const { seed, count, numInferenceSteps: steps = numInferenceSteps } = options;
    const size = product(itemShape);
    if ((2 * steps + 1) * count * size > LARGEST_ANSWER)
      throw new UserError(`${count} samples over ${steps} steps are too much to show at once; ask for fewer.`);
    const noise = normal(new Float32Array(count * size), { seed, stream: 'sample', step: 0 });
    const samples = new Float32Array((steps + 1) * count * size);
    const predOriginal = new Float32Array(steps * count * size);
    let times: Float32Array = new Float32Array();
    for (let offset = 0; offset < count; offset += SAMPLER_BATCH) {
      const n = Math.min(SAMPLER_BATCH, count - offset);
      const part = await this.runPart(
        id,
        sampler,
        noise.slice(offset * size, (offset + n) * size),
        [n, ...itemShape],
        steps,
        true,
      );
      times = part.times;
      scatterRows(part.samples, samples, steps + 1, n * size, count * size, offset * size);
      scatterRows(part.predOriginal, predOriginal, steps, n * size, count * size, offset * size);
    }
    return {
      samples,
      predOriginal,
      times,
      steps,
      count,
      itemShape: this.shownShape(itemShape),
      step: this.host.step(),
      seed,
    };
  }

  /** Only the end points of sampling, count × item. */
  async draw(node: string | null, seed: number, count: number, steps?: number): Promise<Float32Array> {
    const { itemShape, id, sampler, numInferenceSteps } = this.sampler(node);
    const size = product(itemShape);
    const noise = normal(new Float32Array(count * size), { seed, stream: 'sample', step: 0 });
    const samples = new Float32Array(count * size);
    for (let offset = 0; offset < count; offset += SAMPLER_BATCH) {
      const n = Math.min(SAMPLER_BATCH, count - offset);
      const part = noise.slice(offset * size, (offset + n) * size);
      const run = await this.runPart(id, sampler, part, [n, ...itemShape], steps ?? numInferenceSteps, false);
      samples.set(run.samples, offset * size);
    }
    return samples;
  }

  async field(points: Float32Array, count: number, t: number): Promise<FieldValues> {
    const { itemShape, id } = this.sampler(null);
    const size = product(itemShape);
    if (points.length !== count * size)
      throw new UserError(`The field lives in ${size} dimensions; ${points.length} numbers came for ${count} points.`);
    const executable = await this.program(`field ${id} ${count}`, () => this.builder.field(id, count).program);
    const { engine } = this.host;
    const fed = {
      x: engine.upload(points, [count, ...itemShape], 'float32'),
      t: engine.upload(Float32Array.of(t), [], 'float32'),
    };
    const out = await executable.run({ ...inputsOf(executable.program, this.host.state()), ...fed });
    const vectors = await floats(out.v);
    disposeAll({ ...fed, ...out });
    return { vectors, count, t, step: this.host.step() };
  }

  /** A sampler of the study by node id or by catalogue type (`sampler.euler`, or `euler` for short). */
  private sampler(wanted: string | null) {
    const { samplers } = this.targets;
    const typed = samplers.map((each) => ({
      ...each,
      type: this.host.document.study.nodes.find(({ id }) => id === each.node)?.type ?? '',
    }));
    const found = typed.find(
      ({ node, type }) => wanted === null || wanted === node || wanted === type || `sampler.${wanted}` === type,
    );
    if (!found)
      throw new UserError(
        typed.length === 0
          ? 'This study has no sampler; add one and wire the network into it.'
          : `This study has no sampler "${wanted}"; it has ${typed.map(({ node }) => node).join(', ')}.`,
      );
    const { sampler } = catalogue.find(found.type) ?? {};
    if (!sampler) throw new UserError(`"${found.node}" cannot sample; choose a sampler.`);
    const numInferenceSteps = this.host.live.get(`${found.node}.num_inference_steps`) ?? found.numInferenceSteps;
    return { ...found, id: found.node, sampler, numInferenceSteps };
  }

  private async runPart(
    node: string,
    sampler: SamplerDefinition,
    noise: Float32Array,
    shape: readonly number[],
    steps: number,
    keep: boolean,
  ) {
    const executable = await this.program(
      `sample ${node} ${shape[0]}`,
      () => this.builder.sample(node, shape[0]).program,
    );
    return runSampler(this.host.engine, executable, sampler, this.host.state(), noise, shape, steps, keep);
  }

  /** Runs a program over rows in padded pieces of fixed size. */
  private async batched(
    rows: Float32Array,
    count: number,
    itemShape: readonly number[],
    inputName: string,
    outputName: string,
    compiled: (batch: number) => ReturnType<Probes['program']>,
  ): Promise<Float32Array> {
    const { engine } = this.host;
    const size = product(itemShape);
    const pieces: Float32Array[] = [];
    for (let offset = 0; offset < count; ) {
      const left = count - offset;
      const batch = BATCHES.find((each) => each >= left) ?? BATCHES[BATCHES.length - 1];
      const n = Math.min(left, batch);
      const padded = new Float32Array(batch * size);
      padded.set(rows.subarray(offset * size, (offset + n) * size));
      const executable = await compiled(batch);
      const fed = { [inputName]: engine.upload(padded, [batch, ...itemShape], 'float32') };
      const out = await executable.run({ ...inputsOf(executable.program, this.host.state()), ...fed });
      const values = await floats(out[outputName]);
      disposeAll({ ...fed, ...out });
      pieces.push(values.slice(0, (values.length / batch) * n));
      offset += n;
    }
    const joined = new Float32Array(pieces.reduce((total, piece) => total + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
      joined.set(piece, at);
      at += piece.length;
    }
    return joined;
  }

  private program(key: string, build: () => Program) {
    return this.executables.get(key, build);
  }

  /** Rows of 784 that stand for pictures are shown as pictures. */
  private shownShape(itemShape: readonly number[]): number[] {
    const { itemShape: shape } = this.host.source;
    return [...(product(shape) === product(itemShape) ? shape : itemShape)];
  }
}

/** Copies row k of `from` (width long) into row k of `to` (stride long) at an offset, for every row. */
const scatterRows = (
  from: Float32Array,
  to: Float32Array,
  rows: number,
  width: number,
  stride: number,
  offset: number,
): void => {
  for (let k = 0; k < rows; k++) to.set(from.subarray(k * width, (k + 1) * width), k * stride + offset);
};
