import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FormatError } from '../../../src/core/data/format-error';
import { readNpy, writeNpy } from '../../../src/core/export/npy';
import golden from '../../golden/formats.json';
import { anyArray, anyDamage, described, fromBase64, goldenArrays } from './support';

describe('npy', () => {
  it.each(Object.keys(golden.npy))('writes "%s" byte for byte as numpy.save does, and reads it', (name) => {
    const file = fromBase64(golden.npy[name as keyof typeof golden.npy]);
    const array = goldenArrays.get(name)!;
    expect(writeNpy(array)).toEqual(file);
    expect(readNpy(file)).toEqual(array);
  });

  it('reads versions 2 and 3', () => {
    expect(readNpy(fromBase64(golden.npyVersion2))).toEqual(goldenArrays.get('matrix'));
    expect(readNpy(fromBase64(golden.npyVersion3))).toEqual(goldenArrays.get('matrix'));
  });

  it('puts Fortran order into row-major order', () => {
    expect(readNpy(fromBase64(golden.fortran.file))).toEqual(described(golden.fortran));
  });

  it('gives back what was written', () => {
    fc.assert(
      fc.property(anyArray, (array) => {
        expect(readNpy(writeNpy(array))).toEqual(array);
      }),
    );
  });

  it('reads from the middle of a larger buffer at any alignment', () => {
    const file = writeNpy(goldenArrays.get('matrix')!);
    const padded = new Uint8Array(file.length + 3);
    padded.set(file, 3);
    expect(readNpy(padded.subarray(3))).toEqual(goldenArrays.get('matrix'));
  });

  it('quotes what a file holds on one line', () => {
    const bytes = writeNpy({ shape: [1], data: Uint8Array.from([0]) });
    bytes[Buffer.from(bytes).indexOf('|u1')] = 10;
    expect(() => readNpy(bytes, 'noise.npy')).toThrow(/^noise\.npy: holds {2}u1 values, expected .+\.$/);
  });

  it('refuses a damaged file with a sentence or reads another array, and never fails otherwise', () => {
    fc.assert(
      fc.property(anyArray, anyDamage, (array, damage) => {
        try {
          readNpy(damage(writeNpy(array)), 'noise.npy');
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
          expect(String(error)).toMatch(/noise\.npy: .+\.$/);
        }
      }),
    );
  });

  it('says what is wrong', () => {
    const file = writeNpy({ shape: [2, 3], data: new Float32Array(6) });
    expect(() => readNpy(new Uint8Array(20), 'a.npy')).toThrow(/a\.npy: does not begin with the NPY signature/);
    expect(() => readNpy(fromBase64(golden.float64), 'a.npy')).toThrow(/holds <f8 values, expected <f4, <i4 or \|u1/);
    expect(() => readNpy(fromBase64(golden.structured))).toThrow(/holds structured values/);
    expect(() => readNpy(file.slice(0, -4))).toThrow(/has 20 bytes of values, its shape \(2, 3\) needs 24/);
    expect(() => readNpy(file.slice(0, 50))).toThrow(/header of 118 bytes is longer than the file/);
  });

  it('refuses to write an array that does not fill its shape', () => {
    expect(() => writeNpy({ shape: [2, 2], data: new Float32Array(3) })).toThrow(/3 values, .+ shape \[2, 2\]/);
  });
});
