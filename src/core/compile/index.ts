export { type Analyser, analyse, createAnalyser } from './analyse';
export { describeCulprit, placeTitle } from './culprit';
export type { DensityTarget } from './density-programs';
export { buildDiagnosis, type Culprit, type Diagnosis, firstCulprit, type Suspicion } from './diagnose';
export { buildNodeOutput, type NodeOutput, type OutputPart } from './node-output';
export { compilePlan, compileTurn, type Plan, type PlannedTurn, type StepPlan, TRAINED } from './plan';
export { ProbeBuilder, type ProbeProgram, type ProbeTargets, type SamplerTarget } from './probes';
export type { Report } from './reports';
export { FED, type FieldProgram } from './sampler-programs';
export {
  buildStatistics,
  type ParameterNumbers,
  type ParameterPlace,
  readStatistics,
  type StatisticsProgram,
  type ValueNumbers,
  type ValuePlace,
} from './statistics';
export { type Feed, type Trace, trace } from './trace';
export type { Analysis, ParameterSpec, WireType } from './types';
export { STEP, type WalkProgram, type WalkTarget } from './walk-programs';
