import type { DensityKind } from '../../core/catalogue/types';
import { formatNumber } from '../format';
import type { HeatGrid } from '../lenses/plane/heat-layer';
import type { Point } from '../lenses/plane/transform';

/** Densities that reach further down than this below the highest are one colour, in nats: a factor of about 20 000. */
const DEPTH = 10;

/** A density over the cells of a grid. */
export interface Reading {
  /** log p in the middle of each cell, in nats; where the model's has a constant that nobody knows, so that the picture holds 1. */
  logProb: Float32Array;
  /** The same as the model told it. */
  told: Float32Array;
  /** ∫ p over the grid, as the sum over its cells; 1 where it was made so. */
  integral: number;
  /** Highest log p. */
  highest: number;
}

/** What the numbers are called. */
export const valueName = (kind: DensityKind): string =>
  kind === 'unnormalised' ? '−E' : kind === 'bound' ? 'bound of log p' : 'log p';

const finite = (value: number): number => (Number.isFinite(value) ? value : -Infinity);

/** Length, area or volume of a cell. */
export const cellArea = ({ columns, rows, extent }: HeatGrid): number =>
  ((extent.maxX - extent.minX) / columns) * ((extent.maxY - extent.minY) / rows);

/** @param cell length of a cell on a line, area in the plane. */
export function readingOf(told: Float32Array, cell: number, kind: DensityKind): Reading {
  const top = told.reduce((most, value) => Math.max(most, finite(value)), -Infinity);
  const sum = told.reduce((total, value) => total + Math.exp(finite(value) - top), 0) * cell;
  const logIntegral = Number.isFinite(top) ? top + Math.log(sum) : 0;
  if (kind !== 'unnormalised') return { logProb: told, told, integral: Math.exp(logIntegral), highest: top };
  const logProb = told.map((value) => value - logIntegral);
  return { logProb, told, integral: 1, highest: top - logIntegral };
}

/** What colours run over: from nothing to the highest p, or over the upper nats of log p. */
export interface ColourRange {
  scale: 'p' | 'log';
  low: number;
  high: number;
}

export const colourRange = (highest: number, scale: 'p' | 'log'): ColourRange =>
  scale === 'p'
    ? { scale, low: 0, high: Number.isFinite(highest) ? Math.exp(highest) : 1 }
    : { scale, low: (Number.isFinite(highest) ? highest : 0) - DEPTH, high: Number.isFinite(highest) ? highest : 0 };

/** Where on the colour bar a log p lies, from 0 to 1. */
export function shareOfRange(logProb: number, { scale, low, high }: ColourRange): number {
  const value = scale === 'p' ? Math.exp(logProb) : logProb;
  return Math.min(1, Math.max(0, (finite(value) - low) / (high - low)));
}

/**
 * Levels of p above which the likeliest places hold the given shares of what the grid holds: highest density regions
 * (Hyndman 1996), from the innermost out.
 */
export function massLevels(logProb: Float32Array, shares: readonly number[]): number[] {
  const order = Float32Array.from(logProb, (value) => Math.exp(finite(value))).sort();
  const total = order.reduce((sum, value) => sum + value, 0);
  const levels: number[] = [];
  let held = 0;
  let next = 0;
  for (let i = order.length - 1; i >= 0 && next < shares.length; i--) {
    held += order[i];
    while (next < shares.length && held >= shares[next] * total) {
      levels.push(order[i]);
      next++;
    }
  }
  return levels;
}

/** The value at a place, evenly between the middles of the cells around it; null outside of the grid. */
export function valueAt({ columns, rows, extent }: HeatGrid, values: Float32Array, [x, y]: Point): number | null {
  const across = ((x - extent.minX) / (extent.maxX - extent.minX)) * columns - 0.5;
  const up = ((y - extent.minY) / (extent.maxY - extent.minY)) * rows - 0.5;
  if (across < -0.5 || up < -0.5 || across > columns - 0.5 || up > rows - 0.5) return null;
  const column = Math.min(columns - 2, Math.max(0, Math.floor(across)));
  const row = Math.min(rows - 2, Math.max(0, Math.floor(up)));
  const [right, higher] = [Math.min(1, Math.max(0, across - column)), Math.min(1, Math.max(0, up - row))];
  const at = (i: number, j: number): number => values[(row + j) * columns + column + i];
  const lower = at(0, 0) + (at(1, 0) - at(0, 0)) * right;
  const upper = at(0, 1) + (at(1, 1) - at(0, 1)) * right;
  return lower + (upper - lower) * higher;
}

/** ∫ p in as many digits as the sum over cells can be trusted. */
export const integralText = (integral: number): string =>
  !Number.isFinite(integral) ? '–' : integral > 10 ? formatNumber(integral, 3) : integral.toFixed(3);

/** `log p −2.13 · p 0.119`. */
export function valueText(logProb: number, told: number, kind: DensityKind): string {
  const density = `p ${formatNumber(Math.exp(logProb), 3)}`;
  return `${valueName(kind)} ${formatNumber(told, 4)} · ${density}`;
}
