import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkFields, type Fields, readFields } from '../../../src/renderer/bookmarks/fields';

interface State {
  count: number;
  kind: 'a' | 'b';
  isolated: ReadonlySet<number>;
  at: { x: number; y: number } | null;
  go(): void;
}
const state: State = { count: 5, kind: 'b', isolated: new Set([3, 1]), at: { x: 1, y: 2 }, go() {} };
const fields: Fields<State> = {
  count: z.int().min(1),
  kind: z.enum(['a', 'b']),
  isolated: z.array(z.int()).transform((labels): ReadonlySet<number> => new Set(labels)),
  at: z.object({ x: z.number(), y: z.number() }).nullable(),
};

describe('what a bookmark holds of a store', () => {
  it('is plain data that comes back through a file as it was', () => {
    const kept = JSON.parse(JSON.stringify(readFields(state, fields)));
    expect(kept).toEqual({ count: 5, kind: 'b', isolated: [3, 1], at: { x: 1, y: 2 } });
    const { go: _, ...plain } = state;
    expect(checkFields(kept, fields)).toEqual({ state: plain, wrong: [] });
  });

  it('is taken part by part: what is wrong is named and left out, what is unknown or missing is passed over', () => {
    const view = { count: -1, kind: 'c', at: null, isolated: [2], later: true };
    expect(checkFields(view, fields)).toEqual({
      state: { at: null, isolated: new Set([2]) },
      wrong: ['count', 'kind'],
    });
    expect(checkFields({}, fields)).toEqual({ state: {}, wrong: [] });
  });

  it('holds nothing that JSON has no word for', () => {
    const strange: State = { ...state, count: Number.NaN };
    expect(readFields(strange, fields)).not.toHaveProperty('count');
  });
});
