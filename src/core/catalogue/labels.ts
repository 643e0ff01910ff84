import type { NetworkLabels, PortValue } from './types';

/** What a network can be asked for whose node gets these labels. */
export const labelsOf = (label: PortValue | undefined): NetworkLabels | undefined => {
  if (label?.kind !== 'label') return undefined;
  const { classes = 1, none } = label;
  return { classes: none === undefined ? classes : classes - 1, none };
};
