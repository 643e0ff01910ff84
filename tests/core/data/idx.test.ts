import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FormatError } from '../../../src/core/data/format-error';
import { imagesFromIdx, parseIdx } from '../../../src/core/data/idx';

function idx(shape: readonly number[], values: readonly number[], type = 8): Uint8Array {
  const header = [0, 0, type, shape.length, ...shape.flatMap((axis) => [axis >>> 24, axis >>> 16, axis >>> 8, axis])];
  return Uint8Array.from([...header, ...values].map((byte) => byte & 255));
}

describe('idx', () => {
  it('reads shape and bytes', () => {
    expect(parseIdx(idx([2, 3], [1, 2, 3, 4, 5, 255]))).toEqual({
      shape: [2, 3],
      data: Uint8Array.of(1, 2, 3, 4, 5, 255),
    });
  });

  it('reads an axis of more than a byte', () => {
    expect(parseIdx(idx([70_000], new Array(70_000).fill(7))).shape).toEqual([70_000]);
  });

  it.each([
    ['another signature', Uint8Array.of(1, 0, 8, 1, 0, 0, 0, 0), /a\.idx: does not begin with an IDX signature/],
    ['an unknown type', idx([1], [0], 10), /does not begin with an IDX signature/],
    ['too few bytes for a signature', new Uint8Array(2), /does not begin with an IDX signature/],
    ['a gzip file', Uint8Array.of(0x1f, 0x8b, 8, 0, 0), /is compressed with gzip/],
    ['floats', idx([1], [0, 0, 0, 0], 13), /holds float32 values, expected uint8/],
    ['a cut header', idx([2, 3], []).slice(0, 9), /ends after 9 bytes, its header needs 12/],
    ['cut values', idx([2, 3], [1, 2, 3]), /has 3 bytes of values, its shape 2 × 3 needs 6/],
    ['more values than the shape', idx([2], [1, 2, 3]), /has 3 bytes of values, its shape 2 needs 2/],
  ])('refuses %s', (_name, bytes, message) => {
    expect(() => parseIdx(bytes, 'a.idx')).toThrow(message);
    expect(() => parseIdx(bytes, 'a.idx')).toThrow(FormatError);
  });

  it('refuses any bytes with a sentence, and never fails otherwise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.boolean(), (bytes, signed) => {
        if (signed) bytes.set([0, 0, 8].slice(0, bytes.length));
        try {
          parseIdx(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
        }
      }),
    );
  });
});

describe('a dataset from IDX files', () => {
  const description = { id: 'tiny', title: 'Tiny', classes: ['zero', 'one'] };
  const images = { name: 'images', bytes: idx([2, 1, 3], [0, 1, 2, 3, 4, 5]) };
  const labels = { name: 'labels', bytes: idx([2], [1, 0]) };

  it('joins images and labels', () => {
    expect(imagesFromIdx(description, images, labels)).toEqual({
      ...description,
      count: 2,
      itemShape: [1, 1, 3],
      x: Uint8Array.of(0, 1, 2, 3, 4, 5),
      labels: Uint8Array.of(1, 0),
    });
  });

  it('refuses files that do not belong together', () => {
    expect(() => imagesFromIdx(description, labels, labels)).toThrow(/labels: has 1 axes, expected 3 for images/);
    expect(() => imagesFromIdx(description, images, images)).toThrow(/images: has 3 axes, expected 1 for labels/);
    const three = { name: 'labels', bytes: idx([3], [0, 0, 1]) };
    expect(() => imagesFromIdx(description, images, three)).toThrow(/has 3 labels, images has 2 images/);
    const stranger = { name: 'labels', bytes: idx([2], [0, 2]) };
    expect(() => imagesFromIdx(description, images, stranger)).toThrow(/has the label 2, expected labels below 2/);
  });
});
