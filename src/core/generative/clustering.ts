/** Clusters: where they begin, and the squared distance from what is nearest. Items are rows (n, d). */
import {
  add,
  argMax,
  clamp,
  concat,
  gather,
  log,
  maximum,
  minimum,
  mul,
  neg,
  reshape,
  slice,
  square,
  sub,
  sum,
  type Tensor,
} from '../tensor';

/** Farther apart than what is not told apart. */
const SMALLEST_DISTANCE = 1e-12;
/** Uniform numbers are kept off 0 and 1, where the noise would not be finite. */
const OFF_THE_ENDS = 1e-7;

/** Gumbel noise from uniform numbers: the largest of log w + noise is drawn in proportion to w. */
const gumbel = (uniform: Tensor): Tensor => neg(log(neg(log(clamp(uniform, OFF_THE_ENDS, 1 - OFF_THE_ENDS)))));

/**
 * Items of a batch far from each other, to begin clusters at (k, d): k-means++ (Arthur & Vassilvitskii 2007, section 2.2).
 * Each next one is drawn in proportion to its squared distance from those before.
 * @param uniform (k, n) in [0, 1).
 */
export const spreadOut = (x: Tensor, uniform: Tensor): Tensor => {
  const [[n], [k]] = [x.shape, uniform.shape];
  const noise = (i: number): Tensor => gumbel(reshape(slice(uniform, { starts: [i], ends: [i + 1] }), [n]));
  const best = (scores: Tensor): Tensor => gather(x, reshape(argMax(scores, 0), [1]), 0);
  const distance = (centre: Tensor): Tensor => sum(square(sub(x, centre)), { axes: [1] });
  const centres = [best(noise(0))];
  let nearest = distance(centres[0]);
  for (let i = 1; i < k; i++) {
    const next = best(add(log(maximum(nearest, SMALLEST_DISTANCE)), noise(i)));
    centres.push(next);
    nearest = minimum(nearest, distance(next));
  }
  return centres.length === 1 ? centres[0] : concat(centres, 0);
};

/** Mean over the items of the squared distance from the centre that each belongs to: what k-means lowers. */
export const distortion = (x: Tensor, centres: Tensor, chosen: Tensor): Tensor =>
  mul(1 / x.shape[0], sum(square(sub(x, gather(centres, chosen, 0)))));
