import { beforeEach, describe, expect, test } from 'vitest';
import type { CodedItems } from '../../../src/protocol/worker';
import {
  changedPlaces,
  codeOrder,
  filledMaps,
  itemsWith,
  meanPatches,
  shownTokens,
  tokensOf,
  usageOf,
  withToken,
} from '../../../src/renderer/codes/codes';
import { codebookKey, mapKey } from '../../../src/renderer/codes/keys';
import {
  changeCodesView,
  choosePlace,
  letGo,
  putCode,
  resetTokens,
  showItem,
  useCodesView,
} from '../../../src/renderer/codes/view';

/** Three items of 2 × 2 places told by five codes, the last of which stands nowhere. */
const coded: CodedItems = {
  tokens: Int32Array.of(0, 1, 1, 2, 1, 1, 1, 3, 0, 0, 2, 2),
  vocabulary: 5,
  rows: 2,
  columns: 2,
  labels: Uint8Array.of(4, 5, 6),
  offset: 0,
  count: 3,
  step: 7,
};

describe('usage', () => {
  const usage = usageOf(coded);

  test('counts places, codes in use and their perplexity', () => {
    expect([...usage.counts]).toEqual([3, 5, 3, 1, 0]);
    expect([usage.places, usage.used]).toEqual([12, 4]);
    const entropy = -[3, 5, 3, 1].reduce((total, n) => total + (n / 12) * Math.log(n / 12), 0);
    expect(usage.perplexity).toBeCloseTo(Math.exp(entropy), 10);
    expect(usageOf({ tokens: Int32Array.of(0, 1, 2, 3), vocabulary: 4 }).perplexity).toBeCloseTo(4, 10);
  });

  test('orders codes by number, or the most used first', () => {
    expect([...codeOrder(usage, 'index')]).toEqual([0, 1, 2, 3, 4]);
    expect([...codeOrder(usage, 'usage')]).toEqual([1, 0, 2, 3, 4]);
  });

  test('finds the items in which a code stands most often, and where', () => {
    expect(itemsWith(coded, 1, 5)).toEqual([
      { item: 1, places: [0, 1, 2] },
      { item: 0, places: [1, 2] },
    ]);
    expect(itemsWith(coded, 2, 1)).toEqual([{ item: 2, places: [2, 3] }]);
    expect(itemsWith(coded, 4, 5)).toEqual([]);
  });
});

test('a mean patch is the mean of the pixels where a code stands, with the places around; outside is 0', () => {
  // Pictures of 4 × 4 pixels whose value is 10 · item + place + 1.
  const pictures = Float32Array.from({ length: 48 }, (_, i) => {
    const [y, x] = [Math.floor((i % 16) / 4), i % 4];
    return 10 * Math.floor(i / 16) + 2 * Math.floor(y / 2) + Math.floor(x / 2) + 1;
  });
  const { values, shape } = meanPatches(coded, pictures, { width: 4, height: 4, channels: 1, size: 16 });
  expect(shape).toEqual({ width: 6, height: 6, channels: 1, size: 36 });
  const blocks = (code: number): number[] =>
    [0, 1, 2].flatMap((row) => [0, 1, 2].map((column) => values[code * 36 + 2 * row * 6 + 2 * column]));
  const near = (found: number[], expected: number[]) =>
    found.map((value, i) => expect(value).toBeCloseTo(expected[i], 4));
  // Code 3 stands once, in the lower right of item 1: what lies above and to the left of it is there, the rest outside.
  near(blocks(3), [11, 12, 0, 13, 14, 0, 0, 0, 0]);
  // Code 0 stands in the upper left of items 0 and 2, and in the upper right of item 2.
  near(blocks(0), [0, 0, 0, 21 / 3, (1 + 21 + 22) / 3, (2 + 22) / 3, 23 / 3, (3 + 23 + 24) / 3, (4 + 24) / 3]);
  near(blocks(4), [0, 0, 0, 0, 0, 0, 0, 0, 0]);
});

test('maps are filled, changed and compared', () => {
  expect([...filledMaps(3, 2)]).toEqual([0, 0, 1, 1, 2, 2]);
  const own = tokensOf(coded, 1);
  expect([...own]).toEqual([1, 1, 1, 3]);
  const other = withToken(own, 3, 4);
  expect([...other]).toEqual([1, 1, 1, 4]);
  expect([changedPlaces(own, other), changedPlaces(own, own)]).toEqual([1, 0]);
});

describe('what a hand does', () => {
  const own = tokensOf(coded, 0);
  const order = codeOrder(usageOf(coded), 'usage');
  const now = () => useCodesView.getState();
  const onMap = (key: string) =>
    mapKey(key, { tokens: Int32Array.from(now().edited ?? own), own, rows: 2, columns: 2, order });
  beforeEach(() => changeCodesView({ item: 0, place: null, code: null, edited: null }));

  test('a code goes to the chosen place; without one it is only picked', () => {
    putCode(4, own);
    expect(now()).toMatchObject({ code: 4, edited: null });
    choosePlace(2, own);
    expect(now()).toMatchObject({ place: 2, code: 1 });
    putCode(4, own);
    expect(now()).toMatchObject({ code: 4, edited: [0, 1, 4, 2] });
    resetTokens();
    expect(now()).toMatchObject({ place: 2, edited: null });
  });

  test('another item is shown as the encoder gives it', () => {
    choosePlace(0, own);
    putCode(4, own);
    showItem(2);
    expect(now()).toMatchObject({ item: 2, place: 0, edited: null });
  });

  test('arrow keys walk over the map and stay on it', () => {
    const places = ['ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowLeft'].map((key) => {
      expect(onMap(key)).toBe(true);
      return now().place;
    });
    expect(places).toEqual([0, 1, 3, 3, 2]);
    expect(now().code).toBe(1);
  });

  test('plus and minus go through the codes in their order, Backspace gives back the own one', () => {
    expect([onMap('+'), onMap('Backspace')]).toEqual([false, false]);
    onMap('ArrowRight');
    for (const [key, code] of [
      ['+', 2],
      ['-', 0],
      ['-', 1],
      ['-', 4],
      ['Backspace', 0],
    ] as const) {
      expect(onMap(key)).toBe(true);
      expect(now().edited?.[0]).toBe(code);
    }
  });

  test('Escape lets go of the place, then of the code, then means something else', () => {
    choosePlace(0, own);
    expect([onMap('Escape'), now().place, now().code]).toEqual([true, null, 0]);
    expect([onMap('Escape'), now().code, onMap('Escape')]).toEqual([true, null, false]);
    letGo();
    expect(now()).toMatchObject({ place: null, code: null });
  });

  test('arrows pick codes of the codebook as they stand, Enter puts them to the place', () => {
    const pressed = (key: string) => codebookKey(key, order, 3, own);
    for (const [key, code] of [
      ['ArrowDown', 1],
      ['ArrowRight', 0],
      ['ArrowDown', 4],
      ['ArrowDown', 4],
      ['ArrowUp', 0],
    ] as const) {
      expect(pressed(key)).toBe(true);
      expect(now().code).toBe(code);
    }
    choosePlace(3, own);
    changeCodesView({ code: 0 });
    expect(pressed('Enter')).toBe(true);
    expect(now().edited).toEqual([0, 1, 1, 0]);
    expect(pressed('x')).toBe(false);
  });
});

test('a map that was changed by hand is shown where the model knows maps and codes like it', () => {
  const own = tokensOf(coded, 0);
  expect([...shownTokens([4, 1, 1, 2], own, 5)]).toEqual([4, 1, 1, 2]);
  for (const edited of [null, [5, 1, 1, 2], [4, 1, 1]]) expect(shownTokens(edited, own, 5)).toEqual(own);
});
