/** A density over evenly spaced bins of a line. */
export interface Bins {
  min: number;
  max: number;
  count: number;
}

export const binMiddle = ({ min, max, count }: Bins, bin: number): number => min + ((bin + 0.5) * (max - min)) / count;

/** Share of the points in each bin, divided by the width of a bin: integrates to the share that lies inside the range. */
export function histogram(points: Float32Array, bins: Bins): Float32Array {
  const density = new Float32Array(bins.count);
  const scale = bins.count / (bins.max - bins.min);
  for (const x of points) {
    const bin = Math.floor((x - bins.min) * scale);
    if (bin >= 0 && bin < bins.count) density[bin] += scale / points.length;
  }
  return density;
}
