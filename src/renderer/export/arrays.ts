import type { ArrayData } from '../../core/export';

/** Settings as an array of UTF-8 bytes: `json.loads(bytes(file['settings']))`. */
export function jsonArray(value: unknown): ArrayData {
  const data = new TextEncoder().encode(JSON.stringify(value));
  return { shape: [data.length], data };
}

/** Arrays by name, without those that are not there. */
export const named = (arrays: Readonly<Record<string, ArrayData | null>>): Map<string, ArrayData> =>
  new Map(Object.entries(arrays).flatMap(([name, array]) => (array ? [[name, array] as const] : [])));

export const integers = (values: ArrayLike<number>): ArrayData => ({
  shape: [values.length],
  data: Int32Array.from(values),
});
