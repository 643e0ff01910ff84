import type { Initializer } from './types';

export const zeros: Initializer = { type: 'zeros' };
export const ones: Initializer = { type: 'ones' };

/** U(−1/√fanIn, 1/√fanIn): what PyTorch's Linear and Conv layers start from, weights and biases alike. */
export const fanIn = (fan: number): Initializer => ({ type: 'uniform', bound: 1 / Math.sqrt(fan) });

/** U(−√(6/(in + out)), √(6/(in + out))), which keeps variances level both ways (Glorot & Bengio 2010). */
export const xavier = (inputs: number, outputs: number): Initializer => ({
  type: 'uniform',
  bound: Math.sqrt(6 / (inputs + outputs)),
});
