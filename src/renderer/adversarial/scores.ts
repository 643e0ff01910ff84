import type { AdversarialInfo, AdversarialView } from '../../protocol/worker';
import { formatCount, formatFixed, formatNumber } from '../format';
import type { HeatGrid } from '../lenses/plane/heat-layer';
import type { Extent, Size } from '../lenses/plane/transform';

/** CSS pixels of a cell of the heat map, about, and how many cells it has at most. */
const CELL = 7;
const MOST_CELLS = 9_000;
/** How far the heat map reaches beyond the window, so that a little panning shows no edge. */
const MARGIN = 0.12;

/** The grid that covers what is seen, a little more, with cells that are about square. Null while nothing is seen. */
export function gridOver(seen: Extent, size: Size): HeatGrid | null {
  if (size.width < 8 || size.height < 8) return null;
  const grow = 1 + 2 * MARGIN;
  const cell = Math.max(CELL, Math.sqrt((size.width * size.height * grow * grow) / MOST_CELLS));
  const padX = (seen.maxX - seen.minX) * MARGIN;
  const padY = (seen.maxY - seen.minY) * MARGIN;
  return {
    columns: Math.max(2, Math.floor((size.width * grow) / cell)),
    rows: Math.max(2, Math.floor((size.height * grow) / cell)),
    extent: { minX: seen.minX - padX, maxX: seen.maxX + padX, minY: seen.minY - padY, maxY: seen.maxY + padY },
  };
}

/** How the two sides of the game stand. */
export interface Standing {
  /** Mean score of held-out real points and of generated ones. */
  real: number;
  fake: number;
  /** The score between "real" and "generated". */
  middle: number;
  /** Generated points that the discriminator takes for real ones. */
  fooled: number;
  count: number;
  step: number;
}

const mean = (values: Float32Array): number =>
  values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * A probability above ½ says "real". A critic's score says so only beside other scores: above the middle between the two means.
 */
export function standingOf(view: AdversarialView, realScores: Float32Array): Standing {
  const [real, fake] = [mean(realScores), mean(view.fakeScores)];
  const middle = view.scale === 'probability' ? 0.5 : (real + fake) / 2;
  let fooled = 0;
  for (const score of view.fakeScores) if (score > middle) fooled++;
  return { real, fake, middle, fooled, count: view.count, step: view.step };
}

export const scoreText = (score: number, scale: AdversarialInfo['scale']): string =>
  !Number.isFinite(score) ? '–' : scale === 'probability' ? formatFixed(score, 2) : formatNumber(score, 3);

/** The state of the game in one sentence, for those who do not see the picture. */
export function standingSentence(standing: Standing | null, scale: AdversarialInfo['scale']): string {
  if (!standing) return 'Generated and real points, waiting for the first ones.';
  const { real, fake, fooled, count, step } = standing;
  return `Step ${formatCount(step)}: the discriminator gives real points ${scoreText(real, scale)} and generated points ${scoreText(fake, scale)} on average; ${formatCount(fooled)} of ${formatCount(count)} generated points lie where it says real.`;
}

/** What arrows are multiplied by so that long ones (95 in 100 are shorter) reach `length`; 1, 2 or 5 × 10^k, so that it holds still. */
export function arrowScale(push: Float32Array, dimensions: number, length: number): number {
  const lengths = new Float32Array(push.length / dimensions);
  for (let i = 0; i < lengths.length; i++)
    lengths[i] = dimensions === 1 ? Math.abs(push[i]) : Math.hypot(push[2 * i], push[2 * i + 1]);
  const sorted = lengths.filter(Number.isFinite).sort();
  const long = sorted[Math.floor(0.95 * (sorted.length - 1))];
  if (!(long > 0)) return 1;
  const raw = length / long;
  const power = 10 ** Math.floor(Math.log10(raw));
  const lead = raw / power;
  return power * (lead >= 5 ? 5 : lead >= 2 ? 2 : 1);
}

/** A short text that changes when the numbers do. */
export const digestOf = (numbers: Float32Array): string =>
  numbers.reduce((sum, number, i) => sum + number * (1 + (i % 7)), 0).toPrecision(7);
