/** What the nodes of a normalizing flow have in common: reading the wire, and making one map after the other. */
import { type Actnorm, actnorm, mix, undoActnorm, unmix } from '../generative/flow-maps';
import { carry, carryBack, type FlowStep } from '../generative/flows';
import {
  add,
  log,
  mean,
  mul,
  type PluMatrix,
  permutation,
  pluMatrix,
  sqrt,
  stopGradient,
  sub,
  type Tensor,
  variance,
} from '../tensor';
import { ones, zeros } from './initializers';
import type { BuildContext, PortDefinition, PortValue } from './types';

export type Flow = Extract<PortValue, { kind: 'flow' }>;

export const flowInput: Readonly<Record<string, PortDefinition>> = {
  flow: { label: 'flow', kinds: ['flow'], help: 'Comes from a Flow start or from another map.' },
};
export const flowOutput: Readonly<Record<string, PortDefinition>> = { flow: { label: 'flow', kinds: ['flow'] } };

export const flowOf = (context: BuildContext): Flow => {
  const value = context.input('flow');
  return value.kind === 'flow' ? value : context.fail('needs a flow on its input; begin one with Flow start.');
};

/** The flow after one more map. */
export const extend = (flow: Flow, step: FlowStep): Flow => {
  const { y, logDet, left } = step.forward(flow.tensor, flow.label?.tensor);
  return {
    ...flow,
    tensor: y,
    logDet: add(flow.logDet, logDet),
    left: left ? [...flow.left, left] : flow.left,
    steps: [...flow.steps, step],
  };
};

/** Deviations below this count as this: a channel of one value all over must not become infinite. */
const LEAST_VARIANCE = 1e-6;

/** Mean and log standard deviation of each channel of a batch. */
const momentsOf = (x: Tensor): { mean: Tensor; logDeviation: Tensor } => {
  const axes = x.shape.map((_, axis) => axis).filter((axis) => axis !== 1);
  const fixed = stopGradient(x);
  return {
    mean: mean(fixed, { axes }),
    logDeviation: log(sqrt(add(variance(fixed, { axes }), LEAST_VARIANCE))),
  };
};

/**
 * Act norm on x as it arrives here: the first batch of the run says where its scale and shift begin, and they are learned from
 * there. What the batch said is state, kept with the weights.
 */
export const actnormStep = (context: BuildContext, x: Tensor, prefix: string, fromData: boolean): FlowStep => {
  const channels = x.shape[1];
  const kept = (): Actnorm => ({
    mean: context.state(`${prefix}mean`, [channels], zeros),
    logDeviation: context.state(`${prefix}log_deviation`, [channels], zeros),
    logScale: context.parameter(`${prefix}log_scale`, [channels], zeros),
    shift: context.parameter(`${prefix}shift`, [channels], zeros),
  });
  if (fromData && context.training) {
    // 1 until a batch was seen.
    const fresh = context.state(`${prefix}fresh`, [1], ones);
    const [before, batch] = [kept(), momentsOf(x)];
    const settled = (old: Tensor, first: Tensor): Tensor => add(old, mul(fresh, sub(first, old)));
    context.update(`${prefix}mean`, settled(before.mean, batch.mean));
    context.update(`${prefix}log_deviation`, settled(before.logDeviation, batch.logDeviation));
    context.update(`${prefix}fresh`, mul(fresh, 0));
  }
  return {
    does: 'changes',
    forward: (at) => actnorm(at, kept()),
    inverse: (at) => undoActnorm(at, kept()),
  };
};

/** Starts as a random order of the channels, the same for every run, with a little of everything mixed in. */
export const mixingStep = (context: BuildContext, x: Tensor, prefix: string, place: number): FlowStep => {
  const channels = x.shape[1];
  const order = permutation(channels, { seed: 0, stream: 'flow.invertible_1x1', step: place });
  const little = { type: 'normal', std: 0.1 / Math.sqrt(channels) } as const;
  const matrix = (): PluMatrix =>
    pluMatrix({
      permutation: [...order],
      lower: context.parameter(`${prefix}lower`, [channels, channels], little),
      upper: context.parameter(`${prefix}upper`, [channels, channels], little),
      logDiagonal: context.parameter(`${prefix}log_diagonal`, [channels], zeros),
      signs: Array.from(order, () => 1),
    });
  return { does: 'changes', forward: (at) => mix(at, matrix()), inverse: (at) => unmix(at, matrix()) };
};

/** Several maps as one, which is one layer to an onlooker; nothing leaves at any of them. */
export const together = (steps: readonly FlowStep[]): FlowStep => ({
  does: 'changes',
  couples: steps.some(({ couples }) => couples),
  forward: (x, labels) => {
    const { y, logDet } = carry(steps, x, labels);
    return { y, logDet };
  },
  inverse: (y, labels) => carryBack(steps, { y, left: [] }, labels),
});
