import { buildProgram, input, interpret, type Shape, type Tensor } from '../../../src/core/tensor';

/** Values of a tensor expression of named inputs, in double precision. */
export const evaluate = (
  build: (inputs: Readonly<Record<string, Tensor>>) => Tensor,
  given: Readonly<Record<string, { shape: Shape; values: ArrayLike<number> }>>,
): { shape: Shape; values: number[] } => {
  const inputs = Object.fromEntries(Object.entries(given).map(([name, { shape }]) => [name, input(name, shape)]));
  const result = build(inputs);
  const program = buildProgram('expression', { result });
  const feeds = Object.fromEntries(program.inputs.map(({ name }) => [name, given[name].values]));
  return { shape: result.shape, values: Array.from(interpret(program, feeds, 'float64').result) };
};

export const rows = (...values: number[][]) => ({ shape: [values.length, values[0].length], values: values.flat() });
export const vector = (...values: number[]) => ({ shape: [values.length], values });
export const number = (value: number) => ({ shape: [], values: [value] });
