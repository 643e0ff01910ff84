import { describe, expect, test } from 'vitest';
import { buildPlainProgram, type Primitive, rules } from '../../../src/core/tensor';
import { type Case, cases } from './cases';
import { expectGradient, expectJvp, feedsOf, gradientVector, inputsOf, tangentOf } from './checks';

const table = Object.entries(cases) as [Primitive, readonly Case[]][];

test('every primitive has a row and a case that contains it', () => {
  expect(Object.keys(rules).sort()).toEqual(Object.keys(cases).sort());
  for (const [primitive, list] of table) {
    expect(list.length, primitive).toBeGreaterThan(0);
    for (const each of list) {
      const program = buildPlainProgram('case', { y: each.build(...inputsOf(each)) });
      expect(
        program.nodes.map((n) => n.primitive),
        `${primitive}: ${each.name}`,
      ).toContain(primitive);
    }
  }
});

const isSmall = (each: Case): boolean => hasFloats(each) && !each.isLarge;
const hasFloats = ({ inputs }: Case): boolean => inputs.some(({ dtype }) => dtype !== 'int32');

describe.each(table)('%s', (_, list) => {
  test.each(list.filter(isSmall))('has the gradient of finite differences: $name', (each) => {
    const xs = inputsOf(each);
    expectGradient(each.build(...xs), xs, feedsOf(each));
  });

  test.each(list.filter(isSmall))('has the second derivative of finite differences: $name', (each) => {
    const xs = inputsOf(each);
    expectGradient(gradientVector(each.build(...xs), xs), xs, feedsOf(each), 1e-5);
  });

  test.each(list.filter(hasFloats))('has the directional derivative of finite differences: $name', (each) => {
    const xs = inputsOf(each);
    expectJvp(each.build(...xs), xs, feedsOf(each));
  });

  test.each(list.filter(isSmall))('has a directional derivative that can be differentiated: $name', (each) => {
    const xs = inputsOf(each);
    expectGradient(tangentOf(each.build(...xs), xs), xs, feedsOf(each), 1e-5);
  });
});
