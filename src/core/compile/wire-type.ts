import type { PortValue } from '../catalogue/types';
import type { WireType } from './types';

const show = (shape: readonly number[]): string => (shape.length ? shape.join(' × ') : 'scalar');

/** What the editor writes on a wire that carries this value. */
export const wireType = (value: PortValue): WireType => {
  switch (value.kind) {
    case 'distribution':
      return { kind: value.kind, shape: value.mean.shape, text: `${show(value.mean.shape)} · μ, log σ²` };
    case 'network':
      return { kind: value.kind, shape: value.network.itemShape, text: 'network' };
    case 'trajectory':
      return {
        kind: value.kind,
        shape: value.itemShape,
        text: `${value.direct ? '' : 'steps × '}n × ${show(value.itemShape)}`,
      };
    case 'tokens':
      return {
        kind: value.kind,
        shape: value.tensor.shape,
        text: `${show(value.tensor.shape)} of ${value.vocabulary}`,
      };
    default:
      return { kind: value.kind, shape: value.tensor.shape, text: show(value.tensor.shape) };
  }
};
