import { pointSet } from '../../../core/data';
import { formatCount } from '../../format';
import type { DrawnPoint } from './symmetry';

/** Half the side of the square that imported points fill. */
const REACH = 0.9;

export type Imported = { ok: true; points: DrawnPoint[]; left: number } | { ok: false; message: string };

/**
 * Reads points from text, one in a line, two numbers apart by comma, semicolon, tab or space; a first line with words is a
 * heading, and numbers after the second are passed over. Points that do not lie in the square [-1, 1] × [-1, 1] are moved and
 * scaled together, keeping their proportions. `left` counts points beyond `limit`, of which an even selection is kept.
 */
export function readPoints(text: string, limit: number): Imported {
  const points: DrawnPoint[] = [];
  const lines = text.split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    const numbers = line
      .trim()
      .split(/[\s,;]+/)
      .slice(0, 2)
      .map(Number);
    if (numbers.length === 2 && numbers.every(Number.isFinite)) points.push([numbers[0], numbers[1]]);
    else if (points.length > 0 || index > 0)
      return {
        ok: false,
        message: `Line ${formatCount(index + 1)}: found “${line.trim().slice(0, 40)}”, expected two numbers such as “0.5, −0.2”; correct or remove the line.`,
      };
  }
  if (points.length === 0)
    return { ok: false, message: 'The text holds no points; paste one point in each line, x and y apart by a comma.' };
  const kept = thinned(points, limit);
  return { ok: true, points: intoSquare(kept), left: points.length - kept.length };
}

/** Every so many points, so that at most `limit` are left. */
export function thinned(points: readonly DrawnPoint[], limit: number): DrawnPoint[] {
  if (points.length <= limit) return [...points];
  return Array.from({ length: limit }, (_, i) => points[Math.floor((i * points.length) / limit)]);
}

/** Moves and scales points together where they do not all lie in the square already. */
export function intoSquare(points: readonly DrawnPoint[]): DrawnPoint[] {
  if (points.every(([x, y]) => Math.abs(x) <= 1 && Math.abs(y) <= 1)) return [...points];
  let [minX, maxX, minY, maxY] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const [x, y] of points) {
    minX = Math.min(minX, x);
    maxX = Math.max(maxX, x);
    minY = Math.min(minY, y);
    maxY = Math.max(maxY, y);
  }
  const scale = (2 * REACH) / Math.max(maxX - minX, maxY - minY, 1e-12);
  const place = (value: number, min: number, max: number): number =>
    Math.round((value - (min + max) / 2) * scale * 1e4) / 1e4;
  return points.map(([x, y]) => [place(x, minX, maxX), place(y, minY, maxY)]);
}

/** Points of a set of the catalogue, as a drawing to start from. */
export function pointsOfSet(id: string, count: number): DrawnPoint[] {
  const { x } = pointSet(id).sample(count, { seed: 0, stream: 'drawing', step: 0 });
  return intoSquare(Array.from({ length: count }, (_, i): DrawnPoint => [x[2 * i], x[2 * i + 1]]));
}
