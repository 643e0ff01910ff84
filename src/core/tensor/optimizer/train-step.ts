/**
 * A whole training step as one program: losses, gradients, clipping, optimiser updates, averages of weights.
 *
 * @example
 * const layout = parameterLayout('net', [{ name: 'w', shape: [2, 1] }, { name: 'b', shape: [1] }]);
 * const step = trainStep({
 *   name: 'regression',
 *   groups: { net: { layout, optimizer: defaultAdam } },
 *   phases: [{ updates: ['net'], build: ({ net: { w, b } }) => ({ loss: mean(square(sub(linear(x, w, b), y))) }) }],
 * });
 * const { scalarsInput } = step.groups.net;
 * let state = upload(initialState(step, { w, b }));         // one tensor a state input
 * for (let t = 1; t <= 100; t++) {
 *   const scalars = upload(stepScalars(step, 'net', { learningRate: 1e-3, t }));
 *   const out = await executable.run({ ...state, x, y, [scalarsInput]: scalars });
 *   state = nextState(step, out);                           // out also holds `loss`
 * }
 * const { parameters } = namedState(step, read(state));     // by name, for a checkpoint
 */

import { gradients } from '../gradients';
import { buildProgram } from '../program';
import { add } from '../rules/binary';
import { sum } from '../rules/reduce';
import { input, scalar } from '../rules/source';
import { sqrt, square } from '../rules/unary';
import type { Tensor } from '../types';
import { TensorError } from '../types';
import { GroupUpdate } from './group-update';
import { CHECK, gradientOf, nextOf } from './names';
import type {
  Accumulation,
  GroupTensors,
  PhaseOutputs,
  StateTensor,
  StepGroup,
  TrainPhase,
  TrainStep,
  TrainStepOptions,
} from './types';

type Groups<G extends string> = ReadonlyMap<G, GroupUpdate>;
type Outputs = Readonly<Record<string, Tensor>>;

/** What a phase computed. */
interface Phase {
  readonly names: PhaseOutputs;
  readonly outputs: readonly Outputs[];
  readonly norm: Outputs;
  /** Sums of gradients over micro-batches, by slot; empty where nothing is accumulated. */
  readonly sums: readonly { readonly name: string; readonly sum: Tensor }[];
}

/**
 * Makes the program of a training step. Its outputs are `loss` and, where gradients are clipped, `gradNorm` (`loss:i`
 * and `gradNorm:i` of phase i where there are several), those of `build`, and the new state.
 * @throws TensorError where groups, phases or new values do not fit together.
 */
export function trainStep<G extends string>(options: TrainStepOptions<G>): TrainStep<G> {
  checkOptions(options);
  const { name, phases, accumulate = 1, check = false } = options;
  const groups = groupsOf(options);
  const done = phases.map((phase, i) => runPhase(phase, groups, accumulate, phases.length > 1 ? `:${i}` : ''));
  const reported = joined(
    name,
    done.flatMap(({ outputs }) => outputs),
  );
  const buffers = [...groups.values()].map((group) => group.replaced());
  const results = [...groups.values()].map((group) => group.finish());
  const norms = done.map(({ norm }) => norm);
  const next = results.map(({ outputs }) => outputs);
  const checked = check ? [finiteCheck([...groups.values()].flatMap((group) => group.watched()))] : [];
  const program = buildProgram(name, joined(name, [reported, ...norms, ...next, ...checked]));
  return {
    program,
    ...(accumulate > 1 ? { accumulation: accumulation(options, accumulate, done, reported, buffers) } : {}),
    groups: Object.fromEntries([...groups].map(([key, group]) => [key, group.description])) as Record<G, StepGroup>,
    phases: done.map(({ names }) => names),
    state: results.flatMap(({ state }) => state),
  };
}

function groupsOf<G extends string>({ groups, phases }: TrainStepOptions<G>): Groups<G> {
  const keys = Object.keys(groups) as G[];
  return new Map(
    keys.map((key) => {
      const updatesPerStep = phases.filter(({ updates }) => updates.includes(key)).length;
      return [key, new GroupUpdate(key, groups[key], updatesPerStep)];
    }),
  );
}

function runPhase<G extends string>(
  { updates, reportGradNorm = false, build }: TrainPhase<G>,
  groups: Groups<G>,
  accumulate: number,
  suffix: string,
): Phase {
  const views = Object.fromEntries([...groups].map(([key, { parameters }]) => [key, parameters])) as GroupTensors<G>;
  const result = build(views);
  const members = [...groups].filter(([key]) => updates.includes(key)).map(([, group]) => group);
  const found = phaseGradients(result.loss, members, accumulate);
  const totals = found.map((each, k) =>
    each.map((g, i) => (accumulate > 1 ? add(input(gradientOf(members[k].slots[i].name), g.shape), g) : g)),
  );
  const norm = phaseNorm(members, totals, reportGradNorm);
  members.forEach((group, k) => {
    group.update(totals[k], norm);
  });
  for (const [name, value] of Object.entries(result.updates ?? {})) replace(groups, name, value);
  const names = { loss: `loss${suffix}`, ...(norm ? { gradNorm: `gradNorm${suffix}` } : {}) };
  const slots = members.flatMap((group, k) => group.slots.map((slot, i) => ({ name: slot.name, sum: totals[k][i] })));
  return {
    names,
    outputs: [{ [names.loss]: result.loss }, result.outputs ?? {}],
    norm: norm ? { [`gradNorm${suffix}`]: norm } : {},
    sums: accumulate > 1 ? slots : [],
  };
}

/** Gradients of loss/share by group, one a slot. */
function phaseGradients(loss: Tensor, groups: readonly GroupUpdate[], share: number): Tensor[][] {
  const named = groups.flatMap(({ description: { layout }, parameters }) =>
    layout.entries.filter((entry) => entry.trainable).map(({ name }) => ({ name, tensor: parameters[name] })),
  );
  const found = gradients(
    loss,
    named.map(({ tensor }) => tensor),
    share > 1 ? scalar(1 / share) : undefined,
  );
  const byName = new Map(named.map(({ name }, i) => [name, found[i]]));
  return groups.map((group) => group.slotGradients(byName));
}

/** √Σ‖g‖² over the gradients of the groups that clip or, where it is asked for and none does, over all. */
function phaseNorm(
  groups: readonly GroupUpdate[],
  gradients: readonly (readonly Tensor[])[],
  asked: boolean,
): Tensor | undefined {
  const clipped = gradients.filter((_, k) => groups[k].description.clip);
  if (clipped.length === 0 && !asked) return undefined;
  const squares = (clipped.length > 0 ? clipped : gradients).flat().map((g) => sum(square(g)));
  return sqrt(squares.reduce((total, next) => add(total, next)));
}

function replace<G extends string>(groups: Groups<G>, name: string, value: Tensor): void {
  for (const group of groups.values()) if (group.replace(name, value)) return;
  throw new TensorError(`trainStep: got a new value for "${name}", expected a member of a group; add it to a layout.`);
}

/** All outputs of a program in one record. */
function joined(program: string, parts: readonly Outputs[]): Outputs {
  const all: Record<string, Tensor> = {};
  for (const [name, value] of parts.flatMap((part) => Object.entries(part))) {
    if (Object.hasOwn(all, name)) {
      throw new TensorError(`trainStep "${program}": got two outputs "${name}", expected one; rename one of them.`);
    }
    all[name] = value;
  }
  return all;
}

/** The sum of all values, which one that is not finite spoils: a single pass over data that was just written. */
const finiteCheck = (values: readonly Tensor[]): Outputs => {
  if (values.length === 0) return {};
  const totals = values.map((value) => sum(value));
  return { [CHECK]: totals.reduce((total, next) => add(total, next)) };
};

function accumulation<G extends string>(
  { name, check = false }: TrainStepOptions<G>,
  count: number,
  phases: readonly Phase[],
  reported: Outputs,
  buffers: readonly { readonly state: readonly StateTensor[]; readonly outputs: Outputs }[],
): Accumulation {
  const sums = phases.flatMap((phase) => phase.sums.map((each) => ({ ...each, name: gradientOf(each.name) })));
  const accumulators = sums.map((each) => ({ input: each.name, output: nextOf(each.name), shape: each.sum.shape }));
  const outputs = Object.fromEntries(sums.map((each) => [nextOf(each.name), each.sum]));
  return {
    program: buildProgram(
      `${name}-accumulate`,
      joined(name, [
        reported,
        outputs,
        ...buffers.map((each) => each.outputs),
        ...(check ? [finiteCheck(sums.map((each) => each.sum))] : []),
      ]),
    ),
    count,
    accumulators,
    state: [...accumulators, ...buffers.flatMap((each) => each.state)],
  };
}

function checkOptions<G extends string>({ name, groups, phases, accumulate = 1 }: TrainStepOptions<G>): void {
  const fail = (message: string): never => {
    throw new TensorError(`trainStep "${name}": ${message}`);
  };
  if (!Number.isInteger(accumulate) || accumulate < 1 || (accumulate > 1 && phases.length > 1)) {
    fail(
      `got ${accumulate} micro-batches in ${phases.length} phases, expected a whole number from 1, and 1 with several phases; correct accumulate.`,
    );
  }
  const keys = Object.keys(groups) as G[];
  const idle = keys.find((key) => !phases.some(({ updates }) => updates.includes(key)));
  if (idle !== undefined) {
    fail(`got the group "${idle}" in no phase, expected one that updates it; pass what does not train as inputs.`);
  }
  const stranger = phases.flatMap(({ updates }) => updates).find((key) => !Object.hasOwn(groups, key));
  if (stranger !== undefined) fail(`got a phase that updates "${stranger}", expected one of ${keys.join(', ')}.`);
  const layouts = keys.map((key) => groups[key].layout);
  const members = layouts.flatMap(({ entries }) => entries.map((entry) => entry.name));
  const repeated = members.find((member, i) => members.indexOf(member) < i);
  if (repeated !== undefined) fail(`got "${repeated}" in two groups, expected distinct names; rename one of them.`);
  if (new Set(layouts.map(({ group }) => group)).size < layouts.length) {
    fail('got two layouts of one name, expected distinct names; rename one of them.');
  }
}
