export interface ClassSummary {
  label: number;
  count: number;
  /** Median of the class in the plane. */
  x: number;
  y: number;
}

/** Points of a class of which the median is taken; of more, every so many is looked at. */
const SAMPLED = 20_000;

/** How many points each class has and where its middle is; classes without points are left out. */
export function summarizeClasses(points: Float32Array, labels: Uint8Array, count: number): ClassSummary[] {
  const counts = new Uint32Array(256);
  for (let i = 0; i < count; i++) counts[labels[i]]++;
  const strides = counts.map((each) => Math.max(1, Math.ceil(each / SAMPLED)));
  const places = Array.from(counts, (each, label) => {
    const length = Math.ceil(each / strides[label]);
    return { xs: new Float32Array(length), ys: new Float32Array(length) };
  });
  const seen = new Uint32Array(256);
  for (let i = 0; i < count; i++) {
    const label = labels[i];
    const at = seen[label]++;
    if (at % strides[label] !== 0) continue;
    places[label].xs[at / strides[label]] = points[2 * i];
    places[label].ys[at / strides[label]] = points[2 * i + 1];
  }
  return places.flatMap(({ xs, ys }, label) =>
    counts[label] > 0 ? [{ label, count: counts[label], x: median(xs), y: median(ys) }] : [],
  );
}

function median(values: Float32Array): number {
  const sorted = values.sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The two classes whose middles lie farthest apart: a line between them shows the most. Null with fewer than two. */
export function farthestClasses(classes: readonly ClassSummary[]): [ClassSummary, ClassSummary] | null {
  let best: [ClassSummary, ClassSummary] | null = null;
  let farthest = -1;
  for (let i = 0; i < classes.length; i++) {
    for (let j = i + 1; j < classes.length; j++) {
      const distance = Math.hypot(classes[i].x - classes[j].x, classes[i].y - classes[j].y);
      if (distance > farthest) {
        farthest = distance;
        best = [classes[i], classes[j]];
      }
    }
  }
  return best;
}
