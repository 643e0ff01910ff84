import { describe, expect, test } from 'vitest';
import { bits, bitsPerCharacter, percent, shade, tokenWords, visible } from '../../../src/renderer/text/surprise';

describe('a token by itself', () => {
  test.each([
    [' ', '␣'],
    ['\n', '↵'],
    ['', '∅'],
    [' whale', '␣whale'],
    ['a b', 'a b'],
    ['\n\n', '↵↵'],
    ['x', 'x'],
  ])('%j is shown as %s', (piece, shown) => {
    expect(visible(piece)).toBe(shown);
  });
});

describe('surprise', () => {
  test('is counted in bits, and a text’s in bits per character', () => {
    expect(bits(Math.log(0.25))).toBeCloseTo(2, 12);
    expect(bitsPerCharacter([Math.log(0.5), Math.log(0.125)], 'ab')).toBeCloseTo(2, 12);
    // A token of two characters: what it costs is shared among both, and a whale is one character.
    expect(bitsPerCharacter([Math.log(0.25)], 'ab')).toBeCloseTo(1, 12);
    expect(bitsPerCharacter([Math.log(0.25)], '🐋')).toBeCloseTo(2, 12);
    expect(bitsPerCharacter([], '')).toBeNull();
  });

  test('shades from nothing at certainty to all at one chance in 1 024 and less', () => {
    expect([0, Math.log(2 ** -5), Math.log(2 ** -10), -1e9].map(shade)).toEqual([0, 0.5, 1, 1]);
  });

  test('is told in words', () => {
    expect(tokenWords({ piece: ' ', logProb: Math.log(0.43) })).toBe('␣, 43 %, 1.2 bits');
    expect(tokenWords(undefined)).toBe('');
    expect([1, 0.0994, 0.004, 0.0004].map(percent)).toEqual(['100 %', '9.9 %', '0.4 %', '0.04 %']);
  });
});
