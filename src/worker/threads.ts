import { availableParallelism, constants, setPriority } from 'node:os';

/** More threads than this gain little on the networks that people train here. */
const ENOUGH = 8;

/** Threads of the engine where nothing else is asked for and no window waits: every core. */
export const defaultThreads = (): number => Math.min(ENOUGH, availableParallelism());

/**
 * The same beside a window: one core stays free. The threads of a step wait for each other at every operator, so that a
 * core that the window takes from one of them holds up all.
 */
export const threadsBesideWindow = (): number => Math.max(1, Math.min(ENOUGH, availableParallelism() - 1));

/** Lets the window and every other program have a core first whenever they want one. */
export const giveWay = (): void => {
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Where the system forbids it, training competes with the window as an equal.
  }
};
