import {
  adamStep,
  add,
  concat,
  input,
  mean,
  mul,
  normal,
  parameterLayout,
  silu,
  square,
  sub,
  uniform,
} from '../../src/core/tensor';
import { initialise, mlp, mlpParameters } from './layers';
import type { Workload } from './types';

const batch = 512;
const points = [batch, 2];

/** Rectified flow on 2-D points: MLP 3-128-128-128-2, SiLU, batch 512. */
export function toyFlow(): Workload {
  const parameters = mlpParameters('net', 3, 128, 128, 128, 2);
  const step = adamStep({
    name: 'toy-flow',
    parameters: parameterLayout('net', parameters),
    build: (p) => {
      const [x, z, t] = [input('x', points), input('z', points), input('t', [batch, 1])];
      const xt = add(mul(sub(1, t), x), mul(t, z));
      const v = mlp(p, 'net', concat([xt, t], 1), silu);
      return { loss: mean(square(sub(v, sub(z, x)))) };
    },
  });
  const x = normal(new Float32Array(batch * 2), { seed: 0, stream: 'x', step: 0 });
  return {
    name: 'toy-flow',
    step,
    initial: () => initialise(parameters),
    feeds: (t) => ({
      x: { data: x, shape: points },
      z: { data: normal(new Float32Array(batch * 2), { seed: 0, stream: 'z', step: t }), shape: points },
      t: { data: uniform(new Float32Array(batch), { seed: 0, stream: 't', step: t }), shape: [batch, 1] },
    }),
  };
}
