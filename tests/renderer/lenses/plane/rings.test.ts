import { afterEach, expect, it, vi } from 'vitest';
import { closedPath, ringsOf } from '../../../../src/renderer/lenses/plane/rings';

afterEach(() => void vi.unstubAllGlobals());

it('draws each ring for itself, without a line from one to the next', () => {
  const drawn: string[] = [];
  vi.stubGlobal(
    'Path2D',
    class {
      moveTo = (x: number, y: number) => drawn.push(`M${x} ${y}`);
      lineTo = (x: number, y: number) => drawn.push(`L${x} ${y}`);
      closePath = () => drawn.push('Z');
    },
  );
  const rings = [
    [0, 0, 1, 0, 1, 1],
    [5, 5, 6, 5, 6, 6],
  ];
  const path = closedPath(rings);
  expect(drawn.join('')).toBe('M0 0L1 0L1 1ZM5 5L6 5L6 6Z');
  expect(ringsOf(path)).toBe(rings);
});
