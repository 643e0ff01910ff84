/** Names of a step program's inputs and outputs, from those of the tensors that hold the parameters. */

/** Output that tells whether the gradients were finite. */
export const CHECK = 'check';

export const nextOf = (name: string): string => `next:${name}`;
export const momentOf = (moment: string, slot: string): string => `${moment}:${slot}`;
export const emaOf = (slot: string): string => `ema:${slot}`;
export const gradientOf = (slot: string): string => `gradient:${slot}`;
export const scalarsOf = (group: string): string => `scalars:${group}`;
