/**
 * Learning rate at a step (counted from 0): constant, or half a cosine from the base rate to 0 at `steps`
 * (Loshchilov & Hutter 2017, without restarts).
 */
export const learningRateAt = (schedule: 'constant' | 'cosine', base: number, step: number, steps: number): number =>
  schedule === 'constant' ? base : base * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, step / Math.max(1, steps))));
