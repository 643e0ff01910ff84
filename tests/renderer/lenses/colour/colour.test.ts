import { describe, expect, test } from 'vitest';
import { labelColour } from '../../../../src/renderer/lenses/colour/labels';
import { cssColour, parseColour } from '../../../../src/renderer/lenses/colour/rgb';
import { viridis } from '../../../../src/renderer/lenses/colour/viridis';
import { angleColour } from '../../../../src/renderer/lenses/colour/wheel';

describe('colours', () => {
  test('are read from what style sheets give', () => {
    expect(parseColour(' #f2b84b ')).toEqual([242, 184, 75]);
    expect(parseColour('#fff')).toEqual([255, 255, 255]);
    expect(parseColour('rgb(14, 17, 22)')).toEqual([14, 17, 22]);
    expect(parseColour('nonsense')).toEqual([128, 128, 128]);
    expect(cssColour([1, 2, 3], 0.5)).toBe('rgba(1, 2, 3, 0.5)');
  });

  test('viridis goes from dark violet to yellow, growing lighter all the way', () => {
    expect(viridis(0)).toEqual([68, 1, 84]);
    expect(viridis(1)).toEqual([253, 231, 37]);
    expect(viridis(-3)).toEqual(viridis(0));
    expect(viridis(Number.NaN)).toEqual(viridis(0));
    const luminance = Array.from({ length: 33 }, (_, i) => {
      const [red, green, blue] = viridis(i / 32);
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    });
    for (let i = 1; i < luminance.length; i++) expect(luminance[i]).toBeGreaterThan(luminance[i - 1]);
  });

  test('ten classes have ten colours', () => {
    const colours = new Set(Array.from({ length: 10 }, (_, label) => cssColour(labelColour(label))));
    expect(colours.size).toBe(10);
    expect(labelColour(13)).toEqual(labelColour(3));
  });

  test('the ring of directions closes and keeps about one lightness', () => {
    expect(angleColour(0)).toEqual(angleColour(2 * Math.PI));
    const grey = Array.from({ length: 12 }, (_, k) => {
      const [red, green, blue] = angleColour((k / 12) * 2 * Math.PI);
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    });
    expect(Math.max(...grey) - Math.min(...grey)).toBeLessThan(45);
  });
});
