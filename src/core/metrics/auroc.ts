/**
 * Area under the receiver operating characteristic: the probability that a score of `inside` is above one of `outside`, ties
 * counted half. 1 where the two are told apart without an error, 0.5 by chance. Scores may be infinite, not NaN.
 * Source: Hanley & McNeil 1982, by ranks (Mann & Whitney 1947).
 * @throws RangeError if either is empty.
 */
export function auroc(inside: ArrayLike<number>, outside: ArrayLike<number>): number {
  const [m, n] = [inside.length, outside.length];
  if (m === 0 || n === 0) throw new RangeError(`auroc: got ${m} and ${n} scores, expected some of each.`);
  const a = Float64Array.from(inside).sort();
  const b = Float64Array.from(outside).sort();
  let [below, through, wins] = [0, 0, 0];
  for (const score of a) {
    while (below < n && b[below] < score) below++;
    while (through < n && b[through] <= score) through++;
    wins += (below + through) / 2;
  }
  return wins / (m * n);
}
