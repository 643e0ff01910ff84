import { catalogue } from '../core/catalogue';
import { ProbeBuilder, type ProbeTargets } from '../core/compile';
import type { Program } from '../core/tensor';
import type { DataItems, DecodedItems, EncodedPoints, Reconstructions } from '../protocol/worker';
import { ExecutableCache } from './executables';
import { type ProbeHost, product, shownShape } from './probe-host';
import { SamplerProbes } from './sampler-probes';
import { disposeAll, floats, inputsOf } from './tensors';
import { UserError } from './user-error';

/** Programs have fixed shapes: batches are padded to one of these, and larger ones cut into pieces. */
const BATCHES = [1, 16, 64, 256, 1_000];
/** Answers of the newest weights to what views ask. */
export class Probes {
  readonly targets: ProbeTargets;
  readonly builder: ProbeBuilder;
  private readonly executables: ExecutableCache;

  readonly samplers: SamplerProbes;

  constructor(private readonly host: ProbeHost) {
    this.builder = new ProbeBuilder(host.document, catalogue, host.layout);
    this.targets = this.builder.targets();
    this.executables = new ExecutableCache(host.engine);
    this.samplers = new SamplerProbes(host, this.builder, this.targets, this.executables);
  }

  data(split: 'train' | 'test', offset: number, count: number): DataItems {
    const { source } = this.host;
    return { ...source.items(split, offset, count), itemShape: [...source.itemShape] };
  }

  async encode(split: 'train' | 'test', count: number, offset = 0): Promise<EncodedPoints> {
    const { encoder } = this.targets;
    if (!encoder) throw new UserError('This study has no encoder, so there are no latent points; add an Encoder.');
    const items = this.host.source.items(split, offset, count);
    const z = await this.batched(items.values, items.count, encoder.itemShape, 'x', 'z', (n) =>
      this.program(`encode ${n}`, () => this.builder.encode(n).program),
    );
    return {
      z,
      width: encoder.width,
      labels: items.labels,
      columns: {},
      offset,
      count: items.count,
      step: this.host.step(),
    };
  }

  async decode(z: Float32Array, count: number): Promise<DecodedItems> {
    const { decoder } = this.targets;
    if (!decoder) throw new UserError('This study has no decoder, so there is nothing to show for z; add a Decoder.');
    if (z.length !== count * decoder.width)
      throw new UserError(`The decoder takes ${decoder.width} latent values an item; ${z.length} came for ${count}.`);
    const values = await this.batched(z, count, [decoder.width], 'z', 'x', (n) =>
      this.program(`decode ${n}`, () => this.builder.decode(n).program),
    );
    return { values, itemShape: shownShape(this.host.source, decoder.itemShape), count, step: this.host.step() };
  }

  async reconstruct(count: number): Promise<Reconstructions> {
    const { z, count: found, step } = await this.encode('test', count);
    const { values, itemShape } = await this.decode(z, found);
    return { original: this.data('test', 0, found).values, reconstruction: values, itemShape, count: found, step };
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
}
