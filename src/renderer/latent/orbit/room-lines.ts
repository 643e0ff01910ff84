import { BufferGeometry, Float32BufferAttribute, LineBasicMaterial, LineSegments } from 'three';
import { cssColour, type Rgb } from '../../lenses/colour/rgb';

/** Straight pieces that a circle is made of. */
const PIECES = 96;

/** Thin lines in the room: pairs of points, row-major x, y, z. */
export class RoomLines {
  private readonly geometry = new BufferGeometry();
  private readonly material = new LineBasicMaterial({ transparent: true });
  readonly object = new LineSegments(this.geometry, this.material);

  set(points: readonly number[]): void {
    this.geometry.dispose();
    this.geometry.setAttribute('position', new Float32BufferAttribute(points, 3));
    this.geometry.computeBoundingSphere();
    this.object.visible = points.length > 0;
  }

  colour(rgb: Rgb, opacity: number): void {
    this.material.color.setStyle(cssColour(rgb));
    this.material.opacity = opacity;
  }

  dispose(): void {
    this.geometry.dispose();
    this.material.dispose();
  }
}

/** A cross of three axes through `centre`, `reach` each way. */
export const cross = ([x, y, z]: readonly number[], reach: number): number[] => [
  ...[x - reach, y, z, x + reach, y, z],
  ...[x, y - reach, z, x, y + reach, z],
  ...[x, y, z - reach, x, y, z + reach],
];

/** Three circles around the origin, one across each axis: the outline of a ball. */
export function ball(radius: number): number[] {
  const points: number[] = [];
  for (let axis = 0; axis < 3; axis++) {
    for (let piece = 0; piece < PIECES; piece++) {
      for (const end of [piece, piece + 1]) {
        const angle = (2 * Math.PI * end) / PIECES;
        const point = [0, 0, 0];
        point[(axis + 1) % 3] = radius * Math.cos(angle);
        point[(axis + 2) % 3] = radius * Math.sin(angle);
        points.push(...point);
      }
    }
  }
  return points;
}
