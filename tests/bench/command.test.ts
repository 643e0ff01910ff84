import { describe, expect, test } from 'vitest';
import { bench } from '../../src/cli/commands/bench';

describe('loom bench', () => {
  test('gives rows and their mean', async () => {
    const { json, text } = await bench(['--only', 'toy-flow', '--seconds', '1', '--rounds', '3', '--json']);
    expect(json).toMatchObject({ rows: [{ workload: 'toy-flow' }], geometricMean: null });
    expect(text).toMatch(/^workload .*\ntoy-flow +\d/);
  });

  test('tells how memory grows', async () => {
    const { json, text } = await bench(['--memory', 'toy-flow', '--steps', '1001']);
    expect(json).toMatchObject({ memory: { workload: 'toy-flow', steps: 1001, earlyMb: expect.any(Number) } });
    expect(text).toMatch(/MiB after 1000 steps, .* MiB after 1001, growth/);
  });

  test('times edits', async () => {
    const { json, text } = await bench(['--editor', '--rounds', '3']);
    const numbers = { ms: expect.any(Number), p95: expect.any(Number), wholeMs: expect.any(Number) };
    expect(json).toMatchObject({ rows: expect.arrayContaining([{ nodes: 300, edit: 'wire', ...numbers }]) });
    expect(text).toMatch(/^nodes .*\n +30 +setting/);
  });

  test.each([
    [['--rounds', '2'], '--rounds must be a whole number of at least 3; it is "2".'],
    [['--threads', 'many'], '--threads must be a whole number from 1 to 256; it is "many".'],
    [['--memory', 'toy-flow', '--steps', '9'], '--steps must be a whole number of at least 1001; it is "9".'],
    [['--only', 'moon'], 'got the workload "moon"'],
    [['--backend', 'abacus', '--only', 'toy-flow'], 'engine: got "abacus"'],
  ])('refuses %j', async (args, message) => {
    await expect(bench(args)).rejects.toMatchObject({ name: 'UserError', message: expect.stringContaining(message) });
  });
});
