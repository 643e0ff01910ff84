/** Optimisers as part of programs. */

export { CHECK } from './names';
export { emaDecayAt, type StepNumbers, stepScalars } from './scalars';
export {
  type AdamSettings,
  type AdamWSettings,
  defaultAdam,
  defaultAdamW,
  defaultRmsprop,
  defaultSgd,
  type NoOptimizerSettings,
  noOptimizer,
  type OptimizerSettings,
  type RmspropSettings,
  type SgdSettings,
} from './settings';
export {
  evaluationState,
  initialState,
  momentsOf,
  type NamedState,
  namedState,
  nextState,
  zeroAccumulators,
} from './state';
export { trainStep } from './train-step';
export type {
  Accumulation,
  GroupTensors,
  PhaseOutputs,
  PhaseResult,
  StateTensor,
  StepGroup,
  TrainGroup,
  TrainPhase,
  TrainStep,
  TrainStepOptions,
} from './types';
