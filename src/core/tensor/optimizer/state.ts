/** State of a training step on the host: by input of the program, or by parameter name. */

import { type NamedArrays, packParameters, type Slot, slotsOf, trainableSlotsOf, unpackSlots } from '../parameters';
import { sizeOf } from '../rule';
import { TensorError } from '../types';
import { emaOf, momentOf } from './names';
import { updateRule } from './rules';
import type { Accumulation, StateTensor, StepGroup, TrainStep } from './types';

/** State by parameter name, whatever the layout. */
export interface NamedState {
  /** All members, trainable or not. */
  readonly parameters: NamedArrays;
  /** By name of the moment, then by parameter; as the program holds them, so that storing them loses nothing. */
  readonly moments: Readonly<Record<string, NamedArrays>>;
  /** Averages of the trainable members of groups that keep them. */
  readonly ema: NamedArrays;
}

const groupsOf = ({ groups }: TrainStep): StepGroup[] => Object.values(groups);

/** Names of the moments of a group. */
export const momentsOf = ({ optimizer }: Pick<StepGroup, 'optimizer'>): readonly string[] =>
  updateRule(optimizer).moments;

const renamed = (held: NamedArrays, nameOf: (slot: string) => string): NamedArrays =>
  Object.fromEntries(Object.entries(held).map(([slot, data]) => [nameOf(slot), data]));

/**
 * One array a state input, from named values. Moments start at zero unless given, averages at the parameters where
 * they are not given.
 * @throws TensorError where a value is missing or has another size.
 */
export function initialState(
  step: TrainStep,
  parameters: NamedArrays,
  { moments, ema = {} }: Partial<Pick<NamedState, 'moments' | 'ema'>> = {},
): NamedArrays {
  const parts = groupsOf(step).flatMap((group) => {
    const { layout } = group;
    const slots = trainableSlotsOf(layout);
    const zeros = (): NamedArrays => Object.fromEntries(slots.map((s) => [s.name, new Float32Array(sizeOf(s.shape))]));
    return [
      packParameters(layout, parameters),
      ...momentsOf(group).map((moment) => {
        const values = moments ? packParameters(layout, given(moments, moment), slots) : zeros();
        return renamed(values, (slot) => momentOf(moment, slot));
      }),
      ...(group.ema ? [renamed(packParameters(layout, { ...parameters, ...ema }, slots), emaOf)] : []),
    ];
  });
  return Object.assign({}, ...parts);
}

function given(moments: NamedState['moments'], moment: string): NamedArrays {
  if (Object.hasOwn(moments, moment)) return moments[moment];
  throw new TensorError(
    `state: got no moment "${moment}", expected one for each parameter; leave moments out to start them at zero.`,
  );
}

/** The state's values (copies) by parameter name, from one array a state input. */
export function namedState(step: TrainStep, held: Readonly<NamedArrays>): NamedState {
  const parameters: NamedArrays = {};
  const moments: Record<string, NamedArrays> = {};
  const ema: NamedArrays = {};
  const read = (slots: readonly Slot[], nameOf: (slot: string) => string): NamedArrays =>
    unpackSlots(slots, Object.fromEntries(slots.map(({ name }) => [name, held[nameOf(name)]])));
  for (const group of groupsOf(step)) {
    const slots = trainableSlotsOf(group.layout);
    Object.assign(
      parameters,
      read(slotsOf(group.layout), (slot) => slot),
    );
    for (const moment of momentsOf(group)) {
      const values = read(slots, (slot) => momentOf(moment, slot));
      moments[moment] = { ...moments[moment], ...values };
    }
    if (group.ema) Object.assign(ema, read(slots, emaOf));
  }
  return { parameters, moments, ema };
}

/** The state inputs of the next run, from the outputs of this one. */
export const nextState = <T>(
  { state }: { readonly state: readonly StateTensor[] },
  outputs: Readonly<Record<string, T>>,
): Record<string, T> => Object.fromEntries(state.map((s) => [s.input, outputs[s.output]]));

/** Sums of gradients before the first micro-batch. */
export const zeroAccumulators = ({ accumulators }: Accumulation): NamedArrays =>
  Object.fromEntries(accumulators.map(({ input, shape }) => [input, new Float32Array(sizeOf(shape))]));

/** What other programs of the same layouts are fed as parameters: the averages where a group keeps them. */
export function evaluationState<T>(step: TrainStep, held: Readonly<Record<string, T>>): Record<string, T> {
  const parameters = groupsOf(step).flatMap(({ layout, ema }) =>
    slotsOf(layout).map(({ name, trainable }) => [name, held[ema && trainable ? emaOf(name) : name]] as const),
  );
  return Object.fromEntries(parameters);
}
