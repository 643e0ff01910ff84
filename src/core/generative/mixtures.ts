/**
 * Gaussian mixtures: their density, draws from them, and expectation maximisation. Items are rows (n, d); there are k
 * components. Densities are in nats.
 */
import {
  add,
  argMax,
  cast,
  clamp,
  cumsum,
  diagonalMatrix,
  div,
  exp,
  expandDims,
  gather,
  greaterEqual,
  log,
  logSumExp,
  matmul,
  maximum,
  mean,
  mul,
  ones,
  reshape,
  softmax,
  square,
  sub,
  sum,
  type Tensor,
  transpose,
  triangularSolve,
} from '../tensor';
import { cholesky } from './cholesky';

const LOG_TWO_PI = Math.log(2 * Math.PI);
/** A component to which nothing belongs keeps a share, so that nothing is divided by 0. */
const SMALLEST_SHARE = 1e-8;

/** How a component spreads: a covariance matrix each (k, d, d), or the variances on its diagonal (k, d). */
export type Covariance = 'full' | 'diagonal';

export interface Mixture {
  covariance: Covariance;
  /** Share of each component (k); they sum to 1. */
  weights: Tensor;
  /** (k, d). */
  means: Tensor;
  /** (k, d, d) or (k, d). */
  spread: Tensor;
}

/** log N(x; μ, Σ) of each item under each component (n, k) (Bishop 2006, eq. 2.43). */
const componentLogProb = (x: Tensor, { covariance, means, spread }: Mixture): Tensor => {
  const [, d] = means.shape;
  if (covariance === 'diagonal') {
    const away = sub(expandDims(x, 1), expandDims(means, 0));
    const squares = sum(div(square(away), expandDims(spread, 0)), { axes: [2] });
    return mul(-0.5, add(squares, add(sum(log(spread), { axes: [1] }), d * LOG_TWO_PI)));
  }
  const factor = cholesky(spread);
  const away = sub(expandDims(transpose(x, [1, 0]), 0), expandDims(means, 2));
  const squares = transpose(sum(square(triangularSolve(factor.matrix, away)), { axes: [1] }), [1, 0]);
  return mul(-0.5, add(squares, add(mul(2, factor.logDet), d * LOG_TWO_PI)));
};

/** log π_k + log N(x; μ_k, Σ_k) (n, k). */
const jointLogProb = (x: Tensor, mixture: Mixture): Tensor =>
  add(componentLogProb(x, mixture), log(maximum(mixture.weights, SMALLEST_SHARE)));

/** log p(x) = log Σ_k π_k N(x; μ_k, Σ_k) of each item (n) (Bishop 2006, eq. 9.7). */
export const mixtureLogProb = (x: Tensor, mixture: Mixture): Tensor =>
  logSumExp(jointLogProb(x, mixture), { axes: [1] });

/** p(k | x): how much each component answers for each item (n, k) (Bishop 2006, eq. 9.13). */
export const responsibilities = (x: Tensor, mixture: Mixture): Tensor => softmax(jointLogProb(x, mixture), 1);

/** The component that most likely made each item (n) int32. */
export const likeliestComponent = (x: Tensor, mixture: Mixture): Tensor => argMax(jointLogProb(x, mixture), 1);

/** Which of the shares (k) uniform numbers in [0, 1) (n) fall into (n) int32. */
export const pick = (shares: Tensor, uniform: Tensor): Tensor => {
  const [k] = shares.shape;
  const ends = expandDims(cumsum(shares, 0), 0);
  const passed = sum(cast(greaterEqual(expandDims(uniform, 1), ends), 'float32'), { axes: [1] });
  return cast(clamp(passed, 0, k - 1), 'int32');
};

/** Items (n, d) from uniform numbers (n), which choose components, and standard normal ones (n, d). */
export const drawFromMixture = (
  { covariance, weights, means, spread }: Mixture,
  uniform: Tensor,
  noise: Tensor,
): Tensor => {
  const chosen = pick(weights, uniform);
  if (covariance === 'diagonal')
    return add(gather(means, chosen, 0), mul(gather(exp(mul(0.5, log(spread))), chosen, 0), noise));
  const [n, d] = noise.shape;
  const factors = gather(cholesky(spread).matrix, chosen, 0);
  return add(gather(means, chosen, 0), reshape(matmul(factors, reshape(noise, [n, d, 1])), [n, d]));
};

/** The mixture with `variance` added to every variance: a component cannot shrink onto a single item. */
export const widened = (mixture: Mixture, variance: number): Mixture => {
  const { covariance, means, spread } = mixture;
  const floor = mul(variance, ones([means.shape[1]]));
  return { ...mixture, spread: add(spread, covariance === 'full' ? diagonalMatrix(floor) : floor) };
};

/**
 * One step of stepwise expectation maximisation (Cappé & Moulines 2009, eq. 12–13; Liang & Klein 2009): the sufficient
 * statistics π, πμ and π(Σ + μμᵀ) go a share of the way to those of the batch, and the mixture is read off them. It is
 * written about the new means, which loses fewer digits than differences of squares. With a rate of 1 this is one
 * iteration of EM on the batch (Bishop 2006, eq. 9.24–9.27).
 * @param judged the mixture as its density is told: what answers for the items.
 * @param rate share of the way, a scalar in (0, 1].
 */
export const stepwiseEm = (mixture: Mixture, judged: Mixture, x: Tensor, rate: Tensor | number): Mixture => {
  const { covariance, weights, means, spread } = mixture;
  const [[n], [k, d]] = [x.shape, means.shape];
  const shares = mul(rate, mul(responsibilities(x, judged), 1 / n));
  // What is left of the old statistics; a component that nothing belongs to stays where it is.
  const old = maximum(mul(sub(1, rate), weights), SMALLEST_SHARE);
  const total = add(old, sum(shares, { axes: [0] }));
  const column = (v: Tensor): Tensor => expandDims(v, 1);
  const nextMeans = div(add(mul(column(old), means), matmul(shares, x, { transposeA: true })), column(total));
  const moved = sub(means, nextMeans);
  const away = sub(expandDims(x, 0), expandDims(nextMeans, 1));
  const weighted = mul(away, expandDims(transpose(shares, [1, 0]), 2));
  if (covariance === 'diagonal') {
    const nextSpread = add(mul(column(old), add(spread, square(moved))), sum(mul(weighted, away), { axes: [1] }));
    return { covariance, weights: normalised(total), means: nextMeans, spread: div(nextSpread, column(total)) };
  }
  const outer = mul(reshape(moved, [k, d, 1]), reshape(moved, [k, 1, d]));
  const matrix = (v: Tensor): Tensor => reshape(v, [k, 1, 1]);
  const nextSpread = add(mul(matrix(old), add(spread, outer)), matmul(transpose(weighted, [0, 2, 1]), away));
  return { covariance, weights: normalised(total), means: nextMeans, spread: div(nextSpread, matrix(total)) };
};

const normalised = (shares: Tensor): Tensor => div(shares, sum(shares));

/** The variance of each number of a batch (d). */
const variances = (x: Tensor): Tensor => mean(square(sub(x, mean(x, { axes: [0], keepDims: true }))), { axes: [0] });

/** Where EM sets out: equal shares around given means, each as wide as a k-th of the volume of the batch. */
export const mixtureAround = (means: Tensor, x: Tensor, covariance: Covariance): Mixture => {
  const [k, d] = means.shape;
  const variance = mul(k ** (-2 / d), variances(x));
  const each = mul(ones([k, 1]), variance);
  const spread = covariance === 'full' ? diagonalMatrix(each) : each;
  return { covariance, weights: mul(1 / k, ones([k])), means, spread };
};
