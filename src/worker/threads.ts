import { availableParallelism } from 'node:os';

/** More threads than this gain nothing on the networks that people train here. */
const ENOUGH = 4;

/**
 * Threads of the engine where nothing else is asked for: one core stays free, for the window or for whatever else runs.
 * On two cores a second thread gains nothing on these networks and doubles the processor time (docs/performance.md).
 */
export const defaultThreads = (): number => Math.max(1, Math.min(ENOUGH, availableParallelism() - 1));
