import { FED, type ProbeBuilder, type ProbeTargets, STEP, type WalkProgram, type WalkTarget } from '../core/compile';
import { normal, type Program, uniform } from '../core/tensor';
import type { Executable } from '../engine';
import type { Trajectory } from '../protocol/worker';
import { type Breathe, holdBreath } from './breathe';
import type { ExecutableCache } from './executables';
import { fillFeeds } from './feeds';
import { batchOf, type ProbeHost, product, requireAnswer, shownShape } from './probe-host';
import { type Condition, conditionOf } from './sampler-choice';
import { disposeAll, floats, inputsOf, type Tensors } from './tensors';
import { UserError } from './user-error';

/** What a program is fed besides parameters, as it was found when it was made. */
const asked = new WeakMap<Program, Pick<WalkProgram, 'feeds' | 'noise'>>();

export interface WalkRequest {
  seed: number;
  count: number;
  /** The one class to draw; each in turn where absent. */
  label?: number | null;
}

/** Takes a frame of the items from `first` on, (n × item). */
type Record = (frame: number, first: number, values: Float32Array) => void;

/** Items of samplers that follow no path of noise, and the way there where there is one. */
export class WalkProbes {
  constructor(
    private readonly host: ProbeHost,
    private readonly builder: ProbeBuilder,
    private readonly targets: Pick<ProbeTargets, 'walks' | 'samplers'>,
    private readonly executables: ExecutableCache,
  ) {}

  /**
   * Items of a sampler node, count × item; undefined where it is no such node. The same seed gives the same noise, and more
   * items begin with the fewer.
   */
  async draw(node: string, seed: number, count: number, label?: number | null): Promise<Float32Array | undefined> {
    const walk = this.targets.walks.find((each) => each.node === node);
    if (!walk) return undefined;
    const size = product(walk.itemShape);
    requireAnswer(count * size, `${count} samples`);
    const samples = new Float32Array(count * size);
    await this.go(walk, { seed, count, label }, holdBreath, (frame, first, values) => {
      if (frame === walk.frames) samples.set(values, first * size);
    });
    return samples;
  }

  /**
   * The way of a sampler node (null: the first of a study that has no other samplers) as a trajectory, of no steps where it
   * makes items in one go; undefined where it is no such node.
   */
  async sample(
    node: string | null,
    request: WalkRequest,
    breathe: Breathe = holdBreath,
  ): Promise<Trajectory | undefined> {
    const { walks, samplers } = this.targets;
    const first = samplers.length === 0 ? walks[0]?.node : undefined;
    const walk = walks.find((each) => each.node === (node ?? first) || (node !== null && each.type === node));
    if (!walk) return undefined;
    const { seed, count } = request;
    const { itemShape, frames } = walk;
    const size = count * product(itemShape);
    requireAnswer((frames + 1) * size, `${count} samples over ${frames} ${walk.unit}s`);
    const step = this.host.step();
    const samples = new Float32Array((frames + 1) * size);
    const condition = await this.go(walk, request, breathe, (frame, from, values) => {
      samples.set(values, frame * size + from * product(itemShape));
    });
    return {
      samples,
      predOriginal: new Float32Array(),
      times: Float32Array.from({ length: frames + 1 }, (_, i) => (frames === 0 ? 0 : 1 - i / frames)),
      steps: frames,
      count,
      itemShape: shownShape(this.host.source, itemShape),
      labels: condition.fed ? Uint8Array.from({ length: count }, (_, i) => condition.class(i)) : new Uint8Array(),
      evaluations: walk.evaluations,
      method: walk.type,
      step,
      seed,
    };
  }

  private async go(walk: WalkTarget, request: WalkRequest, breathe: Breathe, record: Record): Promise<Condition> {
    const { count, label } = request;
    if (label !== null && label !== undefined && !walk.labels)
      throw new UserError('This model takes no labels, so it can be asked for none; wire labels into it.');
    const condition = conditionOf(walk.labels, 1, label);
    const batch = batchOf(product(walk.itemShape));
    for (let first = 0; first < count; first += batch)
      await this.batch({
        walk,
        first,
        n: Math.min(batch, count - first),
        seed: request.seed,
        condition,
        breathe,
        record,
      });
    return condition;
  }

  /** Takes some of the items all the way. */
  private async batch(going: Going): Promise<void> {
    const { walk, first, n, condition, breathe, record } = going;
    const { engine } = this.host;
    const labels: Tensors = condition.fed
      ? {
          [FED.labels]: engine.upload(
            Int32Array.from({ length: n }, (_, i) => condition.class(first + i)),
            [n],
            'int32',
          ),
        }
      : {};
    const before = walk.frames - walk.steps / walk.perFrame;
    await breathe();
    let out = await this.run(going, 'begin', 0, labels);
    for (let frame = 0; frame <= before; frame++) record(frame, first, await floats(out[`frame${frame}`]));
    for (let k = 0; k < walk.steps; k++) {
      await breathe();
      const x = out.next ?? out.x;
      const own = { [FED.x]: x, [STEP]: engine.upload(Int32Array.of(k), [], 'int32') };
      const after = await this.run(going, 'step', k + 1, { ...labels, ...own });
      disposeAll({ ...out, ...own });
      out = after;
      if ((k + 1) % walk.perFrame === 0) record(before + (k + 1) / walk.perFrame, first, await floats(out.shown));
    }
    disposeAll({ ...out, ...labels });
  }

  private async run(
    { walk, first, n, seed }: Going,
    part: 'begin' | 'step',
    step: number,
    given: Tensors,
  ): Promise<Tensors> {
    const { engine, live } = this.host;
    const executable = await this.compiled(walk, part, n);
    const { feeds = [], noise = [] } = asked.get(executable.program) ?? {};
    const drawn = noise.map(({ input, name, shape, distribution }) => {
      const draw = distribution === 'normal' ? normal : uniform;
      const values = draw(new Float32Array(product(shape)), { seed, stream: `sample/${name}/${first}`, step });
      return [input, engine.upload(values, [...shape], 'float32')] as const;
    });
    const own = {
      ...Object.fromEntries(drawn),
      ...fillFeeds(
        feeds,
        { engine, seed, live },
        step,
        (_, count) => this.host.source.items('test', 0, count),
        'sample/',
      ),
    };
    const out = await executable.run(inputsOf(executable.program, { ...this.host.state(), ...given, ...own }));
    disposeAll(own);
    return out;
  }

  private compiled({ node }: WalkTarget, part: 'begin' | 'step', n: number): Promise<Executable> {
    return this.executables.get(`walk ${node} ${part} ${n}`, () => {
      const { program, ...needs } = part === 'begin' ? this.builder.walkBegin(node, n) : this.builder.walkStep(node, n);
      asked.set(program, needs);
      return program;
    });
  }
}

/** Some items on their way. */
interface Going {
  walk: WalkTarget;
  /** The items from `first` on, n of them. */
  first: number;
  n: number;
  seed: number;
  condition: Condition;
  breathe: Breathe;
  record: Record;
}
