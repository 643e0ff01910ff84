import { describe, expect, test } from 'vitest';
import { axesLayout, pcaLayout } from '../../../../../src/renderer/latent/layout/linear';
import { fitPca, invertPca, projectPca } from '../../../../../src/renderer/latent/layout/pca';
import { golden } from '../golden';

const z = Float32Array.from(golden.z);
const { rows, width } = golden;
const vectors = { z, width, count: rows };
const close = (found: ArrayLike<number>, expected: readonly number[], digits = 3) => {
  expect(found.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(found[i]).toBeCloseTo(value, digits);
  });
};

describe('principal components', () => {
  const fit = fitPca(z, width, rows, null);

  test('are those of PyTorch: mean, directions, shares of variance, places', () => {
    close(fit.mean, golden.mean, 4);
    close(fit.components, golden.components, 4);
    close(fit.shares, golden.shares, 4);
    close(projectPca(fit, z, rows, 3), golden.places);
  });

  test('keep their sign while the data moves, whatever the largest part is', () => {
    const turned = { ...fit, components: fit.components.map((part) => -part) };
    close(
      fitPca(z, width, rows, turned).components,
      golden.components.map((part) => -part),
      4,
    );
  });

  test('of another width are not compared with those before', () => {
    const before = fitPca(new Float32Array([0, 0, 1, 1, 2, 0]), 2, 3, null);
    close(fitPca(z, width, rows, before).components, golden.components, 4);
  });

  test('are taken back exactly: place to vector to place', () => {
    for (const place of [
      [0, 0],
      [1.5, -2],
      [-3, 0.25],
    ]) {
      close(projectPca(fit, invertPca(fit, place), 1, 2), place, 4);
    }
    // In all six dimensions nothing would be lost; in three what is left over is the distance to the room of the three.
    close(invertPca(fit, [0, 0]), golden.mean, 4);
  });

  test('of a single vector and of vectors that are all the same lie in the middle', () => {
    const same = fitPca(new Float32Array([1, 2, 1, 2, 1, 2]), 2, 3, null);
    close(projectPca(same, new Float32Array([1, 2]), 1, 2), [0, 0]);
    expect(same.shares.every((share) => share === 0)).toBe(true);
    close(fitPca(new Float32Array([4, 5]), 2, 1, null).mean, [4, 5]);
  });

  test('make a layout with the shares in the names, and the same places for one vector as for all', () => {
    const layout = pcaLayout(vectors, fit, 2);
    expect(layout.axes[0]).toBe(`PC1 · ${Math.round(100 * golden.shares[0])} %`);
    const [x, y] = layout.toPlane?.(z.subarray(width, 2 * width)) ?? [Number.NaN, Number.NaN];
    close([x, y], [layout.positions[2], layout.positions[3]], 5);
  });
});

describe('layouts along dimensions', () => {
  test('show what was chosen and take it back with the base for all others', () => {
    const layout = axesLayout(vectors, { x: 3, y: 1 }, [9, 9, 9, 9, 9, 9], 2);
    expect([...layout.positions.subarray(0, 2)]).toEqual([z[3], z[1]]);
    expect([...(layout.toLatent([5, 6]) ?? [])]).toEqual([9, 6, 9, 5, 9, 9]);
    expect(layout.toPlane?.(Float32Array.from([0, 1, 2, 3, 4, 5]))).toEqual([3, 1]);
  });

  test('have a third one that no other axis shows', () => {
    const three = (axes: { x: number; y: number; z?: number }) => axesLayout(vectors, axes, [], 3).key;
    expect(three({ x: 0, y: 1 })).toBe('axes 0 1 2');
    expect(three({ x: 2, y: 0 })).toBe('axes 2 0 1');
    expect(three({ x: 2, y: 0, z: 5 })).toBe('axes 2 0 5');
    expect(three({ x: 2, y: 0, z: 2 })).toBe('axes 2 0 1');
  });

  test('put a single number along x', () => {
    const layout = axesLayout({ z: new Float32Array([4, 5]), width: 1, count: 2 }, { x: 0, y: 0 }, [0], 2);
    expect([...layout.positions]).toEqual([4, 0, 5, 0]);
    expect([...(layout.toLatent([2, 7]) ?? [])]).toEqual([2]);
  });
});
