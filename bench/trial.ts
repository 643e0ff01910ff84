/** What a workload does in its first steps: the half of a comparison that is ours. */

import {
  buildProgram,
  gradients,
  type NamedArrays,
  type Program,
  parameterLayout,
  parameterTensors,
} from '../src/core/tensor';
import type { DeviceTensor, Engine } from '../src/engine';
import { startTrainer } from './measure';
import { readFloats } from './read';
import { initialParameters, type Workload } from './workloads';

export const trialSteps = 3;

export interface Trial {
  /** One value a step, by the name of the phase. */
  readonly losses: Readonly<Record<string, readonly number[]>>;
  /** Of each phase's loss in the parameters that it trains, at the initial parameters on the feeds of step 1. */
  readonly gradients: NamedArrays;
  /** Parameters after the steps. */
  readonly trained: NamedArrays;
}

/** Every phase's loss and the gradient of each parameter, without an optimiser. Inputs are parameters and feeds. */
function gradientProgram({ name, groups, phases }: Workload): Program {
  const parameters = Object.fromEntries(
    Object.entries(groups).flatMap(([group, specs]) =>
      Object.entries(parameterTensors(parameterLayout(group, specs, 'separate'))),
    ),
  );
  const found = phases.flatMap(({ group, loss }) => {
    const trained = groups[group].map((p) => p.name);
    const each = gradients(
      loss(parameters),
      trained.map((key) => parameters[key]),
    );
    return trained.map((key, i) => [key, each[i]] as const);
  });
  return buildProgram(`${name} gradients`, Object.fromEntries(found));
}

async function firstGradients(engine: Engine, workload: Workload): Promise<NamedArrays> {
  const initial = initialParameters(workload);
  const executable = await engine.compile(gradientProgram(workload));
  const feeds: Record<string, DeviceTensor> = {};
  for (const [group, specs] of Object.entries(workload.groups)) {
    for (const { name, shape } of specs) feeds[`${group}/${name}`] = engine.upload(initial[name], shape);
  }
  for (const [name, { data, shape }] of Object.entries(workload.feeds(1))) feeds[name] = engine.upload(data, shape);
  const found = await readFloats(await executable.run(feeds));
  await executable.release();
  return found;
}

/** Gradients before the first step, then three steps. */
export async function takeTrial(engine: Engine, workload: Workload): Promise<Trial> {
  const found = await firstGradients(engine, workload);
  const trainer = await startTrainer(engine, workload);
  const steps: Readonly<Record<string, number>>[] = [];
  for (let t = 1; t <= trialSteps; t++) steps.push(await trainer.step());
  const trained = await trainer.parameters();
  await trainer.release();
  const losses = Object.fromEntries(workload.phases.map(({ name }) => [name, steps.map((step) => step[name])]));
  return { losses, gradients: found, trained };
}
