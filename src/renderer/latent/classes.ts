import { labelColour } from '../lenses/colour/labels';

export interface ClassSummary {
  label: number;
  count: number;
  /** Median of the class in the plane. */
  x: number;
  y: number;
}

/** How many points each class has and where its middle is; classes without points are left out. */
export function summarizeClasses(points: Float32Array, labels: Uint8Array, count: number): ClassSummary[] {
  const members = new Map<number, number[]>();
  for (let i = 0; i < count; i++) {
    const list = members.get(labels[i]);
    if (list) list.push(i);
    else members.set(labels[i], [i]);
  }
  return [...members]
    .sort(([a], [b]) => a - b)
    .map(([label, indices]) => ({
      label,
      count: indices.length,
      x: median(indices.map((i) => points[2 * i])),
      y: median(indices.map((i) => points[2 * i + 1])),
    }));
}

function median(values: number[]): number {
  const sorted = values.sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** RGBA of each point by its class. While some classes are singled out, the others fade. */
export function labelTints(
  labels: Uint8Array,
  count: number,
  isolated: ReadonlySet<number>,
  alpha: number,
  fadedAlpha: number,
): Uint8Array {
  const rgba = new Uint8Array(4 * count);
  for (let i = 0; i < count; i++) {
    const [red, green, blue] = labelColour(labels[i]);
    const shown = isolated.size === 0 || isolated.has(labels[i]);
    rgba.set([red, green, blue, 255 * (shown ? alpha : fadedAlpha)], 4 * i);
  }
  return rgba;
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
