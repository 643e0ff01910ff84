import {
  type DensityProgram,
  type DensityTarget,
  FED,
  type ProbeBuilder,
  type ProbeTargets,
  SCANNED,
} from '../core/compile';
import type { Program } from '../core/tensor';
import type { DensityScanValues, DensityValues } from '../protocol/worker';
import { type Breathe, holdBreath } from './breathe';
import type { ExecutableCache } from './executables';
import { fillFeeds } from './feeds';
import { batchOf, type ProbeHost, product, runOnce } from './probe-host';
import { conditionOf } from './sampler-choice';
import type { Tensors } from './tensors';
import { UserError } from './user-error';

export interface DensityRequest {
  /** A node that knows a density; the first where absent. */
  node?: string | null;
  /** The class to condition on; absent or null averages over all of them, each as likely. */
  label?: number | null;
}

export interface ScanRequest {
  /** A node whose density has a setting to scan; the first such where absent. */
  node?: string | null;
  values: Float32Array;
  /** Held-out items (count × item). */
  x: Float32Array;
  count: number;
}

type Part = 'density' | 'scan' | 'training' | 'present';

/** What models say of the density at places and of items. */
export class DensityProbe {
  /** What programs are fed besides parameters, as it was found when they were made. */
  private readonly asked = new WeakMap<Program, DensityProgram['feeds']>();

  constructor(
    private readonly host: ProbeHost,
    private readonly builder: ProbeBuilder,
    private readonly targets: Pick<ProbeTargets, 'densities'>,
    private readonly executables: ExecutableCache,
  ) {}

  /**
   * log p(x) of items, count × item.
   * @throws UserError where the study knows no density, or the items are not of its size.
   */
  async of(
    x: Float32Array,
    count: number,
    { node, label }: DensityRequest = {},
    breathe: Breathe = holdBreath,
  ): Promise<DensityValues> {
    const target = this.target(node ?? null);
    const { labels } = target;
    this.requireSize(target, x, count);
    if (labels === undefined && label !== null && label !== undefined)
      throw new UserError('This model takes no labels, so it can be asked for none; wire labels into it.');
    const all = labels && (label === null || label === undefined);
    const classes = all ? Array.from({ length: labels.classes }, (_, i) => i) : [label ?? null];
    const step = this.host.step();
    const each: Float32Array[] = [];
    for (const one of classes)
      each.push(await this.piecewise(target, 'density', x, count, this.fedClass(target, one), breathe));
    return { logProb: each.length === 1 ? each[0] : meanOfDensities(each, count), kind: target.kind, count, step };
  }

  /**
   * What a density would be at other values of the setting that it can be scanned by: means of log p over held-out items, over the
   * items that it was made from, and over these with each left out.
   * @throws UserError where no density has such a setting.
   */
  async scan({ node, values, x, count }: ScanRequest, breathe: Breathe = holdBreath): Promise<DensityScanValues> {
    const target = this.targets.densities.find((each) => each.scan && (each.node === node || !node));
    if (!target) throw new UserError('No density of this study has a bandwidth to try; add a kernel density.');
    this.requireSize(target, x, count);
    const step = this.host.step();
    const { present } = await this.run(target, 'present', 1, {});
    const told = {
      heldOut: new Float32Array(values.length),
      training: new Float32Array(values.length),
      leaveOneOut: new Float32Array(values.length),
    };
    for (const [i, value] of values.entries()) {
      const fed = (): Tensors => ({ [SCANNED]: this.host.engine.upload(Float32Array.of(value), [], 'float32') });
      const logProb = await this.piecewise(target, 'scan', x, count, fed, breathe);
      await breathe();
      const made = await this.run(target, 'training', 1, fed());
      told.heldOut[i] = logProb.reduce((sum, each) => sum + each / count, 0);
      told.training[i] = made.training[0];
      told.leaveOneOut[i] = made.leaveOneOut[0];
    }
    return { values, ...told, present: present[0], count, step };
  }

  private target(node: string | null): DensityTarget {
    const found = this.targets.densities.find((each) => node === null || each.node === node);
    if (found) return found;
    throw new UserError('This study has no model that knows a density; add one, for instance a normalizing flow.');
  }

  private requireSize({ itemShape }: DensityTarget, x: Float32Array, count: number): void {
    const size = product(itemShape);
    if (x.length !== count * size)
      throw new UserError(`The density is one of ${size} numbers; ${x.length} came for ${count} items.`);
  }

  /** Makes the labels of a batch, all of one class. */
  private fedClass({ labels }: DensityTarget, label: number | null): (batch: number) => Tensors {
    const condition = conditionOf(labels, 1, label);
    return (batch) =>
      labels
        ? { [FED.labels]: this.host.engine.upload(new Int32Array(batch).fill(condition.class(0)), [batch], 'int32') }
        : {};
  }

  /** A number for each item, in batches of one size. */
  private async piecewise(
    target: DensityTarget,
    part: Part,
    x: Float32Array,
    count: number,
    given: (batch: number) => Tensors,
    breathe: Breathe,
  ): Promise<Float32Array> {
    const { itemShape } = target;
    const size = product(itemShape);
    const batch = Math.min(batchOf(size), count);
    const values = new Float32Array(count);
    for (let first = 0; first < count; first += batch) {
      await breathe();
      const n = Math.min(batch, count - first);
      const rows = new Float32Array(batch * size);
      rows.set(x.subarray(first * size, (first + n) * size));
      const fed = { ...given(batch), [FED.x]: this.host.engine.upload(rows, [batch, ...itemShape], 'float32') };
      const { logProb } = await this.run(target, part, batch, fed);
      values.set(logProb.subarray(0, n), first);
    }
    return values;
  }

  private async run({ node }: DensityTarget, part: Part, batch: number, given: Tensors) {
    const { engine, live } = this.host;
    const executable = await this.executables.get(`density ${part} ${node} ${batch}`, () => {
      const { program, feeds } = this.builder.density(node, batch, part);
      this.asked.set(program, feeds);
      return program;
    });
    const feeds = this.asked.get(executable.program) ?? [];
    const items = (_: string, count: number) => this.host.source.items('test', 0, count);
    const fed = { ...given, ...fillFeeds(feeds, { engine, seed: 0, live }, 0, items) };
    return runOnce(executable, { ...this.host.state(), ...fed }, fed);
  }
}

/** log of the mean of densities, place by place. */
const meanOfDensities = (each: readonly Float32Array[], count: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => {
    const most = each.reduce((best, values) => Math.max(best, values[i]), -Infinity);
    const sum = each.reduce((total, values) => total + Math.exp(values[i] - most), 0);
    return most + Math.log(sum / each.length);
  });
