/** How the learning rate moves over a run. `factor` of an exponential schedule is what is left of it at the end. */
export type Schedule =
  | { type: 'constant' | 'linear' | 'cosine' | 'inverse_sqrt' }
  | { type: 'exponential'; factor: number }
  /** Multiplies by `factor` after every `interval` steps. */
  | { type: 'step'; factor: number; interval: number };

export interface Horizon {
  /** Step budget. */
  steps: number;
  /** Steps over which the rate rises in a line to the base rate before the schedule begins. */
  warmupSteps: number;
}

/**
 * Learning rate at a step (counted from 0). After warm-up, over the steps that remain: constant; a line or half a
 * cosine (Loshchilov & Hutter 2017, without restarts) from the base rate to 0; an exponential to `factor` of it;
 * drops in steps; or 1/√step (Vaswani et al. 2017, scaled to reach the base rate at the end of warm-up).
 */
export const learningRateAt = (schedule: Schedule, base: number, step: number, horizon: Horizon): number => {
  const { steps, warmupSteps } = horizon;
  if (step < warmupSteps) return (base * (step + 1)) / warmupSteps;
  const passed = step - warmupSteps;
  const progress = Math.min(1, passed / Math.max(1, steps - warmupSteps));
  switch (schedule.type) {
    case 'constant':
      return base;
    case 'linear':
      return base * (1 - progress);
    case 'cosine':
      return base * 0.5 * (1 + Math.cos(Math.PI * progress));
    case 'exponential':
      return base * schedule.factor ** progress;
    case 'step':
      return base * schedule.factor ** Math.floor(passed / schedule.interval);
    case 'inverse_sqrt':
      return base * Math.sqrt(Math.max(1, warmupSteps) / (step + 1));
  }
};
