import { defaultAdam, parameterLayout, type TrainStep, trainStep } from '../src/core/tensor';
import type { Workload } from './workloads';

/** Traces, differentiates and simplifies a workload's step: every phase's forward pass, gradients and Adam. */
export function trainingStep({ name, groups, phases, betas: [beta1, beta2] = [0.9, 0.999] }: Workload): TrainStep {
  const optimizer = { ...defaultAdam, beta1, beta2 };
  return trainStep({
    name,
    groups: Object.fromEntries(
      Object.entries(groups).map(([group, specs]) => [group, { layout: parameterLayout(group, specs), optimizer }]),
    ),
    phases: phases.map(({ group, loss }) => ({
      updates: [group],
      build: (held) => ({ loss: loss(Object.assign({}, ...Object.values(held))) }),
    })),
  });
}
