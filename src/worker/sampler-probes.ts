import { FED, type ProbeBuilder, type ProbeTargets } from '../core/compile';
import { normal, type Program } from '../core/tensor';
import type { Executable } from '../engine';
import type { FieldValues, Trajectory } from '../protocol/worker';
import { type Breathe, holdBreath } from './breathe';
import type { ExecutableCache } from './executables';
import { batchOf, type ProbeHost, product, requireAnswer, shownShape } from './probe-host';
import {
  type ChosenSampler,
  type Condition,
  chooseSampler,
  conditionOf,
  fieldCondition,
  type SamplingOptions,
} from './sampler-choice';
import { type Recording, runSampler } from './sampling';
import { disposeAll, floats, inputsOf, type Tensors } from './tensors';
import { UserError } from './user-error';

/** How often a step evaluates the network for each item, as it was counted when the program was made. */
const evaluationsOf = new WeakMap<Program, number>();

/** A way from noise to data to be gone by `count` items. */
interface Going extends ChosenSampler {
  condition: Condition;
  seed: number;
  count: number;
  breathe: Breathe;
}

/** What the samplers of a study make of noise, and the field that they follow. */
export class SamplerProbes {
  constructor(
    private readonly host: ProbeHost,
    private readonly builder: ProbeBuilder,
    private readonly targets: ProbeTargets,
    private readonly executables: ExecutableCache,
  ) {}

  /**
   * The whole way from noise to data. The same seed gives the same first noise for every sampler, and more items begin with
   * the fewer; so does the fresh noise of a step.
   * @param node A sampler of the study, or the type of one, as `chooseSampler` finds it; null for the first.
   * @throws UserError where the study cannot be asked so, or where the answer would be too large.
   */
  async sample(
    node: string | null,
    options: SamplingOptions & { seed: number; count: number },
    breathe: Breathe = holdBreath,
  ): Promise<Trajectory> {
    const going = this.going(node, options, breathe);
    const { steps, count, seed, itemShape, condition, sampler, method } = going;
    const size = product(itemShape);
    requireAnswer((2 * steps + 1) * count * size, `${count} samples over ${steps} steps`);
    const stride = count * size;
    const samples = new Float32Array((steps + 1) * stride);
    const predOriginal = new Float32Array(steps * stride);
    const noise = normal(samples.subarray(0, stride), { seed, stream: 'sample', step: 0 });
    const evaluations = await this.go(going, noise, (offset) => ({ samples, predOriginal, stride, offset }));
    return {
      samples,
      predOriginal,
      times: sampler.times(steps),
      steps,
      count,
      itemShape: shownShape(this.host.source, itemShape),
      labels: condition.fed ? Uint8Array.from({ length: count }, (_, i) => condition.class(i)) : new Uint8Array(),
      evaluations: steps * evaluations,
      method,
      step: this.host.step(),
      seed,
    };
  }

  /** Only the end points of sampling, count × item. */
  async draw(node: string | null, seed: number, count: number, steps?: number): Promise<Float32Array> {
    const going = this.going(node, { seed, count, numInferenceSteps: steps }, holdBreath);
    const noise = normal(new Float32Array(count * product(going.itemShape)), { seed, stream: 'sample', step: 0 });
    const samples = new Float32Array(noise.length);
    await this.go(going, noise, () => null, samples);
    return samples;
  }

  /**
   * The velocity at points (count × item) and a time, as a sampler node follows it. Where the network takes labels it is
   * that of one class; without a label it is that of the data as a whole, where the network learned it.
   */
  async field(
    points: Float32Array,
    count: number,
    t: number,
    {
      node = null,
      guidanceScale,
      label,
    }: { node?: string | null } & Pick<SamplingOptions, 'guidanceScale' | 'label'> = {},
  ): Promise<FieldValues> {
    const { itemShape, labels, guidance, ...chosen } = chooseSampler(this.targets, this.host.live, node, {
      guidanceScale,
    });
    const size = product(itemShape);
    if (points.length !== count * size)
      throw new UserError(`The field lives in ${size} dimensions; ${points.length} numbers came for ${count} points.`);
    const condition = fieldCondition(labels, guidance, label);
    const executable = await this.executables.get(
      `field ${chosen.node} ${condition.guided} ${count}`,
      () => this.builder.field(chosen.node, count, condition.guided).program,
    );
    const { engine } = this.host;
    const fed = {
      ...this.given(condition, 0, 0, count),
      [FED.x]: engine.upload(points, [count, ...itemShape], 'float32'),
      [FED.t]: engine.upload(Float32Array.of(t), [], 'float32'),
    };
    const step = this.host.step();
    const out = await executable.run(inputsOf(executable.program, { ...this.host.state(), ...fed }));
    const vectors = await floats(out.v);
    disposeAll({ ...fed, ...out });
    return { vectors, count, t, step };
  }

  private going(
    node: string | null,
    options: SamplingOptions & { seed: number; count: number },
    breathe: Breathe,
  ): Going {
    const chosen = chooseSampler(this.targets, this.host.live, node, options);
    const condition = conditionOf(chosen.labels, chosen.guidance, options.label);
    return { ...chosen, condition, seed: options.seed, count: options.count, breathe };
  }

  /**
   * Takes all items to data, batch by batch, and gives the evaluations of one step.
   * @param record Where the steps of the batch that begins at a number are kept.
   * @param ends Takes the samples.
   */
  private async go(
    going: Going,
    noise: Float32Array,
    record: (offset: number) => Recording | null,
    ends?: Float32Array,
  ): Promise<number> {
    const { itemShape, count, steps, seed, condition, breathe } = going;
    const { engine } = this.host;
    const size = product(itemShape);
    const batch = batchOf(size);
    const times = going.sampler.times(steps);
    let evaluations = 0;
    for (let first = 0; first < count; first += batch) {
      const n = Math.min(batch, count - first);
      const given = this.given(condition, going.eta, first, n);
      const [from, to] = [first * size, (first + n) * size];
      const found = await runSampler({
        engine,
        executable: () => this.step(going, n),
        state: () => this.host.state(),
        times,
        noise: noise.subarray(from, to),
        shape: [n, ...itemShape],
        given,
        seed,
        stream: `sample/${first}`,
        record: record(from),
        breathe,
      }).finally(() => disposeAll(given));
      ends?.set(found, from);
      evaluations = evaluationsOf.get((await this.step(going, n)).program) ?? 0;
    }
    return evaluations;
  }

  private step(going: Going, count: number): Promise<Executable> {
    const key = stepKey(going, count);
    return this.executables.get(key, () => {
      const { node, method, condition } = going;
      const { program, evaluations } = this.builder.sample(node, count, { method, guided: condition.guided });
      evaluationsOf.set(program, evaluations);
      return program;
    });
  }

  /** What is fed besides place and time, for `count` items from the first on. */
  private given({ fed, guidance }: Condition, eta: number, first: number, count: number): Tensors {
    const { engine } = this.host;
    return {
      [FED.eta]: engine.upload(Float32Array.of(eta), [], 'float32'),
      [FED.guidance]: engine.upload(Float32Array.of(guidance), [], 'float32'),
      ...(fed && {
        [FED.labels]: engine.upload(
          Int32Array.from({ length: count }, (_, i) => fed(first + i)),
          [count],
          'int32',
        ),
      }),
    };
  }
}

const stepKey = ({ node, method, condition }: Going, count: number): string =>
  `sample ${node} ${method} ${condition.guided} ${count}`;
