import { expect, test } from 'vitest';
import { profile, summarise } from '../../bench/profile';

const run = (ts: number) => ({ name: 'model_run', cat: 'Session', ts, dur: 90 });
const kernel = (node: string, operator: string, ts: number, dur: number) => ({
  name: `${node}_kernel_time`,
  cat: 'Node',
  ts,
  dur,
  args: {
    op_name: operator,
    input_type_shape: [{ float: [2, 3] }, { float: [] }],
    output_type_shape: [{ float: [2] }],
  },
});

test('kernel times are summed by operator, a step, without the warm-up', () => {
  const events = [
    ...[0, 100, 200, 300, 400].map(run),
    kernel('a', 'Gemm', 10, 7000),
    kernel('a', 'Gemm', 310, 1000),
    kernel('a', 'Gemm', 410, 3000),
    kernel('b', 'Gemm', 320, 2000),
    kernel('c', 'Add', 330, 1000),
    { ...kernel('c', 'Add', 340, 5000), name: 'c_fence_before' },
  ];
  expect(summarise('toy', events)).toEqual({
    workload: 'toy',
    ms: 3.5,
    operators: [
      { operator: 'Gemm', nodes: 2, ms: 3, share: 3 / 3.5 },
      { operator: 'Add', nodes: 1, ms: 0.5, share: 0.5 / 3.5 },
    ],
    nodes: [
      { node: 'a', operator: 'Gemm', ms: 2, shapes: '[2,3] [] → [2]' },
      { node: 'b', operator: 'Gemm', ms: 1, shapes: '[2,3] [] → [2]' },
      { node: 'c', operator: 'Add', ms: 0.5, shapes: '[2,3] [] → [2]' },
    ],
  });
});

test('a workload is profiled', async () => {
  const { ms, operators, nodes } = await profile('toy-flow', {});
  expect(ms).toBeGreaterThan(0);
  expect(operators.map(({ operator }) => operator)).toContain('Gemm');
  expect(operators.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
  expect(nodes.some(({ shapes }) => shapes.includes('512'))).toBe(true);
});

test('an engine without a profiler is refused', async () => {
  await expect(profile('toy-flow', { backend: 'reference' })).rejects.toThrow('got none from the engine "reference"');
});
