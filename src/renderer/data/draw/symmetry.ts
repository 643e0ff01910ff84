/** A point drawn by hand, both coordinates in [-1, 1]. */
export type DrawnPoint = [number, number];

/** How one movement of the pen becomes several. */
export type Symmetry = { kind: 'none' | 'left-right' | 'up-down' | 'both' } | { kind: 'turn'; folds: number };

export const FOLDS = { min: 2, max: 12 } as const;

type Place = readonly [x: number, y: number];
export type Copy = (place: Place) => DrawnPoint;

const same: Copy = ([x, y]) => [x, y];
const mirrorX: Copy = ([x, y]) => [-x, y];
const mirrorY: Copy = ([x, y]) => [x, -y];
const half: Copy = ([x, y]) => [-x, -y];

const turned = (angle: number): Copy => {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return ([x, y]) => [x * cos - y * sin, x * sin + y * cos];
};

/** Where a point comes to lie besides its own place, its own place first. */
export function copiesOf(symmetry: Symmetry): readonly Copy[] {
  switch (symmetry.kind) {
    case 'none':
      return [same];
    case 'left-right':
      return [same, mirrorX];
    case 'up-down':
      return [same, mirrorY];
    case 'both':
      return [same, mirrorX, mirrorY, half];
    case 'turn':
      return [
        same,
        ...Array.from({ length: symmetry.folds - 1 }, (_, k) => turned((2 * Math.PI * (k + 1)) / symmetry.folds)),
      ];
  }
}
