/** How well clusters agree with classes, from a table of how many items fall into both (clusters × classes, any scale). */

const sumOf = (values: Iterable<number>): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
};

const entropy = (shares: readonly number[]): number =>
  -sumOf(shares.map((share) => (share > 0 ? share * Math.log(share) : 0)));

export interface ClusterAgreement {
  /** Share of the items that belong to the most frequent class of their cluster. */
  purity: number;
  /** Mutual information over the mean of both entropies: 0 where one says nothing of the other, 1 where they are the same. */
  nmi: number;
  /** Clusters into which anything falls. */
  used: number;
}

/**
 * Source: Manning, Raghavan & Schütze 2008, section 16.3; normalised by the arithmetic mean (Strehl & Ghosh 2002 compare the
 * choices).
 */
export const clusterAgreement = (table: ArrayLike<number>, clusters: number): ClusterAgreement => {
  const classes = table.length / clusters;
  const total = sumOf(Array.from(table));
  const at = (row: number, column: number): number => table[row * classes + column] / total;
  const places = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
  const rows = places(clusters).map((row) => sumOf(places(classes).map((column) => at(row, column))));
  const columns = places(classes).map((column) => sumOf(places(clusters).map((row) => at(row, column))));
  const both = places(clusters).flatMap((row) => places(classes).map((column) => at(row, column)));
  const entropies = entropy(rows) + entropy(columns);
  const information = entropies - entropy(both);
  return {
    purity: sumOf(places(clusters).map((row) => Math.max(...places(classes).map((column) => at(row, column))))),
    nmi: entropies > 0 ? (2 * information) / entropies : 1,
    used: rows.filter((share) => share > 0).length,
  };
};
