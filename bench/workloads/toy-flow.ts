import { meanSquaredError } from '../../src/core/generative/objectives';
import { linearPath, linearVelocity } from '../../src/core/generative/paths';
import { concat, input, silu, type Tensor } from '../../src/core/tensor';
import { mlp, mlpParameters } from './layers';
import { normalFeed, uniformFeed } from './noise';
import type { Parameters, Workload } from './types';

const batch = 512;
const points = [batch, 2];

function loss(p: Parameters): Tensor {
  const [x, z, t] = [input('x', points), input('z', points), input('t', [batch, 1])];
  const v = mlp(p, 'net', concat([linearPath(x, z, t), t], 1), silu);
  return meanSquaredError(v, linearVelocity(x, z));
}

/** Rectified flow on 2-D points: MLP 3-128-128-128-2, SiLU, batch 512. */
export function toyFlow(): Workload {
  const x = normalFeed('x', points, 0);
  return {
    name: 'toy-flow',
    groups: { net: mlpParameters('net', 3, 128, 128, 128, 2) },
    phases: [{ name: 'loss', group: 'net', loss }],
    feeds: (t) => ({ x, z: normalFeed('z', points, t), t: uniformFeed('t', [batch, 1], t) }),
  };
}
