import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FormatError } from '../../../src/core/data/format-error';
import { readSafetensors, writeSafetensors } from '../../../src/core/export/safetensors';
import golden from '../../golden/formats.json';
import { anyArrays, anyDamage, describedMap, fromBase64 } from './support';

/** A file with this header, as text, and so many bytes of values. */
function file(header: string | Uint8Array, valueBytes = 0): Uint8Array {
  const json = Buffer.from(header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return new Uint8Array(Buffer.concat([length, json, Buffer.alloc(valueBytes)]));
}

const tensor = (dtype: string, shape: unknown, offsets: unknown): string =>
  JSON.stringify({ dtype, shape, data_offsets: offsets });

describe('safetensors', () => {
  it('reads and writes a file laid out from the description of the format', () => {
    const bytes = fromBase64(golden.safetensors.file);
    const tensors = describedMap(golden.safetensors.arrays);
    expect(readSafetensors(bytes)).toEqual({ tensors, metadata: { step: '12' } });
    expect(writeSafetensors(tensors, { step: '12' })).toEqual(bytes);
  });

  it('gives back what was written', () => {
    const anyMetadata = fc.dictionary(fc.string(), fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(anyArrays, anyMetadata, (tensors, metadata) => {
        const back = readSafetensors(writeSafetensors(tensors, metadata));
        expect(back.tensors).toEqual(tensors);
        expect(Object.entries(back.metadata).sort()).toEqual(Object.entries(metadata).sort());
      }),
    );
  });

  it('writes the same bytes whatever the order of tensors and notes', () => {
    fc.assert(
      fc.property(anyArrays, (tensors) => {
        const reversed = new Map([...tensors].reverse());
        expect(writeSafetensors(reversed, { a: '1', b: '2' })).toEqual(writeSafetensors(tensors, { b: '2', a: '1' }));
      }),
    );
  });

  it('aligns every value to its own size', () => {
    const bytes = writeSafetensors(
      new Map([
        ['a', { shape: [3], data: new Uint8Array(3) }],
        ['b', { shape: [1], data: new Float32Array(1) }],
      ]),
    );
    const header = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect((8 + header) % 8).toBe(0);
    expect(JSON.parse(Buffer.from(bytes.subarray(8, 8 + header)).toString()).b.data_offsets).toEqual([0, 4]);
  });

  it('reads a tensor that the file does not align', () => {
    const header = `{"a":${tensor('U8', [1], [0, 1])},"b":${tensor('F32', [1], [1, 5])}}`;
    expect(readSafetensors(file(header, 5)).tensors.get('b')).toEqual({ shape: [1], data: new Float32Array(1) });
  });

  it.each([
    ['a file of a few bytes', new Uint8Array(3), /has 3 bytes, expected at least 8/],
    ['a header longer than the file', file('{}').slice(0, 9), /names a header of 2 bytes, more than the file/],
    ['an absurd header length', new Uint8Array(16).fill(255), /names a header of 18446744073709551615 bytes/],
    ['a header that is not JSON', file('{"a":'), /header is not JSON/],
    ['a header that is a list', file('[]'), /not a JSON object/],
    ['a header that is not UTF-8', file(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d)), /UTF-8/],
    ['a tensor that is a number', file('{"a":1}'), /tensor "a" has no dtype/],
    ['an unknown type', file(`{"a":${tensor('F64', [1], [0, 8])}}`, 8), /holds F64 values, expected F32, I32 or U8/],
    ['a negative axis', file(`{"a":${tensor('U8', [-1], [0, 0])}}`), /no shape of whole numbers/],
    ['a shape beyond counting', file(`{"a":${tensor('U8', [2 ** 40, 2 ** 40], [0, 0])}}`), /no shape of whole numbers/],
    ['offsets in reverse', file(`{"a":${tensor('U8', [1], [1, 0])}}`, 1), /no data_offsets/],
    ['one offset', file(`{"a":${tensor('U8', [1], [1])}}`, 1), /no data_offsets/],
    ['a tensor beyond the end', file(`{"a":${tensor('U8', [4], [0, 4])}}`, 3), /ends at byte 4, the file has 3/],
    [
      'a shape of another size',
      file(`{"a":${tensor('F32', [3], [0, 8])}}`, 8),
      /has 8 bytes, its shape \[3\] needs 12/,
    ],
    [
      'an overlap',
      file(`{"a":${tensor('U8', [2], [0, 2])},"b":${tensor('U8', [2], [1, 3])}}`, 3),
      /tensors overlap at byte 1/,
    ],
    [
      'a gap',
      file(`{"a":${tensor('U8', [1], [0, 1])},"b":${tensor('U8', [1], [2, 3])}}`, 3),
      /tensors leave a gap at byte 1/,
    ],
    ['bytes of no tensor', file('{}', 5), /fill 0 of 5 bytes/],
    ['metadata that is no text', file('{"__metadata__":{"a":1}}'), /__metadata__ "a" is not a string/],
    ['metadata that is a list', file('{"__metadata__":[]}'), /not an object of strings/],
  ])('refuses %s', (_name, bytes, message) => {
    expect(() => readSafetensors(bytes)).toThrow(message);
    expect(() => readSafetensors(bytes)).toThrow(FormatError);
  });

  it('quotes only the beginning of an absurd name', () => {
    const header = `{"${'n'.repeat(100_000)}":1}`;
    expect(() => readSafetensors(file(header))).toThrow(/^.{60,200}$/);
  });

  it('refuses a damaged file with a sentence or reads other tensors, and never fails otherwise', () => {
    fc.assert(
      fc.property(anyArrays, anyDamage, (tensors, damage) => {
        try {
          readSafetensors(damage(writeSafetensors(tensors, { step: '1' })));
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
          expect(String(error)).toMatch(/safetensors file: .+\.$/s);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('refuses to write a tensor under the reserved name or with a wrong shape', () => {
    const one = { shape: [1], data: new Float32Array(1) };
    expect(() => writeSafetensors(new Map([['__metadata__', one]]))).toThrow(/reserved name/);
    expect(() => writeSafetensors(new Map([['a', { ...one, shape: [2] }]]))).toThrow(/array "a"/);
  });
});
