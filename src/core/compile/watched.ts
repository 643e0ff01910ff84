/** What a trace computes, in pieces that a second program can look at: used to find faults and to take statistics. */
import type { PortValue } from '../catalogue/types';
import type { Tensor } from '../tensor';
import type { Trace } from './trace';

/** A tensor on a wire: most values are one, a distribution is its mean and its log-variance. */
export interface ValuePart {
  part: 'mean' | 'logVar' | null;
  tensor: Tensor;
}

/** The tensors of a value, of any dtype; none for networks and trajectories, which are not numbers yet. */
export const partsOf = (value: PortValue): ValuePart[] => {
  if (value.kind === 'distribution')
    return [
      { part: 'mean', tensor: value.mean },
      { part: 'logVar', tensor: value.logVar },
    ];
  return 'tensor' in value ? [{ part: null, tensor: value.tensor }] : [];
};

export interface WatchedParameter {
  /** Network that the node stands in; absent on the study graph. */
  network?: string;
  node: string;
  /** Study node that the network works for. */
  owner?: string;
  /** Name within the node, for instance `weight`; in a repeated block with the repetition before it, `2.weight`. */
  parameter: string;
  tensor: Tensor;
  trainable: boolean;
}

/** Every parameter and state of a trace. */
export const watchedParameters = (trace: Trace): WatchedParameter[] =>
  [...trace.parameters.values()].map(({ spec, tensor }) => {
    const { trainable = true } = spec;
    const [network, node, name] = spec.name.split('/');
    return name === undefined
      ? { node: network, parameter: node, tensor, trainable }
      : { network, node, owner: spec.node, parameter: name, tensor, trainable };
  });
