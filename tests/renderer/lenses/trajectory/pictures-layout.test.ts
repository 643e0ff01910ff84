import { describe, expect, test } from 'vitest';
import { picturesLayout } from '../../../../src/renderer/trajectory/pictures-layout';

const side = ({ width, height }: { width: number; height: number }): number => Math.min(width, height);

describe('where pictures and the followed one stand', () => {
  test('beside each other in a wide room', () => {
    expect(picturesLayout({ width: 1_000, height: 320 }, 2).way).toBe('row');
    expect(picturesLayout({ width: 1_000, height: 320 }, 3).way).toBe('row');
  });

  test('under each other in a tall one', () => {
    expect(picturesLayout({ width: 300, height: 500 }, 2).way).toBe('column');
  });

  test('the followed picture above its prediction where both are larger so', () => {
    const room = { width: 576, height: 545 };
    const { way, all, part } = picturesLayout(room, 3);
    expect(way).toBe('split');
    expect(side(part)).toBeGreaterThan(1.4 * ((room.width - 56) / 3));
    expect(all.height).toBeGreaterThan(2 * part.height);
  });

  test('never outside the room, and never smaller than nothing', () => {
    for (let width = 0; width <= 1_200; width += 60) {
      for (let height = 0; height <= 900; height += 60) {
        for (const parts of [2, 3] as const) {
          const { way, all, part } = picturesLayout({ width, height }, parts);
          const wide = way === 'row' ? all.width + (parts - 1) * part.width : Math.max(all.width, part.width);
          const high = way === 'column' ? all.height + (parts - 1) * part.height : Math.max(all.height, part.height);
          expect(side(all)).toBeGreaterThanOrEqual(0);
          expect(side(part)).toBeGreaterThanOrEqual(0);
          expect(wide).toBeLessThanOrEqual(width);
          expect(high).toBeLessThanOrEqual(height);
        }
      }
    }
  });
});
