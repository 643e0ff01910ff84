/** Sequences of tokens, one after the other: p(x) = Π p(x_i | x_<i). */

import {
  asTensor,
  cast,
  clamp,
  concat,
  constant,
  cumsum,
  div,
  equal,
  full,
  gather,
  less,
  lessEqual,
  logSoftmax,
  maximum,
  mean,
  minimum,
  mul,
  neg,
  type Operand,
  oneHot,
  reshape,
  slice,
  softmax,
  sub,
  sum,
  type Tensor,
  topK,
  where,
} from '../tensor';

export interface DrawOptions {
  /** Divides the logits: below 1 likely tokens become likelier, above 1 all become more alike. 1 where absent. */
  readonly temperature?: Operand;
  /** Only the so many likeliest tokens are drawn from (float or int32 scalar); all of them where it is absent, 0 or more than there are. */
  readonly topK?: number | Tensor;
}

/** Temperatures below are as good as always taking the likeliest token, and logits must stay finite. */
const COLDEST = 1e-3;
/** Logit of what must not be drawn. */
const NEVER = -1e9;

/** Logits (n, V), with those below the k-th largest out of reach. */
const likeliest = (logits: Tensor, k: number | Tensor): Tensor => {
  const [n, vocabulary] = logits.shape;
  if (typeof k === 'number' && (k <= 0 || k >= vocabulary)) return logits;
  const count = typeof k === 'number' ? k : vocabulary;
  const { values } = topK(logits, count);
  const asked = cast(asTensor(k), 'float32');
  const all = where(less(asked, 0.5), asTensor(vocabulary), asked);
  const last = cast(clamp(sub(all, 1), 0, count - 1), 'int32');
  const least = reshape(gather(values, last, 1), [n, 1]);
  return where(less(logits, least), asTensor(NEVER), logits);
};

/**
 * A token of each row of logits (n, V) by inverting the distribution function at numbers (n) that are uniform on [0, 1) → (n)
 * int32. A token that cannot be (probability 0) is never drawn.
 */
export const drawToken = (
  logits: Tensor,
  uniform: Tensor,
  { temperature = 1, topK: k = 0 }: DrawOptions = {},
): Tensor => {
  const [n, vocabulary] = logits.shape;
  const warm = div(likeliest(logits, k), maximum(temperature, COLDEST));
  const up = cumsum(softmax(warm, -1), 1);
  // The sum of all is 1 but for rounding.
  const total = slice(up, { axes: [1], starts: [vocabulary - 1], ends: [vocabulary] });
  const passed = lessEqual(up, mul(reshape(uniform, [n, 1]), total));
  return minimum(cast(sum(cast(passed, 'float32'), { axes: [1] }), 'int32'), asTensor(vocabulary - 1, 'int32'));
};

/** log p of each token (n, T) under logits (n, T, V), in nats → (n, T). */
export const tokenLogProbs = (logits: Tensor, tokens: Tensor): Tensor =>
  sum(mul(logSoftmax(logits), oneHot(tokens, logits.shape[2])), { axes: [2] });

/** −log p of a token, averaged over all tokens (n, T) under logits (n, T, V), in nats → scalar. */
export const tokenNll = (logits: Tensor, tokens: Tensor): Tensor => neg(mean(tokenLogProbs(logits, tokens)));

/** Bits of so many nats. */
export const bitsOf = (nats: Tensor): Tensor => mul(nats, 1 / Math.LN2);

/** Tokens (n, T) moved one place on, with `start` in the first place and the last one gone: what a place is predicted from. */
export const shifted = (tokens: Tensor, start: number): Tensor => {
  const [n, length] = tokens.shape;
  const first = full([n, 1], start, 'int32');
  if (length === 1) return first;
  return concat([first, slice(tokens, { axes: [1], starts: [0], ends: [length - 1] })], 1);
};

/** int32 (length): 0, 1, 2 … */
export const places = (length: number): Tensor =>
  constant(
    Int32Array.from({ length }, (_, i) => i),
    [length],
  );

/** Logits (n, T, V) of the place k (int32 scalar) → (n, V). */
export const logitsAt = (logits: Tensor, k: Tensor): Tensor => gather(logits, k, 1);

/** Tokens (n, T) with the place k (int32 scalar) taken by `token` (n) int32. */
export const placed = (tokens: Tensor, k: Tensor, token: Tensor): Tensor => {
  const [n, length] = tokens.shape;
  return where(reshape(equal(places(length), k), [1, length]), reshape(token, [n, 1]), tokens);
};
