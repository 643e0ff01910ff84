import { type DensityTarget, FED, type ProbeBuilder, type ProbeTargets } from '../core/compile';
import type { DensityValues } from '../protocol/worker';
import { type Breathe, holdBreath } from './breathe';
import type { ExecutableCache } from './executables';
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

/** What models say of the density at places and of held-out items. */
export class DensityProbe {
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
    const size = product(target.itemShape);
    if (x.length !== count * size)
      throw new UserError(`The density is one of ${size} numbers; ${x.length} came for ${count} items.`);
    if (labels === undefined && label !== null && label !== undefined)
      throw new UserError('This model takes no labels, so it can be asked for none; wire labels into it.');
    const all = labels && (label === null || label === undefined);
    const classes = all ? Array.from({ length: labels.classes }, (_, i) => i) : [label ?? null];
    const step = this.host.step();
    const each: Float32Array[] = [];
    for (const one of classes) each.push(await this.asked(target, x, count, one, breathe));
    return { logProb: each.length === 1 ? each[0] : meanOfDensities(each, count), kind: target.kind, count, step };
  }

  private target(node: string | null): DensityTarget {
    const found = this.targets.densities.find((each) => node === null || each.node === node);
    if (found) return found;
    throw new UserError('This study has no model that knows a density; add one, for instance a normalizing flow.');
  }

  private async asked(
    { node, itemShape, labels }: DensityTarget,
    x: Float32Array,
    count: number,
    label: number | null,
    breathe: Breathe,
  ): Promise<Float32Array> {
    const { engine } = this.host;
    const condition = conditionOf(labels, 1, label);
    const size = product(itemShape);
    const batch = Math.min(batchOf(size), count);
    const values = new Float32Array(count);
    for (let first = 0; first < count; first += batch) {
      await breathe();
      const n = Math.min(batch, count - first);
      const rows = new Float32Array(batch * size);
      rows.set(x.subarray(first * size, (first + n) * size));
      const executable = await this.executables.get(`density ${node} ${batch}`, () =>
        this.builder.density(node, batch),
      );
      const y: Tensors = labels
        ? { [FED.labels]: engine.upload(new Int32Array(batch).fill(condition.class(0)), [batch], 'int32') }
        : {};
      const fed = { ...y, [FED.x]: engine.upload(rows, [batch, ...itemShape], 'float32') };
      const { logProb } = await runOnce(executable, { ...this.host.state(), ...fed }, fed);
      values.set(logProb.subarray(0, n), first);
    }
    return values;
  }
}

/** log of the mean of densities, place by place. */
const meanOfDensities = (each: readonly Float32Array[], count: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => {
    const most = each.reduce((best, values) => Math.max(best, values[i]), -Infinity);
    const sum = each.reduce((total, values) => total + Math.exp(values[i] - most), 0);
    return most + Math.log(sum / each.length);
  });
