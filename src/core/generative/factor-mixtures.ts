/**
 * Mixtures of Gaussians that are flat: each of the m components lies along r directions and is equally thin in all others,
 * x = W_k z + μ_k + σ_k ε. Items are rows (n, d). Densities are in nats. Tipping & Bishop 1999, Mixtures of probabilistic
 * principal component analysers; one mixture for each of several classes.
 */
import {
  add,
  cast,
  clamp,
  concat,
  cumsum,
  diagonalMatrix,
  div,
  expandDims,
  gather,
  greaterEqual,
  inverse,
  log,
  logAbsDet,
  matmul,
  maximum,
  mul,
  ones,
  reshape,
  slice,
  softmax,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  transpose,
  zeros,
} from '../tensor';

const LOG_TWO_PI = Math.log(2 * Math.PI);
const SMALLEST_SHARE = 1e-8;
/**
 * How much a prior counts beside the items of a component: its directions are short, and its middle is where it was. So none grows
 * along directions that its few items do not know, and one that nothing belongs to stays where it is.
 */
const PRIOR = 1e-3;
/** Far below any density that counts. */
const NEVER = -1e30;

export interface FactorMixture {
  /** Share of each component among all items (m). */
  shares: Tensor;
  /** μ (m, d). */
  means: Tensor;
  /** W (m, d, r). */
  loadings: Tensor;
  /** σ² (m). */
  noise: Tensor;
}

/** Averages over items, for each component, of what expectation maximisation reads the mixture off; z̃ is z with a 1 after it. */
export interface FactorStatistics {
  /** p(k | x) (m). */
  shares: Tensor;
  /** p(k | x) x E[z̃]ᵀ (m, d, r + 1). */
  cross: Tensor;
  /** p(k | x) E[z̃ z̃ᵀ] (m, r + 1, r + 1). */
  latent: Tensor;
  /** p(k | x) |x|² (m). */
  squares: Tensor;
}

/** What each component says of each item. */
export interface FactorAnswers {
  /** log π_k + log N(x; μ_k, W_k W_kᵀ + σ_k² I) (n, m). */
  joint: Tensor;
  /** E[z | x, k] (n, m, r). */
  latents: Tensor;
  /** Cov[z | x, k] (m, r, r). */
  spread: Tensor;
}

const identity = (size: number): Tensor => diagonalMatrix(ones([size]));

/** The columns of matrices (m, d, …) from one to another. */
const columns = (x: Tensor, from: number, to: number): Tensor => slice(x, { starts: [from], ends: [to], axes: [2] });

/** Rows (n, d) along each direction of each component (n, m, r). */
const along = (x: Tensor, directions: Tensor): Tensor => {
  const [m, d, r] = directions.shape;
  const all = reshape(transpose(directions, [1, 0, 2]), [d, m * r]);
  return reshape(matmul(x, all), [x.shape[0], m, r]);
};

/** (m, …) matrices times the vectors of every item (n, m, …). */
const applied = (vectors: Tensor, matrices: Tensor): Tensor => {
  const [n, m, r] = vectors.shape;
  const byComponent = matmul(transpose(vectors, [1, 0, 2]), matrices);
  return transpose(reshape(byComponent, [m, n, r]), [1, 0, 2]);
};

/** Densities by way of the r × r matrices M = I + WᵀW/σ², never of d × d ones (Tipping & Bishop 1999, eq. 8 and appendix C). */
export const askComponents = (x: Tensor, { shares, means, loadings, noise }: FactorMixture): FactorAnswers => {
  const [m, d, r] = loadings.shape;
  const column = reshape(noise, [m, 1, 1]);
  const scaled = div(loadings, column);
  const within = add(matmul(loadings, scaled, { transposeA: true }), identity(r));
  const spread = inverse(within);
  const centre = reshape(matmul(expandDims(means, 1), scaled), [1, m, r]);
  const seen = sub(along(x, scaled), centre);
  const latents = applied(seen, spread);
  const cross = matmul(x, means, { transposeB: true });
  const squares = add(
    sub(sum(square(x), { axes: [1], keepDims: true }), mul(2, cross)),
    expandDims(sum(square(means), { axes: [1] }), 0),
  );
  const distance = sub(div(squares, expandDims(noise, 0)), sum(mul(latents, seen), { axes: [2] }));
  const logDet = add(logAbsDet(within), mul(d, log(noise)));
  const weight = sub(log(maximum(shares, SMALLEST_SHARE)), mul(0.5, add(logDet, d * LOG_TWO_PI)));
  return { joint: add(mul(-0.5, distance), expandDims(weight, 0)), latents, spread };
};

/**
 * Averages over a batch (n, d), where `member` (n, m) is 1 for the components that may have made an item, those of its class,
 * and 0 for others.
 */
export const factorStatistics = (x: Tensor, mixture: FactorMixture, member: Tensor): FactorStatistics => {
  const { joint, latents, spread } = askComponents(x, mixture);
  const [[n, d], [, m, r]] = [x.shape, latents.shape];
  const answers = mul(1 / n, softmax(add(joint, mul(NEVER, sub(1, member))), 1));
  const shares = sum(answers, { axes: [0] });
  const longer = concat([latents, ones([n, m, 1])], 2);
  const weighted = mul(longer, expandDims(answers, 2));
  const cross = reshape(matmul(x, reshape(weighted, [n, m * (r + 1)]), { transposeA: true }), [d, m, r + 1]);
  const [left, right] = [transpose(weighted, [1, 2, 0]), transpose(longer, [1, 0, 2])];
  const beyond = concat([concat([spread, zeros([m, r, 1])], 2), zeros([m, 1, r + 1])], 1);
  return {
    shares,
    cross: transpose(cross, [1, 0, 2]),
    latent: add(matmul(left, right), mul(reshape(shares, [m, 1, 1]), beyond)),
    squares: reshape(matmul(answers, sum(square(x), { axes: [1], keepDims: true }), { transposeA: true }), [m]),
  };
};

/** The statistics a share of the way from old to new ones (Cappé & Moulines 2009, eq. 12). */
export const towards = (old: FactorStatistics, next: FactorStatistics, rate: Tensor): FactorStatistics => {
  const between = (a: Tensor, b: Tensor): Tensor => add(a, mul(rate, sub(b, a)));
  return {
    shares: between(old.shares, next.shares),
    cross: between(old.cross, next.cross),
    latent: between(old.latent, next.latent),
    squares: between(old.squares, next.squares),
  };
};

/**
 * The mixture that statistics ask for: [W μ] = cross · latent⁻¹, and σ² from what is left, with `floor` added to it (Tipping &
 * Bishop 1999, appendix C, with W and μ taken together).
 * @param before μ so far (m, d).
 */
export const readOff = (
  { shares, cross, latent, squares }: FactorStatistics,
  before: Tensor,
  floor: number,
): FactorMixture => {
  const [m, d, longer] = cross.shape;
  const stay = reshape(mul(PRIOR, add(shares, SMALLEST_SHARE)), [m, 1, 1]);
  const known = concat([zeros([m, d, longer - 1]), expandDims(before, 2)], 2);
  const both = matmul(add(cross, mul(stay, known)), inverse(add(latent, mul(stay, identity(longer)))));
  const explained = sum(mul(both, cross), { axes: [1, 2] });
  const rest = div(maximum(sub(squares, explained), 0), mul(d, add(shares, SMALLEST_SHARE)));
  const [loadings, means] = [columns(both, 0, longer - 1), reshape(columns(both, longer - 1, longer), [m, d])];
  return { shares, means, loadings, noise: add(rest, floor) };
};

/**
 * Items (n, d) of the mixtures of their classes (n) int32, which have `each` components one after the other. Fed with uniform
 * numbers that choose components (n), and standard normal z (n, r) and noise (n, d).
 */
export const drawFromFactors = (
  { shares, means, loadings, noise }: FactorMixture,
  labels: Tensor,
  each: number,
  random: { component: Tensor; z: Tensor; noise: Tensor },
): Tensor => {
  const [, d, r] = loadings.shape;
  const [n] = labels.shape;
  const own = gather(reshape(shares, [shares.shape[0] / each, each]), labels, 0);
  const place = mul(expandDims(random.component, 1), sum(own, { axes: [1], keepDims: true }));
  const passed = sum(cast(greaterEqual(place, cumsum(own, 1)), 'float32'), { axes: [1] });
  const chosen = cast(add(mul(each, cast(labels, 'float32')), clamp(passed, 0, each - 1)), 'int32');
  const along = reshape(matmul(gather(loadings, chosen, 0), reshape(random.z, [n, r, 1])), [n, d]);
  const grain = mul(expandDims(sqrt(gather(noise, chosen, 0)), 1), random.noise);
  return add(add(gather(means, chosen, 0), along), grain);
};
