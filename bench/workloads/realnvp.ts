import {
  add,
  concat,
  exp,
  input,
  mean,
  mul,
  neg,
  relu,
  split,
  square,
  sub,
  sum,
  type Tensor,
  tanh,
} from '../../src/core/tensor';
import { mlp, mlpParameters } from './layers';
import { normalFeed } from './noise';
import type { Parameters, Workload } from './types';

const batch = 512;
const couplings = ['nets.0', 'nets.1', 'nets.2', 'nets.3', 'nets.4', 'nets.5', 'nets.6', 'nets.7'];

/** Negative log-likelihood in nats a point: couplings (Dinh et al. 2017) that change one coordinate each in turn. */
function loss(p: Parameters): Tensor {
  let coordinates = split(input('x', [batch, 2]), [1, 1], 1);
  const scales: Tensor[] = [];
  couplings.forEach((name, i) => {
    const [kept, changed] = i % 2 === 0 ? coordinates : [coordinates[1], coordinates[0]];
    const [s, shift] = split(mlp(p, name, kept, relu), [1, 1], 1);
    const scale = tanh(s);
    const moved = add(mul(changed, exp(scale)), shift);
    scales.push(scale);
    coordinates = i % 2 === 0 ? [kept, moved] : [moved, kept];
  });
  const squares = sum(square(concat(coordinates, 1)), { axes: [1] });
  const logPrior = sub(mul(-0.5, squares), Math.log(2 * Math.PI));
  return neg(mean(add(logPrior, sum(concat(scales, 1), { axes: [1] }))));
}

/** 8 affine couplings (tanh-bounded scale, shift), conditioner MLP 1-64-64-2, batch 512. */
export function realNvp(): Workload {
  const x = normalFeed('x', [batch, 2], 0);
  return {
    name: 'realnvp',
    groups: { flow: couplings.flatMap((name) => mlpParameters(name, 1, 64, 64, 2)) },
    phases: [{ name: 'loss', group: 'flow', loss }],
    feeds: () => ({ x }),
  };
}
