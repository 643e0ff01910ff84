export { type Analyser, analyse, createAnalyser } from './analyse';
export type { AutoencoderTarget } from './autoencoders';
export { CODES, type CodesTarget } from './codes-programs';
export { PLACE, type SequenceTarget, TOKENS } from './continue-programs';
export { describeCulprit, placeTitle } from './culprit';
export { type DensityProgram, type DensityTarget, SCANNED } from './density-programs';
export { buildDiagnosis, type Culprit, type Diagnosis, firstCulprit, type Suspicion } from './diagnose';
export type { ColumnTarget } from './evaluations';
export { buildNodeOutput, type NodeOutput, type OutputPart } from './node-output';
export { compilePlan, compileTurn, type Plan, type PlannedTurn, type StepPlan, TRAINED } from './plan';
export type { ProbeTargets, SamplerTarget } from './probe-targets';
export { ProbeBuilder, type ProbeProgram } from './probes';
export type { Report } from './reports';
export { drawnBy, flopsOfSample, nameOfMeasure } from './sample-measures';
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
export { fits } from './turns';
export type { Analysis, ParameterSpec, WireType } from './types';
export { GIVEN, STEP, type WalkNoise, type WalkProgram, type WalkTarget } from './walk-programs';
