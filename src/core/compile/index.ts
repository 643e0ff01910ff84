export { analyse } from './analyse';
export { describeCulprit, placeTitle } from './culprit';
export { buildDiagnosis, type Culprit, type Diagnosis, firstCulprit, type Suspicion } from './diagnose';
export { compilePlan, type Plan, type Report, TRAINED } from './plan';
export { ProbeBuilder, type ProbeProgram, type ProbeTargets } from './probes';
export { type Feed, type Trace, trace } from './trace';
export type { Analysis, ParameterSpec, WireType } from './types';
