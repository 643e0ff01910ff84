/**
 * Exponential moving average that follows a growing series: s_k = w·s_{k−1} + (1 − w)·x_k, given as s_k / (1 − w^k), which
 * takes away the pull towards zero at the start (Kingma & Ba 2015, section 3). Only values that are new are worked on.
 */
export class SmoothSeries {
  readonly values: number[] = [];
  private average = 0;
  private bias = 1;

  constructor(readonly weight: number) {}

  /** Takes up what `series` has gained. A value that is no number repeats the average before it (NaN before the first). */
  follow(series: readonly number[]): readonly number[] {
    for (let k = this.values.length; k < series.length; k++) {
      const value = series[k];
      if (Number.isFinite(value)) {
        this.average = this.weight * this.average + (1 - this.weight) * value;
        this.bias *= this.weight;
      }
      this.values.push(this.bias === 1 ? Number.NaN : this.average / (1 - this.bias));
    }
    return this.values;
  }
}

/** Weight of a slider in [0, 1]: even steps of the slider multiply the number of values averaged over, up to 500. */
export const smoothingWeight = (slider: number): number => (slider <= 0 ? 0 : 1 - 500 ** -slider);
