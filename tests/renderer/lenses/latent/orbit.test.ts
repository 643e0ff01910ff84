import { PerspectiveCamera, Vector3 } from 'three';
import { describe, expect, test } from 'vitest';
import { pointsInside } from '../../../../src/renderer/latent/brush/inside';
import { ballAround } from '../../../../src/renderer/latent/orbit/frame-points';
import { allOnScreen, nearestOnScreen, onScreen } from '../../../../src/renderer/latent/orbit/pick';
import { ball, cross } from '../../../../src/renderer/latent/orbit/room-lines';
import { normals } from '../../../../src/renderer/random';

const size = { width: 600, height: 300 };
const camera = new PerspectiveCamera(40, 2, 0.1, 100);
camera.position.set(2, 1, 5);
camera.lookAt(0, 0, 0);
camera.updateMatrixWorld();
const matrix = camera.projectionMatrix.clone().multiply(camera.matrixWorldInverse).elements;
const next = normals(1);
const positions = Float32Array.from({ length: 3 * 200 }, () => next());

describe('picking in the room', () => {
  test('points are where the camera draws them', () => {
    for (const index of [0, 7, 42]) {
      const seen = new Vector3(...positions.subarray(3 * index, 3 * index + 3)).project(camera);
      const [left, top] = onScreen(positions, index, matrix, size) ?? [];
      expect(left).toBeCloseTo(300 + 300 * seen.x, 3);
      expect(top).toBeCloseTo(150 - 150 * seen.y, 3);
    }
  });

  test('all points at once are where each of them is, upwards, and nothing is behind the eye', () => {
    const [x, y, z] = [4, 2, 10];
    const some = Float32Array.from([...positions.subarray(0, 30), x, y, z]);
    const all = allOnScreen(some, 11, matrix, size);
    for (let index = 0; index < 10; index++) {
      const [left, top] = onScreen(some, index, matrix, size) ?? [];
      expect(all[2 * index]).toBeCloseTo(left ?? Number.NaN, 3);
      expect(all[2 * index + 1]).toBeCloseTo(-(top ?? Number.NaN), 3);
    }
    expect(all[20]).toBeNaN();
    // A lasso around the whole screen takes what is seen, and not what is behind the eye.
    const screen = [
      [-9e4, 9e4],
      [9e4, 9e4],
      [9e4, -9e4],
      [-9e4, -9e4],
    ] as const;
    expect([...pointsInside(all, 11, screen)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('finds the point under the pointer, or none', () => {
    for (let index = 0; index < 200; index++) {
      const [left, top] = onScreen(positions, index, matrix, size) ?? [0, 0];
      const found = nearestOnScreen(positions, 200, matrix, size, left, top, 12);
      const [x, y] = onScreen(positions, found, matrix, size) ?? [0, 0];
      expect(Math.hypot(x - left, y - top)).toBeLessThan(2);
    }
    expect(nearestOnScreen(positions, 200, matrix, size, 1, 1, 12)).toBe(-1);
  });

  test('of two in a line the one in front counts, and none behind the eye', () => {
    const eye = [2, 1, 5];
    const along = (share: number) => eye.map((part) => part * share);
    const line = Float32Array.from([...along(0.2), ...along(0.7), ...along(1.5)]);
    const [left, top] = onScreen(line, 0, matrix, size) ?? [0, 0];
    expect(nearestOnScreen(line, 3, matrix, size, left, top, 12)).toBe(1);
    expect(onScreen(line, 2, matrix, size)).toBeNull();
  });
});

describe('what is framed', () => {
  test('is a ball around the bulk, or around the origin with the prior inside', () => {
    const shifted = positions.map((part, at) => part + (at % 3 === 0 ? 10 : 0));
    const free = ballAround(shifted, 200, null);
    expect(free.centre[0]).toBeCloseTo(10, 0);
    expect(free.radius).toBeGreaterThan(1.5);
    expect(free.radius).toBeLessThan(4.5);
    expect(
      ballAround(
        positions.map((part) => part / 100),
        200,
        2.15,
      ),
    ).toEqual({ centre: [0, 0, 0], radius: 2.15 });
    expect(ballAround(new Float32Array(0), 0, null).radius).toBe(1);
  });

  test('the outline of a ball lies on it, the cross goes through the middle', () => {
    const points = ball(2);
    for (let at = 0; at < points.length; at += 3) expect(Math.hypot(...points.slice(at, at + 3))).toBeCloseTo(2, 9);
    expect(cross([1, 2, 3], 4).slice(0, 6)).toEqual([-3, 2, 3, 5, 2, 3]);
  });
});
