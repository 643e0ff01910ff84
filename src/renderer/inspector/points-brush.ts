/** A point drawn by hand, both coordinates in [-1, 1]. */
export type DrawnPoint = [number, number];

/** Points that one touch of the brush leaves. */
const DROPS = 6;

const inside = (value: number): number => Math.min(1, Math.max(-1, value));
const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;

/** Adds a few points at random in the disc around `place`; nothing once the limit is reached. */
export function spray(
  points: readonly DrawnPoint[],
  place: DrawnPoint,
  radius: number,
  limit: number,
  random: () => number,
): DrawnPoint[] {
  const added: DrawnPoint[] = [];
  for (let drop = 0; drop < DROPS && points.length + added.length < limit; drop++) {
    const distance = radius * Math.sqrt(random());
    const angle = 2 * Math.PI * random();
    added.push([
      rounded(inside(place[0] + distance * Math.cos(angle))),
      rounded(inside(place[1] + distance * Math.sin(angle))),
    ]);
  }
  return [...points, ...added];
}

/** Takes the points in the disc away. */
export const erase = (points: readonly DrawnPoint[], [x, y]: DrawnPoint, radius: number): DrawnPoint[] =>
  points.filter(([px, py]) => (px - x) ** 2 + (py - y) ** 2 > radius ** 2);
