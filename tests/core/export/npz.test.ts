import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { FormatError } from '../../../src/core/data/format-error';
import { readNpz, writeNpz } from '../../../src/core/export/npz';
import golden from '../../golden/formats.json';
import { anyArrays, anyDamage, fromBase64, goldenArrays } from './support';

describe('npz', () => {
  it.each(['npz', 'npzCompressed'] as const)('reads what numpy wrote (%s)', (name) => {
    expect(readNpz(fromBase64(golden[name]))).toEqual(goldenArrays);
  });

  it.each([true, false])('gives back what was written (compress: %s)', (compress) => {
    fc.assert(
      fc.property(anyArrays, (arrays) => {
        const back = readNpz(writeNpz(arrays, { compress }));
        expect(back).toEqual(arrays);
        expect([...back.keys()]).toEqual([...arrays.keys()].sort());
      }),
    );
  });

  it('writes the same bytes whatever the order of the arrays', () => {
    const reversed = new Map([...goldenArrays].reverse());
    expect(writeNpz(reversed)).toEqual(writeNpz(goldenArrays));
  });

  it('shrinks on request', () => {
    const zeros = new Map([['zeros', { shape: [10_000], data: new Float32Array(10_000) }]]);
    expect(writeNpz(zeros).length).toBeGreaterThan(40_000);
    expect(writeNpz(zeros, { compress: true }).length).toBeLessThan(1_000);
  });

  it('refuses an archive that unpacks beyond the limit, before unpacking it', () => {
    const bomb = zipSync({ 'x.npy': new Uint8Array(5_000_000) });
    expect(bomb.length).toBeLessThan(50_000);
    expect(() => readNpz(bomb, { subject: 'x.npz', limits: { maxBytes: 1_000_000 } })).toThrow(
      /x\.npz: unpacks to 5000000 bytes, the limit is 1000000/,
    );
    expect(() => readNpz(writeNpz(goldenArrays), { limits: { maxFiles: 4 } })).toThrow(/holds 5 files, the limit is 4/);
  });

  it('refuses a file that unpacks to more than its directory promises', () => {
    const file = zipSync({ 'x.npy': new Uint8Array(5_000) });
    const view = new DataView(file.buffer);
    const directory = view.getUint32(file.length - 22 + 16, true);
    view.setUint32(directory + 24, 100, true);
    expect(() => readNpz(file)).toThrow(/"x\.npy" is damaged/);
  });

  it('refuses a file named twice', () => {
    const file = zipSync({ 'x.npy': new Uint8Array(1), 'y.npy': new Uint8Array(1) }, { level: 0 });
    const name = Buffer.from(file.buffer);
    for (let at = name.indexOf('y.npy'); at >= 0; at = name.indexOf('y.npy')) name.write('x.npy', at);
    expect(() => readNpz(file)).toThrow(/names "x\.npy" twice/);
  });

  it('refuses anything but arrays, and what is no archive', () => {
    expect(() => readNpz(zipSync({ 'readme.txt': new Uint8Array(1) }))).toThrow(/holds "readme\.txt", expected only/);
    expect(() => readNpz(new Uint8Array(100))).toThrow(/is no ZIP archive/);
    expect(() => readNpz(new Uint8Array())).toThrow(/is no ZIP archive/);
  });

  it('notices one changed byte among the values', () => {
    const arrays = new Map([['x', { shape: [4], data: Uint8Array.of(1, 2, 3, 4) }]]);
    const file = writeNpz(arrays);
    const values = Buffer.from(file.buffer).indexOf(Uint8Array.of(1, 2, 3, 4));
    file[values] = 9;
    expect(() => readNpz(file)).toThrow(/"x\.npy" is damaged/);
  });

  it('refuses a damaged file with a sentence, and never fails otherwise', () => {
    fc.assert(
      fc.property(anyArrays, fc.boolean(), anyDamage, (arrays, compress, damage) => {
        try {
          readNpz(damage(writeNpz(arrays, { compress })), { limits: { maxBytes: 10_000_000 } });
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
          expect(String(error)).toMatch(/NPZ file.+\.$/s);
        }
      }),
    );
  });

  it('refuses an array without a name', () => {
    expect(() => writeNpz(new Map([['', { shape: [], data: new Float32Array(1) }]]))).toThrow(/has no name/);
  });
});
