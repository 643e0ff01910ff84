/** One group of parameters while the phases of a step are traced: what its tensors have become so far. */

import { parameterViews, type Slot, slotsOf, trainableSlotsOf } from '../parameters';
import { add, div, minimum, mul, sub } from '../rules/binary';
import { reshape } from '../rules/layout';
import { concat, slice } from '../rules/pieces';
import { input } from '../rules/source';
import { stopGradient } from '../rules/unary';
import { sameShape, show } from '../shapes';
import type { Shape, Tensor } from '../types';
import { TensorError } from '../types';
import { emaOf, momentOf, nextOf, scalarsOf } from './names';
import { type UpdateRule, updateRule } from './rules';
import { scalarCount } from './scalars';
import type { StateTensor, StepGroup, TrainGroup } from './types';

/** Keeps the division safe, as in `torch.nn.utils.clip_grad_norm_`. */
const clipEpsilon = 1e-6;

function raise(message: string): never {
  throw new TensorError(message);
}

export class GroupUpdate {
  readonly description: StepGroup;
  readonly slots: readonly Slot[];
  /** Parameters by name: inputs, or what earlier phases made of them. The same tensors until something changes. */
  parameters: Readonly<Record<string, Tensor>>;
  private readonly rule: UpdateRule;
  /** Absent where the optimiser takes no numbers. */
  private readonly scalars: Tensor | undefined;
  private scalarsTaken = 0;
  /** Newest value of each state tensor, by input name. */
  private readonly held = new Map<string, Tensor>();
  private readonly changed = new Set<string>();

  constructor(group: string, { layout, optimizer, clip = false, ema = false }: TrainGroup, updatesPerStep: number) {
    this.description = { layout, optimizer, clip, ema, updatesPerStep, scalarsInput: scalarsOf(group) };
    this.rule = updateRule(optimizer);
    const numbers = scalarCount(this.description);
    this.scalars = numbers > 0 ? input(this.description.scalarsInput, [numbers]) : undefined;
    this.slots = trainableSlotsOf(layout);
    for (const { name, shape } of slotsOf(layout)) this.hold(name, shape);
    for (const { name, shape } of this.slots) {
      for (const moment of this.rule.moments) this.hold(momentOf(moment, name), shape);
      if (ema) this.hold(emaOf(name), shape);
    }
    this.parameters = this.views();
  }

  /** One gradient a slot, from those of the parameters by name. */
  slotGradients(found: ReadonlyMap<string, Tensor>): Tensor[] {
    const of = (name: string): Tensor => found.get(name) ?? raise(`parameters: "${name}" has no gradient.`);
    return this.slots.map(({ entries }) =>
      this.description.layout.storage === 'flat'
        ? concat(
            entries.map(({ name }) => reshape(of(name), [-1])),
            0,
          )
        : of(entries[0].name),
    );
  }

  /** Takes one optimiser step; `norm` is that of all gradients that are clipped together. */
  update(gradients: readonly Tensor[], norm: Tensor | undefined): void {
    const numbers = this.takeScalars(this.rule.scalarCount);
    const limit = this.description.clip && norm ? this.clipFactor(norm) : undefined;
    this.slots.forEach(({ name }, i) => {
      const names = this.rule.moments.map((moment) => momentOf(moment, name));
      const gradient = limit ? mul(gradients[i], limit) : gradients[i];
      const moments = names.map((each) => this.newest(each));
      const next = this.rule.update(this.newest(name), gradient, moments, numbers);
      this.set(name, next.parameters);
      names.forEach((each, k) => {
        this.set(each, next.moments[k]);
      });
    });
    this.parameters = this.views();
  }

  /** Gives a member that is not trainable a new value; false where the group has none of that name. */
  replace(parameter: string, value: Tensor): boolean {
    const slot = slotsOf(this.description.layout).find(({ entries }) => entries.some(({ name }) => name === parameter));
    if (!slot) return false;
    if (slot.trainable || !sameShape(slot.shape, value.shape) || value.dtype !== 'float32') {
      throw new TensorError(
        `trainStep: got ${value.dtype} ${show(value.shape)} for "${parameter}", expected ${slot.trainable ? 'none, as the optimiser changes it' : `float32 ${show(slot.shape)}`}; correct the update.`,
      );
    }
    this.set(slot.name, value);
    this.parameters = this.views();
    return true;
  }

  /** The new state, averages last. */
  finish(): { state: StateTensor[]; outputs: Record<string, Tensor> } {
    if (this.description.ema) {
      const [pull] = this.takeScalars(1);
      for (const { name } of this.slots) {
        const average = this.newest(emaOf(name));
        this.set(emaOf(name), add(average, mul(sub(this.newest(name), average), pull)));
      }
    }
    return this.outputsOf([...this.held.keys()]);
  }

  /**
   * What a gradient that is not finite spoils: the last moment, or the parameters where there is none. Where nothing follows a
   * gradient, the new values.
   */
  watched(): Tensor[] {
    if (this.slots.length === 0) return Object.values(this.replaced().outputs);
    const moment = this.rule.moments.at(-1);
    return this.slots.map(({ name }) => this.newest(moment === undefined ? name : momentOf(moment, name)));
  }

  /** New values of members that are not trainable, as far as there are any. */
  replaced(): { state: StateTensor[]; outputs: Record<string, Tensor> } {
    const buffers = slotsOf(this.description.layout).filter((slot) => !slot.trainable);
    return this.outputsOf(buffers.map(({ name }) => name).filter((name) => this.changed.has(name)));
  }

  private outputsOf(names: readonly string[]) {
    return {
      state: names.map((name) => ({ input: name, output: nextOf(name), shape: this.newest(name).shape })),
      outputs: Object.fromEntries(names.map((name) => [nextOf(name), this.newest(name)])),
    };
  }

  /** Views of the newest values. No gradient goes through what a phase computed. */
  private views(): Record<string, Tensor> {
    return parameterViews(this.description.layout, ({ name }) => {
      const value = this.newest(name);
      return this.changed.has(name) ? stopGradient(value) : value;
    });
  }

  private clipFactor(norm: Tensor): Tensor {
    const [largest] = this.takeScalars(1);
    return minimum(div(largest, add(norm, clipEpsilon)), 1);
  }

  private takeScalars(count: number): Tensor[] {
    const { scalars } = this;
    if (!scalars) return [];
    return Array.from({ length: count }, () => {
      const at = this.scalarsTaken++;
      return reshape(slice(scalars, { starts: [at], ends: [at + 1] }), []);
    });
  }

  private hold(name: string, shape: Shape): void {
    this.held.set(name, input(name, shape));
  }

  private set(name: string, value: Tensor): void {
    this.held.set(name, value);
    this.changed.add(name);
  }

  private newest(name: string): Tensor {
    return this.held.get(name) ?? raise(`trainStep: "${name}" is no state of the group.`);
  }
}
