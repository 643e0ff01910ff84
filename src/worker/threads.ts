import { availableParallelism, constants, setPriority } from 'node:os';

/** More threads than this gain little on the networks that people train here. */
const ENOUGH = 8;

/** Threads of the engine where nothing else is asked for: every core, since the training process gives way to the window. */
export const defaultThreads = (): number => Math.min(ENOUGH, availableParallelism());

/** Lets the window and every other program have a core first whenever they want one. */
export const giveWay = (): void => {
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Where the system forbids it, training competes with the window as an equal.
  }
};
