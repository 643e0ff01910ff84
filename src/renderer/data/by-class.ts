/** Items put in rows by their class. */
export interface ClassRows {
  /** rows × columns × item, row-major; places without an item are zero. */
  values: Float32Array;
  columns: number;
  /** Class of each row. */
  labels: number[];
}

/** Puts the first `columns` items of each class in a row; classes without items have none. */
export function rowsByClass(values: Float32Array, labels: Uint8Array, item: number, columns: number): ClassRows {
  const members = new Map<number, number[]>();
  for (const [index, label] of labels.entries()) {
    const list = members.get(label) ?? [];
    members.set(label, list);
    if (list.length < columns) list.push(index);
  }
  const rows = [...members].sort(([a], [b]) => a - b);
  const out = new Float32Array(rows.length * columns * item);
  for (const [row, [, indices]] of rows.entries()) {
    for (const [column, index] of indices.entries())
      out.set(values.subarray(index * item, (index + 1) * item), (row * columns + column) * item);
  }
  return { values: out, columns, labels: rows.map(([label]) => label) };
}

/** Number and sum of the items of each class, to which more items are added piece by piece. */
export class ClassTotals {
  readonly counts: Float64Array;
  private readonly sums: Float64Array;

  constructor(
    classes: number,
    private readonly item: number,
  ) {
    this.counts = new Float64Array(classes);
    this.sums = new Float64Array(classes * item);
  }

  add(values: Float32Array, labels: Uint8Array): void {
    for (const [index, label] of labels.entries()) {
      if (label >= this.counts.length) continue;
      this.counts[label]++;
      const [from, to] = [index * this.item, label * this.item];
      for (let k = 0; k < this.item; k++) this.sums[to + k] += values[from + k];
    }
  }

  /** classes × item; zero for a class without items. */
  means(): Float32Array {
    return Float32Array.from(this.sums, (sum, at) => sum / Math.max(1, this.counts[Math.floor(at / this.item)]));
  }
}
