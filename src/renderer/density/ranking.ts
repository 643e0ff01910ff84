import type { DensityInfo, DensityValues } from '../../protocol/worker';
import { formatCount, formatNumber } from '../format';
import { valueName } from './reading';

/** The same for each number of an item, so that items of other sizes can be compared. */
export const perNumber = (values: Float32Array, numbers: number): Float32Array =>
  values.map((value) => value / numbers);

/** Positions of the most and of the least probable items, the outermost first; items without a finite value are left out. */
export function extremes(logProb: Float32Array, count: number): { most: number[]; least: number[] } {
  const order = Array.from(logProb.keys())
    .filter((i) => Number.isFinite(logProb[i]))
    .sort((a, b) => logProb[b] - logProb[a] || a - b);
  return { most: order.slice(0, count), least: order.slice(-count).reverse() };
}

const mean = (values: Float32Array): number => values.reduce((sum, value) => sum + value / values.length, 0);

/** The spread in one sentence. */
export function rankingSentence(
  heldOut: DensityValues,
  training: DensityValues | null,
  { kind, numbers, latent }: Pick<DensityInfo, 'kind' | 'numbers' | 'latent'>,
): string {
  const each = (values: DensityValues): string => formatNumber(mean(values.logProb) / numbers, 4);
  const what = `${valueName(kind)}${latent ? ' of z' : ''} for each of ${formatCount(numbers)} numbers`;
  const beside = training ? `; training items (line) ${each(training)}` : '';
  return `${what}, in nats: held-out items (bars) ${each(heldOut)} on average${beside}.`;
}
