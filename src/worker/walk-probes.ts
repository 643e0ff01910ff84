import {
  FED,
  GIVEN,
  type ProbeBuilder,
  type ProbeTargets,
  STEP,
  type WalkProgram,
  type WalkTarget,
} from '../core/compile';
import type { Program } from '../core/tensor';
import type { Executable } from '../engine';
import type { Trajectory } from '../protocol/worker';
import { type Breathe, holdBreath } from './breathe';
import type { ExecutableCache } from './executables';
import { fillFeeds } from './feeds';
import { batchOf, type ProbeHost, product, requireAnswer, shownShape } from './probe-host';
import { type Condition, conditionOf } from './sampler-choice';
import { disposeAll, floats, inputsOf, type Tensors } from './tensors';
import { UserError } from './user-error';
import { type Drawn, type Frozen, numbersFor } from './walk-noise';

/** What a program is fed besides parameters, as it was found when it was made. */
const asked = new WeakMap<Program, Pick<WalkProgram, 'feeds' | 'noise'>>();

export interface WalkRequest {
  seed: number;
  count: number;
  /** The one class to draw; each in turn where absent. */
  label?: number | null;
  /** Noise in place of drawn one, count × numbers of noise of an item. */
  noise?: Float32Array;
  /** What several items have in common. */
  frozen?: Frozen | null;
  /** A held-out item, by its position, of which the first `known` places are kept. */
  given?: { item: number; known: number } | null;
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
    const { count, label, noise, frozen } = request;
    needNoise(walk, count, noise);
    const given = this.given(walk, request.given ?? undefined);
    const strange = frozen?.levels.find((name) => !walk.levels.includes(name));
    if (strange !== undefined)
      throw new UserError(
        `This sampler draws no "${strange}" that could be frozen; it draws ${walk.levels.join(', ')}.`,
      );
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
        noise,
        frozen: frozen ?? undefined,
        given,
        condition,
        breathe,
        record,
      });
    return condition;
  }

  /** @throws UserError where the walk cannot begin with so much of an item, or the item is not there. */
  private given({ given: places }: WalkTarget, asked: WalkRequest['given']): Going['given'] {
    if (!asked) return undefined;
    const { item, known } = asked;
    if (!places) throw new UserError('This sampler cannot go on from an item; give it none.');
    const most = places[0] * places[1];
    if (known > most) throw new UserError(`An item has ${most} places; ask for no more than that to be kept.`);
    const { values, count } = this.host.source.items('test', item, 1);
    if (count === 0)
      throw new UserError(`There is no held-out item ${item}; the last one is ${this.host.source.testCount - 1}.`);
    return { values, known };
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
    const start: Tensors = going.given
      ? {
          [GIVEN.item]: engine.upload(going.given.values, [1, ...this.host.source.itemShape], 'float32'),
          [GIVEN.known]: engine.upload(Int32Array.of(going.given.known), [], 'int32'),
        }
      : {};
    const known = going.given?.known ?? 0;
    await breathe();
    let out = await this.run(going, 'begin', 0, { ...labels, ...start });
    disposeAll(start);
    // What is given was there from the beginning.
    const last = before + Math.floor(known / walk.perFrame);
    for (let frame = 0; frame <= last; frame++)
      record(frame, first, await floats(out[`frame${Math.min(frame, before)}`]));
    for (let k = known; k < walk.steps; k++) {
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

  private async run(going: Going, part: 'begin' | 'step', step: number, fed: Tensors): Promise<Tensors> {
    const { walk, first, n, seed, noise: given } = going;
    const { engine, live } = this.host;
    const executable = await this.compiled(walk, part, n, going.given !== undefined);
    const { feeds = [], noise = [] } = asked.get(executable.program) ?? {};
    const drawn = noise.map((each) => {
      const values = given ? given.slice(first * walk.noise, (first + n) * walk.noise) : numbersFor(each, going, step);
      return [each.input, engine.upload(values, [...each.shape], 'float32')] as const;
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
    const out = await executable.run(inputsOf(executable.program, { ...this.host.state(), ...fed, ...own }));
    disposeAll(own);
    return out;
  }

  private compiled({ node }: WalkTarget, part: 'begin' | 'step', n: number, given: boolean): Promise<Executable> {
    const item = part === 'begin' && given ? this.host.source.itemShape : undefined;
    return this.executables.get(`walk ${node} ${part} ${n}${item ? ' given' : ''}`, () => {
      const { program, ...needs } =
        part === 'begin' ? this.builder.walkBegin(node, n, item) : this.builder.walkStep(node, n);
      asked.set(program, needs);
      return program;
    });
  }
}

/** @throws UserError where noise was given that the walk does not begin with. */
const needNoise = ({ noise: size }: WalkTarget, count: number, given: Float32Array | undefined): void => {
  if (!given) return;
  if (size === 0) throw new UserError('This sampler draws its noise itself; leave the noise out.');
  if (given.length !== count * size)
    throw new UserError(`An item is made of ${size} numbers of noise; ${given.length} came for ${count} items.`);
};

/** Some items on their way. */
interface Going extends Drawn {
  walk: WalkTarget;
  noise: Float32Array | undefined;
  /** An item of the data, of which so many places are kept. */
  given: { values: Float32Array; known: number } | undefined;
  condition: Condition;
  breathe: Breathe;
  record: Record;
}
