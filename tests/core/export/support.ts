import fc from 'fast-check';
import type { ArrayData } from '../../../src/core/export/array-data';
import golden from '../../golden/formats.json';

export const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

interface Described {
  shape: number[];
  dtype: string;
  values: number[];
}

const constructors = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array };

const isDType = (name: string): name is keyof typeof constructors => name in constructors;

export function described({ shape, dtype, values }: Described): ArrayData {
  if (!isDType(dtype)) throw new Error(`golden file: unknown dtype ${dtype}`);
  return { shape, data: constructors[dtype].from(values) };
}

export const describedMap = (arrays: Record<string, Described>): Map<string, ArrayData> =>
  new Map(Object.entries(arrays).map(([name, array]) => [name, described(array)]));

export const goldenArrays = describedMap(golden.arrays);

/** Small arrays of every type and of zero to three axes. Float values include not-a-number and -0. */
export const anyArray: fc.Arbitrary<ArrayData> = fc
  .array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 })
  .chain((shape) => {
    const count = shape.reduce((product, axis) => product * axis, 1);
    const size = { minLength: count, maxLength: count };
    const data: fc.Arbitrary<ArrayData['data']> = fc.oneof(
      fc.float32Array(size),
      fc.int32Array(size),
      fc.uint8Array(size),
    );
    return data.map((values) => ({ shape, data: values }));
  });

export const anyArrays: fc.Arbitrary<Map<string, ArrayData>> = fc
  .array(fc.tuple(fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('__proto__', '10', '2', 'é/"\\')), anyArray), {
    maxLength: 6,
  })
  .map((entries) => new Map(entries));

/** A place in a file, as a share of its length. Not `fc.double`, whose values crowd around 0. */
const anyPlace = fc.integer({ min: 0, max: 999_999 }).map((millionths) => millionths / 1e6);

/** A change that breaks or keeps a file: a cut, or some bytes replaced. */
export const anyDamage: fc.Arbitrary<(bytes: Uint8Array) => Uint8Array> = fc.oneof(
  anyPlace.map((part) => (bytes: Uint8Array) => bytes.slice(0, part * bytes.length)),
  fc
    .array(fc.tuple(anyPlace, fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 })
    .map((changes) => (bytes: Uint8Array) => {
      const changed = bytes.slice();
      for (const [part, value] of changes) changed[Math.floor(part * bytes.length)] = value;
      return changed;
    }),
);
