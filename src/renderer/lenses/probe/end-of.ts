import type { Trajectory } from '../../../protocol/worker';

/** The items at the end of a way (count × item), as a part of its frames. */
export const endOf = ({ samples, steps }: Pick<Trajectory, 'samples' | 'steps'>): Trajectory['samples'] =>
  samples.subarray(samples.length - samples.length / (steps + 1));
