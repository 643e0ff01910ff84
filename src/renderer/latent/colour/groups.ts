/** A group with the class that most of its items belong to. */
export interface Group {
  group: number;
  count: number;
  label: number;
  /** Share of its items that belong to that class. */
  share: number;
}

/** Groups in which there is anything, in order. */
export function groupsOf(codes: Uint8Array, labels: Uint8Array): Group[] {
  const table = new Map<number, Map<number, number>>();
  for (const [i, group] of codes.entries()) {
    const counts = table.get(group) ?? new Map<number, number>();
    counts.set(labels[i], (counts.get(labels[i]) ?? 0) + 1);
    table.set(group, counts);
  }
  return [...table]
    .sort(([a], [b]) => a - b)
    .map(([group, counts]) => {
      const count = [...counts.values()].reduce((sum, each) => sum + each, 0);
      const [label, most] = [...counts].reduce((best, each) => (each[1] > best[1] ? each : best));
      return { group, count, label, share: most / count };
    });
}
