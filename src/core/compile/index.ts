export { analyse } from './analyse';
export { compilePlan, type Plan, type Report } from './plan';
export { ProbeBuilder, type ProbeProgram, type ProbeTargets } from './probes';
export { type Feed, type Trace, trace } from './trace';
export type { Analysis, ParameterSpec, WireType } from './types';
