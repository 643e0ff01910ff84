import type { Initializer } from './types';

/** U(−1/√fanIn, 1/√fanIn): what PyTorch's Linear and Conv layers start from, weights and biases alike. */
export const fanIn = (fan: number): Initializer => ({ type: 'uniform', bound: 1 / Math.sqrt(fan) });
