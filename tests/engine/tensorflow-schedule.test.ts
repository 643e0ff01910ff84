import { expect, test } from 'vitest';
import {
  add,
  buildPlainProgram,
  buildProgram,
  exp,
  input,
  mul,
  type Primitive,
  rules,
  softplus,
  sum,
} from '../../src/core/tensor';
import { operators } from '../../src/engine/tfjs/operators';
import { schedule } from '../../src/engine/tfjs/schedule';

const x = input('x', [4]);

test('every computed value but the outputs is freed once, in the step that uses it last', () => {
  const kept = exp(x);
  const program = buildProgram('p', { total: sum(mul(add(kept, x), exp(mul(kept, 2)))), kept });
  const steps = schedule(program);
  const isOutput = (at: number) => program.outputs.some(({ node }) => node === at);
  const lastUse = (at: number) => steps.filter(({ inputs }) => inputs.includes(at)).at(-1)?.node;
  for (const { node } of steps) {
    const freeing = steps.filter(({ freed }) => freed.includes(node)).map((step) => step.node);
    expect(freeing).toEqual(isOutput(node) ? [] : [lastUse(node)]);
  }
  const sources = program.nodes.flatMap(({ primitive }, at) => (/input|constant/.test(primitive) ? [at] : []));
  expect(sources.length).toBeGreaterThan(1);
  expect(steps.flatMap(({ freed }) => freed).filter((at) => sources.includes(at))).toEqual([]);
});

test('there is an operator for every primitive that a built program can hold', () => {
  const computed = (Object.keys(rules) as Primitive[]).filter(
    (p) => rules[p].lower === undefined && p !== 'input' && p !== 'constant',
  );
  expect(Object.keys(operators).sort()).toEqual(computed.sort());
});

test('a program that was not built is refused', () => {
  expect(() => schedule(buildPlainProgram('p', { y: softplus(x) }))).toThrow(
    'got the primitive softplus, expected a simplified program; use buildProgram.',
  );
});
