/** Numbers that stand for a sequence of tokens, so that sets of sequences can be compared as points. */

/** Numbers for each sequence. */
export const TOKEN_FEATURES = 256;
/** Single tokens, and runs of so many that follow each other. */
const LONGEST_RUN = 3;

/**
 * Counts of tokens, pairs and triples in windows (count × length), each thrown into one of 256 places with a sign by a fixed
 * hash, so that products of the rows are those of the whole counts on average (Weinberger et al. 2009, "Feature hashing
 * for large scale multitask learning"; on all counts: Leslie et al. 2002, the spectrum kernel). Each row has length 1, or 0
 * where it holds no token.
 * @param windows count × length tokens, row-major.
 * @returns count × `TOKEN_FEATURES`
 */
export function tokenFeatures(windows: ArrayLike<number>, length: number): Float32Array {
  if (length < 1 || windows.length % length !== 0)
    throw new RangeError(`token features: got ${windows.length} tokens, which are no windows of ${length}.`);
  const count = windows.length / length;
  const features = new Float32Array(count * TOKEN_FEATURES);
  for (let i = 0; i < count; i++) {
    const row = features.subarray(i * TOKEN_FEATURES, (i + 1) * TOKEN_FEATURES);
    for (let k = 0; k < length; k++) {
      let hash = 0;
      for (let run = 0; run < LONGEST_RUN && k + run < length; run++) {
        hash = scrambled(hash ^ (windows[i * length + k + run] + 1));
        row[hash % TOKEN_FEATURES] += hash & 0x8000_0000 ? -1 : 1;
      }
    }
    const norm = Math.hypot(...row);
    if (norm > 0) for (let j = 0; j < TOKEN_FEATURES; j++) row[j] /= norm;
  }
  return features;
}

/** Spreads 32 bits over 32 bits without loss: multiplications by odd numbers and folded halves. */
const scrambled = (bits: number): number => {
  let x = Math.imul(bits ^ (bits >>> 16), 0x9e37_79b1);
  x = Math.imul(x ^ (x >>> 15), 0x85eb_ca77);
  return (x ^ (x >>> 16)) >>> 0;
};
