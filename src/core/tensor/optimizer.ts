/**
 * Adam (Kingma & Ba 2015, algorithm 1; ε outside the root, as in PyTorch) as part of a program.
 *
 * With mean M = Σ β₁ⁱ·g and variance V = Σ β₂ⁱ·g² (Adam's m/(1 − β₁) and v/(1 − β₂)) a step is
 *
 *     M ← β₁·M + g     V ← β₂·V + g²     θ ← θ − stepSize · M / (√V + epsilon)
 *
 * where two numbers from the host, `stepSize` and `epsilon`, absorb the bias corrections and the learning rate.
 *
 * @example
 * const layout = parameterLayout('model', [{ name: 'w', shape: [2, 1] }, { name: 'b', shape: [1] }]);
 * const step = adamStep({
 *   name: 'regression',
 *   parameters: layout,
 *   build: ({ w, b }) => ({ loss: mean(square(sub(linear(input('x', [64, 2]), w, b), input('y', [64, 1])))) }),
 * });
 * let state = upload(initialState(step, { w, b }));         // one tensor a state input
 * for (let t = 1; t <= 100; t++) {
 *   const scalars = upload(adamScalars(step.settings, 1e-3, t));
 *   const out = await executable.run({ ...state, x, y, [step.scalarsInput]: scalars });
 *   state = nextState(step, out);                           // out also holds `loss`
 * }
 * const { parameters } = namedState(step, read(state));     // by name, for a checkpoint
 */

import { gradients } from './gradients';
import {
  type NamedArrays,
  type ParameterLayout,
  packParameters,
  parameterTensors,
  slotsOf,
  unpackParameters,
} from './parameters';
import { buildProgram, type Program } from './program';
import { add, div, mul, sub } from './rules/binary';
import { reshape } from './rules/layout';
import { concat, slice } from './rules/pieces';
import { input } from './rules/source';
import { sqrt, square } from './rules/unary';
import type { Shape, Tensor } from './types';

export interface AdamSettings {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

export const defaultAdam: AdamSettings = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** A tensor that goes out of one step and into the next. */
export interface StateTensor {
  readonly input: string;
  readonly output: string;
  readonly shape: Shape;
}

export interface AdamStep {
  readonly program: Program;
  readonly parameters: ParameterLayout;
  readonly settings: AdamSettings;
  /** Name of the input [2] that takes `adamScalars`. */
  readonly scalarsInput: string;
  readonly state: readonly StateTensor[];
}

export interface AdamStepOptions {
  readonly name: string;
  readonly parameters: ParameterLayout;
  readonly settings?: Partial<AdamSettings>;
  /** Receives the parameters by name; the gradient of `loss` (a scalar) is followed, `outputs` come out besides. */
  build(parameters: Readonly<Record<string, Tensor>>): { loss: Tensor; outputs?: Readonly<Record<string, Tensor>> };
}

const meanOf = (slot: string): string => `adam.mean:${slot}`;
const varianceOf = (slot: string): string => `adam.variance:${slot}`;
const nextOf = (name: string): string => `next:${name}`;

/** A program that computes the loss, its gradients and the updated parameters and moments. Its outputs are `loss`, those of `build`, and the new state. */
export function adamStep({ name, parameters, settings, build }: AdamStepOptions): AdamStep {
  const full = { ...defaultAdam, ...settings };
  const views = parameterTensors(parameters);
  const { loss, outputs } = build(views);
  const found = gradients(
    loss,
    parameters.entries.map((e) => views[e.name]),
  );

  const scalarsInput = `adam.scalars:${parameters.group}`;
  const scalars = input(scalarsInput, [2]);
  const [stepSize, epsilon] = [0, 1].map((i) => reshape(slice(scalars, { starts: [i], ends: [i + 1] }), []));

  const updated: Record<string, Tensor> = {};
  const state: StateTensor[] = [];
  slotsOf(parameters).forEach((slot, i) => {
    const flat = () =>
      concat(
        found.map((each) => reshape(each, [-1])),
        0,
      );
    const g = parameters.storage === 'flat' ? flat() : found[i];
    const mean = add(mul(input(meanOf(slot.name), slot.shape), full.beta1), g);
    const variance = add(mul(input(varianceOf(slot.name), slot.shape), full.beta2), square(g));
    const change = mul(div(mean, add(sqrt(variance), epsilon)), stepSize);
    const next = {
      [slot.name]: sub(input(slot.name, slot.shape), change),
      [meanOf(slot.name)]: mean,
      [varianceOf(slot.name)]: variance,
    };
    for (const [key, tensor] of Object.entries(next)) {
      updated[nextOf(key)] = tensor;
      state.push({ input: key, output: nextOf(key), shape: slot.shape });
    }
  });
  const program = buildProgram(name, { loss, ...outputs, ...updated });
  return { program, parameters, settings: full, scalarsInput, state };
}

/** [stepSize, epsilon] of step t = 1, 2, …: the learning rate and both bias corrections. */
export function adamScalars({ beta1, beta2, epsilon }: AdamSettings, learningRate: number, t: number): Float32Array {
  const root = Math.sqrt((1 - beta2) / (1 - beta2 ** t)); // √v̂ = root·√V
  const stepSize = (learningRate * (1 - beta1)) / (1 - beta1 ** t) / root;
  return Float32Array.of(stepSize, epsilon / root);
}

/** Parameters and both moments by parameter name; the moments are M and V above, so that storing them loses nothing. */
export interface NamedState {
  readonly parameters: NamedArrays;
  readonly mean: NamedArrays;
  readonly variance: NamedArrays;
}

/** One array a state input, from named values; the moments start at zero unless given. */
export function initialState(
  { parameters: layout }: AdamStep,
  parameters: NamedArrays,
  moments?: Pick<NamedState, 'mean' | 'variance'>,
): NamedArrays {
  const zeros = Object.fromEntries(layout.entries.map(({ name, size }) => [name, new Float32Array(size)]));
  const held = (values: NamedArrays, nameOf: (slot: string) => string): NamedArrays => {
    const packed = packParameters(layout, values);
    return Object.fromEntries(Object.entries(packed).map(([slot, data]) => [nameOf(slot), data]));
  };
  return {
    ...packParameters(layout, parameters),
    ...held(moments?.mean ?? zeros, meanOf),
    ...held(moments?.variance ?? zeros, varianceOf),
  };
}

/** The state's values (copies) by parameter name, from one array a state input. */
export function namedState({ parameters: layout }: AdamStep, held: Readonly<NamedArrays>): NamedState {
  const read = (nameOf: (slot: string) => string): NamedArrays =>
    unpackParameters(layout, Object.fromEntries(slotsOf(layout).map(({ name }) => [name, held[nameOf(name)]])));
  return { parameters: read((slot) => slot), mean: read(meanOf), variance: read(varianceOf) };
}

/** The state inputs of the next step, from the outputs of this one. */
export const nextState = <T>({ state }: AdamStep, outputs: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(state.map((s) => [s.input, outputs[s.output]]));
