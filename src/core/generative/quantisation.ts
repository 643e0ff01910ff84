/**
 * Vector quantisation: every vector stands for the nearest of a few codes. Vectors are rows (m, width), a codebook is
 * (codes, width), tokens are (m) int32.
 * Source: van den Oord et al. 2017 (VQ-VAE, arXiv:1711.00937).
 */
import {
  add,
  argMin,
  cast,
  clamp,
  constant,
  div,
  exp,
  expandDims,
  floor,
  gather,
  less,
  log,
  matmul,
  maximum,
  mean,
  mul,
  neg,
  oneHot,
  reshape,
  type Shape,
  square,
  stopGradient,
  sub,
  sum,
  type Tensor,
  transpose,
  where,
} from '../tensor';

/** What a picture of vectors is in rows: (n, width, rows, columns) → (n · rows · columns, width); (n, width) stays as it is. */
export const rowsOf = (z: Tensor): Tensor => {
  if (z.shape.length === 2) return z;
  return reshape(transpose(z, [0, 2, 3, 1]), [-1, z.shape[1]]);
};

/** The way back, to `shape`. */
export const fromRows = (rows: Tensor, shape: Shape): Tensor => {
  if (shape.length === 2) return reshape(rows, shape);
  const [n, width, height, columns] = shape;
  return transpose(reshape(rows, [n, height, columns, width]), [0, 3, 1, 2]);
};

/** For each row the code with the smallest Euclidean distance, the first of equal ones (eq. 1). */
export const nearestCodes = (rows: Tensor, codebook: Tensor): Tensor => {
  const lengths = sum(square(codebook), { axes: [1] });
  return argMin(sub(lengths, mul(2, matmul(rows, codebook, { transposeB: true }))), 1);
};

/**
 * Sum over the rows of ‖row − sg(code)‖², or with the roles exchanged of ‖sg(row) − code‖² (eq. 3), over the number of items.
 */
export const commitmentLoss = (rows: Tensor, codes: Tensor, items: number): Tensor =>
  mul(1 / items, sum(square(sub(rows, stopGradient(codes)))));
export const codebookLoss = (rows: Tensor, codes: Tensor, items: number): Tensor => commitmentLoss(codes, rows, items);

/** The share of the rows that each code stands for (codes). */
export const codeShares = (tokens: Tensor, codes: number): Tensor =>
  mean(reshape(oneHot(tokens, codes), [-1, codes]), { axes: [0] });

const SMALLEST_SHARE = 1e-10;

/** exp of the entropy of how often codes are used: how many there would be if all were used alike. */
export const perplexity = (shares: Tensor): Tensor => {
  const logs = log(maximum(shares, SMALLEST_SHARE));
  return exp(neg(sum(mul(shares, logs))));
};

/** A codebook that follows the vectors which it stands for. */
export interface MovingCodebook {
  codebook: Tensor;
  /** How often each code is chosen in a batch, averaged over time (codes). */
  counts: Tensor;
}

/**
 * One step of exponential moving averages: each code goes towards the mean of the rows that chose it (appendix A.1, eq. 6–8, with
 * m = N · e, so that the sums need no state of their own and a code that nobody chooses stays where it is).
 * @param decay γ, the share of the averages that is kept.
 */
export const follow = (
  { codebook, counts }: MovingCodebook,
  rows: Tensor,
  tokens: Tensor,
  decay: Tensor | number,
): MovingCodebook => {
  const [codes] = codebook.shape;
  const chosen = oneHot(tokens, codes);
  const now = sum(chosen, { axes: [0] });
  const fresh = sub(1, decay);
  const next = add(mul(decay, counts), mul(fresh, now));
  const away = sub(matmul(chosen, rows, { transposeA: true }), mul(expandDims(now, 1), codebook));
  const pace = div(fresh, maximum(next, SMALLEST_SHARE));
  return { codebook: add(codebook, mul(expandDims(pace, 1), away)), counts: next };
};

/**
 * Moves codes that are chosen less than `threshold` times a batch, on average, onto rows of the batch.
 * @param draws uniform in [0, 1), one for each code: each picks from a part of the batch of its own, so that no two codes get
 * the same row where there are enough. Source: Dhariwal et al. 2020 (Jukebox, arXiv:2005.00341), section 3.1.
 */
export const restart = (
  { codebook, counts }: MovingCodebook,
  rows: Tensor,
  draws: Tensor,
  threshold: number,
): MovingCodebook => {
  const [[codes], [m]] = [codebook.shape, rows.shape];
  const parts = constant(
    Array.from({ length: codes }, (_, i) => i),
    [codes],
  );
  const picks = cast(clamp(floor(mul(m / codes, add(parts, draws))), 0, m - 1), 'int32');
  const dead = less(counts, threshold);
  return {
    codebook: where(expandDims(dead, 1), gather(rows, picks, 0), codebook),
    counts: where(dead, threshold, counts),
  };
};
