import type { NodeProbe } from '../catalogue/types';
import type { Trace } from './trace';

/** What views may ask of a node; undefined where they may ask nothing. */
export const probeAt = ({ contexts }: Trace, node: string): NodeProbe | undefined => {
  const found = contexts.get(node);
  return found?.definition.probe?.(found.context);
};

/** What views may ask of each node of a study, in the order in which they were built. */
export const probesOf = (traced: Trace): { node: string; probe: NodeProbe }[] =>
  [...traced.contexts.keys()].flatMap((node) => {
    const probe = probeAt(traced, node);
    return probe ? [{ node, probe }] : [];
  });
