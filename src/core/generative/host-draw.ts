/** Drawing tokens on the host, where a person moves temperature and top k between one token and the next. */

export interface TokenDistribution {
  /** What the model says, p (V), summing to 1. */
  model: Float64Array;
  /** What is drawn from: sharpened or flattened by the temperature, and cut to the likeliest tokens. */
  drawn: Float64Array;
}

const COLDEST = 1e-3;

const softmax = (logits: ArrayLike<number>, temperature: number, keeps: (logit: number) => boolean): Float64Array => {
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < logits.length; i++) most = Math.max(most, logits[i]);
  const values = Float64Array.from(logits, (logit) => (keeps(logit) ? Math.exp((logit - most) / temperature) : 0));
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => value / total);
};

/** Probabilities of the next token from its logits (V). `topK` 0 keeps all; of equals at the edge all are kept. */
export const tokenDistribution = (logits: Float32Array, temperature: number, topK: number): TokenDistribution => {
  const least =
    topK > 0 && topK < logits.length
      ? Float32Array.from(logits).sort()[logits.length - topK]
      : Number.NEGATIVE_INFINITY;
  return {
    model: softmax(logits, 1, () => true),
    drawn: softmax(logits, Math.max(temperature, COLDEST), (logit) => logit >= least),
  };
};

/** The token at which the distribution function passes a number of [0, 1). */
export const pickToken = (probabilities: Float64Array, uniform: number): number => {
  let [sum, last] = [0, 0];
  for (let token = 0; token < probabilities.length; token++) {
    if (probabilities[token] <= 0) continue;
    sum += probabilities[token];
    last = token;
    if (uniform < sum) return token;
  }
  return last;
};

/** −Σ p log₂ p, in bits. */
export const entropyBits = (probabilities: Float64Array): number =>
  probabilities.reduce((bits, p) => (p > 0 ? bits - p * Math.log2(p) : bits), 0);

/** Tokens of the highest probabilities, most likely first. */
export const likeliestTokens = (probabilities: Float64Array, count: number): number[] =>
  Array.from(probabilities.keys())
    .sort((a, b) => probabilities[b] - probabilities[a] || a - b)
    .slice(0, count);
