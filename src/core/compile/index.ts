export { type Analyser, analyse, createAnalyser } from './analyse';
export { describeCulprit, placeTitle } from './culprit';
export { buildDiagnosis, type Culprit, type Diagnosis, firstCulprit, type Suspicion } from './diagnose';
export { buildNodeOutput, type NodeOutput, type OutputPart } from './node-output';
export { compilePlan, type Plan, type Report, TRAINED } from './plan';
export { ProbeBuilder, type ProbeProgram, type ProbeTargets } from './probes';
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
