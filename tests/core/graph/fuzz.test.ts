import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument, serializeDocument, validateStructure } from '../../../src/core/graph';
import { catalogue, vae } from './support';

const text = serializeDocument(vae());

/** Opens, or is refused in one short sentence; never throws. */
function check(source: string): boolean {
  const result = parseDocument(source, catalogue, 'vae.json');
  if (result.ok) {
    for (const { message } of validateStructure(result.document, catalogue)) expectSentence(message);
    return true;
  }
  expect(result.problem.startsWith('vae.json ')).toBe(true);
  expectSentence(result.problem);
  return false;
}

function expectSentence(message: string): void {
  expect(message).toMatch(/^[^\n\r]{10,300}[.?]$/);
}

describe('parseDocument never throws and always gives one sentence', () => {
  it('for every truncation of a valid file', () => {
    for (let end = 0; end < text.trimEnd().length; end++) {
      const result = parseDocument(text.slice(0, end), catalogue, 'vae.json');
      if (result.ok) throw new Error(`opened ${end} characters`);
      expect(result.problem).toMatch(/^vae\.json (is empty|ends too early at line \d+); .*\.$|^vae\.json is empty/);
    }
  });

  it('for a file with some characters replaced', () => {
    const edits = fc.array(fc.tuple(fc.nat(text.length - 1), fc.string({ unit: 'binary', maxLength: 3 })), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(edits, (chosen) => {
        let source = text;
        for (const [at, inserted] of chosen) source = source.slice(0, at) + inserted + source.slice(at + 1);
        check(source);
      }),
      { numRuns: 2_000 },
    );
  });

  it('for a file with any value in any place', () => {
    const places: (string | number)[][] = [];
    const walk = (value: unknown, path: (string | number)[]) => {
      places.push(path);
      if (Array.isArray(value)) for (const [i, item] of value.entries()) walk(item, [...path, i]);
      else if (typeof value === 'object' && value !== null) {
        for (const [key, item] of Object.entries(value)) walk(item, [...path, key]);
      }
    };
    walk(JSON.parse(text), []);

    const replaced = (value: unknown, path: readonly (string | number)[], by: unknown): unknown => {
      if (path.length === 0) return by;
      const [key, ...rest] = path;
      if (Array.isArray(value)) return value.map((item, i) => (i === key ? replaced(item, rest, by) : item));
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value).map(([name, item]) => [name, name === key ? replaced(item, rest, by) : item]),
      );
    };
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.jsonValue(), (path, value) => {
        check(JSON.stringify(replaced(JSON.parse(text), path, value)));
      }),
      { numRuns: 3_000 },
    );
  });

  it('for anything at all', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (source) => {
        expect(check(source)).toBe(false);
      }),
    );
  });
});
