import { availableParallelism, constants, setPriority } from 'node:os';
import { cost, type Program } from '../core/tensor';

/** How many threads an engine takes: so many, or as many as its program has use for up to a limit. */
export type ThreadChoice = number | { readonly upTo: number };

/** More threads than this gain little on the networks that people train here. */
const ENOUGH = 8;

/** The limit where no window waits: every core. */
export const everyCore = (): number => Math.min(ENOUGH, availableParallelism());

/**
 * The limit beside a window: one core stays free. The threads of a step wait for each other at every operator, so that a
 * core that the window takes from one of them holds up all.
 */
export const besideWindow = (): number => Math.max(1, Math.min(ENOUGH, availableParallelism() - 1));

/** Operations of a step below which the garbage collector's need of a core outweighs a second thread (docs/performance.md). */
const MANY_FLOPS = 2e9;

/** Operations of a step from which on it holds up whoever waits for a probe: some 15 ms on one core. */
const LONG_FLOPS = 1e9;

/** Whether a program takes long enough to run in a thread of its own, beside the one that answers the window. */
export const takesLong = (program: Program): boolean => cost(program).flops >= LONG_FLOPS;

/** Threads for a training step. */
export const threadsFor = (choice: ThreadChoice, step: Program): number => {
  if (typeof choice === 'number') return choice;
  return cost(step).flops < MANY_FLOPS ? 1 : choice.upTo;
};

/** Lets the window and every other program have a core first whenever they want one. */
export const giveWay = (): void => {
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Where the system forbids it, training competes with the window as an equal.
  }
};
