/**
 * Energy-based models, p(x) ∝ exp(−E(x)): Langevin dynamics, which draws from them, and contrastive divergence, which trains
 * them. Energies are in nats, one for each item (n).
 */
import {
  add,
  concat,
  gradients,
  less,
  mean,
  mul,
  reshape,
  slice,
  square,
  sub,
  sum,
  type Tensor,
  where,
} from '../tensor';

/** log p(x) of each item (n), up to a constant. */
export type LogProb = (x: Tensor) => Tensor;

/** ∇_x log p(x) of items (n, …item), which must not depend on each other: what is called the score. */
export const scoreOf = (logProb: LogProb, x: Tensor): Tensor => gradients(sum(logProb(x)), [x])[0];

/**
 * One step of unadjusted Langevin dynamics: x + (ε²/2)·∇log p(x) + ε·noise (Welling & Teh 2011, eq. 3). As ε goes to 0, long
 * chains draw from p; at a finite ε those on N(0, s²) have the variance s² / (1 − ε²/(4 s²)).
 * @param stepSize ε, a scalar.
 * @param noise standard normal, of the shape of x.
 */
export const langevinStep = (logProb: LogProb, x: Tensor, stepSize: Tensor, noise: Tensor): Tensor =>
  add(add(x, mul(mul(0.5, square(stepSize)), scoreOf(logProb, x))), mul(stepSize, noise));

/** Several steps after each other; `noise` (steps, n, …item) is standard normal. */
export const langevinSteps = (logProb: LogProb, start: Tensor, stepSize: Tensor, noise: Tensor): Tensor => {
  const [steps] = noise.shape;
  let x = start;
  for (let k = 0; k < steps; k++) {
    const each = reshape(slice(noise, { starts: [k], ends: [k + 1] }), start.shape);
    x = langevinStep(logProb, x, stepSize, each);
  }
  return x;
};

/**
 * The chains that wait longest (n, …item), of a buffer (capacity, …item); those whose uniform number (n) is below `share` begin
 * anew at `fresh` (n, …item) (Du & Mordatch 2019, algorithm 1).
 */
export const takeChains = (
  buffer: Tensor,
  { fresh, uniform, share }: { fresh: Tensor; uniform: Tensor; share: Tensor },
): Tensor => {
  const [n] = fresh.shape;
  const waiting = slice(buffer, { starts: [0], ends: [n] });
  const anew = reshape(less(uniform, share), [n, ...fresh.shape.slice(1).map(() => 1)]);
  return where(anew, fresh, waiting);
};

/** The buffer once the first n chains have moved on: they line up at its end. */
export const putChains = (buffer: Tensor, chains: Tensor): Tensor => {
  const [[capacity], [n]] = [buffer.shape, chains.shape];
  return n === capacity ? chains : concat([slice(buffer, { starts: [n], ends: [capacity] }), chains], 0);
};

/**
 * Mean energy of data less that of chains, whose gradient is minus that of log p(data) where the chains draw from the model
 * (Hinton 2002, eq. 3); and α times the mean of both squares, which keeps energies near 0 (Du & Mordatch 2019, section 3.2).
 */
export const contrastiveLoss = (data: Tensor, chains: Tensor, alpha: Tensor | number): Tensor =>
  add(sub(mean(data), mean(chains)), mul(alpha, add(mean(square(data)), mean(square(chains)))));
