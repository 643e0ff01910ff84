import { availableParallelism } from 'node:os';

/** More threads than this gain nothing on the networks that people train here. */
const ENOUGH = 4;

/** Threads of the engine where nothing else is asked for. */
export const defaultThreads = (): number => Math.min(ENOUGH, availableParallelism());
