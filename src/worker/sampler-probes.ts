import { catalogue } from '../core/catalogue';
import type { SamplerDefinition } from '../core/catalogue/types';
import type { ProbeBuilder, ProbeTargets } from '../core/compile';
import { normal } from '../core/tensor';
import type { FieldValues, Trajectory } from '../protocol/worker';
import type { ExecutableCache } from './executables';
import { type ProbeHost, product, shownShape } from './probe-host';
import { runSampler } from './sampling';
import { disposeAll, floats, inputsOf } from './tensors';
import { UserError } from './user-error';

/** Particles that go through a sampler together. */
const SAMPLER_BATCH = 2_048;
/** More numbers than this in one answer would exhaust memory. */
const LARGEST_ANSWER = 2 ** 27;

/** What the samplers of a study make of noise, and the field that they follow. */
export class SamplerProbes {
  constructor(
    private readonly host: ProbeHost,
    private readonly builder: ProbeBuilder,
    private readonly targets: ProbeTargets,
    private readonly executables: ExecutableCache,
  ) {}

  async sample(
    node: string | null,
    options: { seed: number; count: number; numInferenceSteps?: number },
  ): Promise<Trajectory> {
    const { itemShape, id, type, sampler, numInferenceSteps } = this.sampler(node);
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
      itemShape: shownShape(this.host.source, itemShape),
      labels: new Uint8Array(),
      evaluations: steps,
      method: type,
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
    const executable = await this.executables.get(`field ${id} ${count}`, () => this.builder.field(id, count).program);
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
    const executable = await this.executables.get(
      `sample ${node} ${shape[0]}`,
      () => this.builder.sample(node, shape[0]).program,
    );
    return runSampler(this.host.engine, executable, sampler, this.host.state(), noise, shape, steps, keep);
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
