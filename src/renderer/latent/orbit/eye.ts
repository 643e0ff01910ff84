import { type PerspectiveCamera, Spherical, Vector3 } from 'three';
import { create } from 'zustand';
import type { Ball } from './frame-points';

/** Where somebody has turned the room to. Lengths are radii of the ball that holds what is in it. */
export interface Eye {
  /** Layout (its key) that it looks at: another one begins from the front. */
  layout: string;
  /** Angle around the upright axis and down from it, radians. */
  theta: number;
  phi: number;
  distance: number;
  /** What is in the middle, from the centre of the ball. */
  target: readonly [number, number, number];
}

/** Kept while another lens is in front, and in bookmarks; null while the room shows everything from where it began. */
export const useOrbitEye = create<{ eye: Eye | null }>(() => ({ eye: null }));

/** The eye stands this many radii away, a little to the side and above. */
const AWAY = 3.5;
const DIRECTION = new Vector3(0.55, 0.4, 1).normalize();

/** What a camera that looks at `target` sees of a layout. */
export function eyeOf(camera: PerspectiveCamera, target: Vector3, { centre, radius }: Ball, layout: string): Eye {
  const { theta, phi, radius: away } = new Spherical().setFromVector3(camera.position.clone().sub(target));
  const [x, y, z] = target
    .clone()
    .sub(new Vector3(...centre))
    .divideScalar(radius)
    .toArray();
  return { layout, theta, phi, distance: away / radius, target: [x, y, z] };
}

/** Puts a camera and what it looks at where `eye` says; null looks at everything from where it began. */
export function placeEye(camera: PerspectiveCamera, target: Vector3, { centre, radius }: Ball, eye: Eye | null): void {
  camera.near = radius / 100;
  camera.far = radius * 100;
  camera.updateProjectionMatrix();
  target.set(...centre);
  if (eye) {
    target.addScaledVector(new Vector3(...eye.target), radius);
    camera.position.setFromSpherical(new Spherical(eye.distance * radius, eye.phi, eye.theta)).add(target);
  } else {
    const away = AWAY * radius * Math.max(1, 1 / camera.aspect);
    camera.position.copy(DIRECTION).multiplyScalar(away).add(target);
  }
}
